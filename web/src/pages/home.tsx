import { home as text } from '../i18n/home';
import type { GamesData, Shell } from '../protocol/pages';
import { Frame } from '../ui/frame';
import { GameGrid } from '../ui/game_card';
import { Message } from '../ui/message';
import styles from './home.module.css';

export default function Home({ shell }: { shell: Shell<'home', GamesData> }) {
  const { games, sandbox } = shell.data;
  return (
    <Frame shell={shell} title="Recess" hero={<Hero data={shell.data} />}>
      {sandbox.level < 1 && <Unplayable summary={sandbox.summary} />}
      {games.length === 0 ? (
        <p class="panel">{text('home.none')}</p>
      ) : (
        <GameGrid games={games} viewer={shell.viewer} columns={3} />
      )}
    </Frame>
  );
}

function Hero({ data }: { data: GamesData }) {
  return (
    <div class={styles.hero}>
      <div class={styles.inner}>
        <div>
          <h1>{text('home.title')}</h1>
          <p class={styles.lead}>{text('home.lead')}</p>
          <ul class={styles.facts}>
            <li>{text('home.count', { count: data.games.length })}</li>
            <li>{text('home.places', { running: data.running, places: data.places })}</li>
          </ul>
        </div>
        <Sunset />
      </div>
    </div>
  );
}

// A sun going down behind a paper boat: where the break takes place.
function Sunset() {
  return (
    <svg viewBox="0 0 240 150" class={styles.picture} aria-hidden="true">
      <circle cx="150" cy="92" r="56" class={styles.sun} />
      <path d="M20 118h60l-12 20H34z" class={styles.hull} transform="translate(58 -8)" />
      <path d="M50 62v56H24zM54 74l24 44H54z" class={styles.sail} transform="translate(58 -8)" />
      <path d="M0 128q20-10 40 0t40 0 40 0 40 0 40 0 40 0v22H0z" class={styles.water} />
      <path d="M-20 140q20-8 40 0t40 0 40 0 40 0 40 0 40 0 40 0v10H-20z" class={styles.front} />
    </svg>
  );
}

export function Unplayable({ summary }: { summary: string }) {
  return (
    <Message kind="error">
      <strong>{text('home.unsafe')}</strong>
      <p>{summary}</p>
    </Message>
  );
}
