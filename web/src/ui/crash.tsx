// The last resort: a page that threw shows this instead of nothing.
import { Component, type ComponentChildren } from 'preact';
import { t } from '../i18n/common';
import styles from './crash.module.css';

export function CrashMessage({ problem }: { problem: unknown }) {
  return (
    <main class={styles.crash}>
      <h1>{t('crash.title')}</h1>
      <p role="alert">{t('crash.text')}</p>
      <div class="row">
        <button type="button" class="button go" onClick={() => location.reload()}>
          {t('crash.reload')}
        </button>
        <a class="button" href="/">
          {t('crash.home')}
        </a>
      </div>
      <details>
        <summary>{t('crash.details')}</summary>
        <pre>{problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem)}</pre>
      </details>
    </main>
  );
}

export class ErrorBoundary extends Component<{ children: ComponentChildren }, { problem: unknown }> {
  override state = { problem: null as unknown };

  static override getDerivedStateFromError(problem: unknown) {
    return { problem };
  }

  override componentDidCatch(problem: unknown) {
    console.error(problem);
  }

  override render() {
    return this.state.problem === null ? this.props.children : <CrashMessage problem={this.state.problem} />;
  }
}
