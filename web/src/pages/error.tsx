import { headline, page as text } from '../i18n/error_page';
import { titleText } from '../i18n/errors';
import type { ErrorData, Shell } from '../protocol/pages';
import { Frame } from '../ui/frame';
import styles from './error.module.css';

export default function ErrorPage({ shell }: { shell: Shell<'error', ErrorData> }) {
  const { status, title_code: code, message } = shell.data;
  return (
    <Frame shell={shell} title={headline(status)} narrow>
      <div class={styles.error}>
        <Bottle />
        <p class="muted">{text('status', { status: String(status) })}</p>
        <h1>{headline(status)}</h1>
        <p>{titleText(code, message)}</p>
        <div class={styles.ways}>
          <a class="button go" href="/">
            {text('home')}
          </a>
          <button type="button" class="button quiet" onClick={() => history.back()}>
            {text('back')}
          </button>
        </div>
      </div>
    </Frame>
  );
}

// A bottle that drifts by, with nothing in it.
function Bottle() {
  return (
    <svg viewBox="0 0 200 110" class={styles.picture} aria-hidden="true">
      <g transform="rotate(-24 100 60)">
        <path
          d="M52 42h58c6 0 8 4 14 8h26v20h-26c-6 4-8 8-14 8H52a8 8 0 0 1-8-8V50a8 8 0 0 1 8-8z"
          class={styles.glass}
        />
        <path d="M150 48h14v24h-14z" class={styles.cork} />
        <path d="M60 52h34" class={styles.shine} />
      </g>
      <path d="M0 82q12.5-9 25 0t25 0 25 0 25 0 25 0 25 0 25 0 25 0v28H0z" class={styles.water} />
    </svg>
  );
}
