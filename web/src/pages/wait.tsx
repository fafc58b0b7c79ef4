import { useSignal } from '@preact/signals';
import { usePoll } from '../api/poll';
import { getJson, RequestError } from '../api/request';
import { cards } from '../i18n/cards';
import { t } from '../i18n/common';
import { wait as text } from '../i18n/wait';
import type { QueueState, Shell, WaitData } from '../protocol/pages';
import { Frame } from '../ui/frame';
import { scoreboardUrl } from '../ui/links';
import { Message } from '../ui/message';
import { PlayButton } from '../ui/play_button';
import styles from './wait.module.css';

const pollEvery = 1000;

export function estimateText(seconds: number): string {
  const span =
    seconds < 60
      ? text('wait.seconds', { count: Math.max(10, Math.ceil(seconds / 10) * 10) })
      : text('wait.minutes', { count: Math.round(seconds / 60) });
  return text('wait.estimate', { minutes: span });
}

export default function Wait({ shell }: { shell: Shell<'wait', WaitData> }) {
  const { game, ticket } = shell.data;
  const queue = useSignal<QueueState>(shell.data.queue);
  const offline = useSignal(false);
  const path = `/api/v1/queue/${encodeURIComponent(ticket)}`;

  usePoll(
    async (signal) => {
      try {
        queue.value = await getJson<QueueState>(path, signal);
      } catch (problem) {
        if (!(problem instanceof RequestError) || problem.status !== 404) throw problem;
        queue.value = { ...queue.value, state: 'gone', url: null };
      }
      const { state, url } = queue.value;
      if (url !== null && state !== 'gone') location.replace(url);
      return state === 'gone' || url !== null ? 'stop' : 'again';
    },
    pollEvery,
    (failed) => {
      offline.value = failed;
    },
  );

  const leave = async () => {
    await fetch(path, { method: 'DELETE', headers: { 'X-CSRF-Token': shell.viewer.csrf } }).catch(() => undefined);
    location.replace(scoreboardUrl(game.id));
  };

  const gone = queue.value.state === 'gone';
  return (
    <Frame shell={shell} title={gone ? text('wait.gone') : text('wait.title')} narrow>
      <div class={`panel ${styles.wait}`}>
        <p class={styles.game}>{game.name}</p>
        <h1>{gone ? text('wait.gone') : text('wait.title')}</h1>
        {gone ? (
          <>
            <p>{text('wait.gone_text')}</p>
            <PlayButton game={game} viewer={shell.viewer} label={text('wait.again')} wide />
            <a href={scoreboardUrl(game.id)}>{cards('card.scoreboard')}</a>
          </>
        ) : (
          <>
            <Boats ahead={queue.value.state === 'waiting' ? Math.max(0, queue.value.position - 1) : 0} />
            <div role="status" class={styles.place}>
              <Place queue={queue.value} />
            </div>
            {offline.value && <Message kind="warning">{t('common.offline')}</Message>}
            <p class="muted">{text('wait.running', { count: queue.value.running })}</p>
            <p>{text('wait.stay')}</p>
            <button type="button" class="button quiet" onClick={() => void leave()}>
              {text('wait.leave')}
            </button>
          </>
        )}
      </div>
    </Frame>
  );
}

function Place({ queue }: { queue: QueueState }) {
  if (queue.state !== 'waiting') return <strong>{text('wait.starting')}</strong>;
  return (
    <>
      <strong>{queue.position <= 1 ? text('wait.next') : text('wait.position', { position: queue.position })}</strong>
      {queue.estimate_s !== null && <p>{estimateText(queue.estimate_s)}</p>}
    </>
  );
}

const boatsShown = 5;

// The queue as boats on their way to the beach on the right; yours has the yellow sail.
function Boats({ ahead }: { ahead: number }) {
  const shown = Math.min(ahead, boatsShown);
  return (
    <svg viewBox="0 0 360 90" class={styles.boats} aria-hidden="true">
      <path d="M300 90c6-22 26-34 60-38v38z" class={styles.beach} />
      {Array.from({ length: shown + 1 }, (_, i) => (
        <g key={i} transform={`translate(${262 - i * 46} 70)`}>
          <g class={styles.boat} data-late={i % 3}>
            <path d="M0-40v34M2-38L20-10H2z" class={i === shown ? styles.mine : styles.sail} />
            <path d="M-18-6h38l-6 10h-26z" class={styles.hull} />
          </g>
        </g>
      ))}
      <path
        d="M0 72q11-7 22 0t22 0 22 0 22 0 22 0 22 0 22 0 22 0 22 0 22 0 22 0 22 0 22 0 22 0v18H0z"
        class={styles.water}
      />
    </svg>
  );
}
