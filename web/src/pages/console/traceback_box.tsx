import { words } from '../../i18n/console';
import type { Traceback } from '../../protocol/pages';
import { Icon } from '../../ui/icons';
import { tracebackLines } from './log';
import styles from './traceback_box.module.css';

export function TracebackBox({ traceback }: { traceback: Traceback }) {
  return (
    <section class={styles.box} aria-label={words('traceback')}>
      <h2>
        <Icon name="warning" />
        {words('traceback')}
      </h2>
      <p class={styles.error}>
        <code>{traceback.error}</code>
      </p>
      {traceback.file && (
        <p>
          <strong>{words('where', { file: traceback.file, line: String(traceback.line) })}</strong>
        </p>
      )}
      {traceback.text && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        <pre class={styles.text} tabIndex={0}>
          {tracebackLines(traceback).map(({ text, blamed }, i) =>
            blamed ? <mark key={i}>{`${text}\n`}</mark> : `${text}\n`,
          )}
        </pre>
      )}
    </section>
  );
}
