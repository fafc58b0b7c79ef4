// The display in the hall: a running play on the left, its scores on the right, and how to join below.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { usePoll } from '../api/poll';
import { getJson } from '../api/request';
import { demo as text } from '../i18n/demo';
import type { DemoData, RunningPlay, Shell } from '../protocol/pages';
import { emptyHall, type Hall, showPlaceholders, showPlays, wantsPlaceholders } from './demo/hall';
import styles from './demo.module.css';

const pollEvery = 2000;
const reloadEvery = 96_000; // so that a screen that nobody tends picks up a new version

export default function Demo({ shell }: { shell: Shell<'demo', DemoData> }) {
  const hall = useSignal<Hall>(emptyHall);
  const asking = useRef(false);
  const title = hall.value.play ? text('title') : text('quiet');

  useEffect(() => {
    const timer = setTimeout(() => location.reload(), reloadEvery);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    document.title = `${title} · Recess`;
  }, [title]);

  const askForPlaceholders = async (signal: AbortSignal) => {
    asking.current = true;
    try {
      const games = await getJson<{ id: number }[]>('/api/v1/random_game_id?count=2', signal);
      const ids = games.map((game) => game.id);
      hall.value = showPlaceholders(hall.value, ids, Date.now());
    } catch {
      // The next round asks again.
    } finally {
      asking.current = false;
    }
  };
  usePoll(async (signal) => {
    const plays = await getJson<RunningPlay[]>('/api/v1/running_games', signal);
    hall.value = showPlays(hall.value, plays, Date.now());
    if (!asking.current && wantsPlaceholders(hall.value, Date.now())) void askForPlaceholders(signal);
    return 'again';
  }, pollEvery);

  return (
    <main class={styles.hall}>
      <h1>{title}</h1>
      <Picture url={hall.value.left} title={hall.value.play ? text('live') : text('scores')} />
      <Picture url={hall.value.right} title={text('scores')} />
      <footer>
        {shell.data.qr_url && <img src={shell.data.qr_url} alt={text('qr', { url: shell.url })} />}
        <p>
          {text('join')} <strong>{shell.url.replace(/^https?:\/\//, '')}</strong>
        </p>
      </footer>
    </main>
  );
}

// A frame is only touched when its address changes: the same address again would start it anew.
function Picture({ url, title }: { url: string | null; title: string }) {
  return <div class={styles.picture}>{url && <iframe key={url} src={url} title={title} />}</div>;
}
