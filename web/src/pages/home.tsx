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
      <Beyond />
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

// What else there is to play: by the address bar first, then by a program.
function Beyond() {
  return (
    <section class={styles.beyond} aria-labelledby="beyond">
      <h2 id="beyond">{text('beyond.title')}</h2>
      <ul>
        <li>
          <Stones />
          <h3>
            <a href="/steps">Steps</a>
          </h3>
          <p>{text('beyond.steps')}</p>
        </li>
        <li>
          <Ring />
          <h3>
            <a href="/map">Mocean</a>
          </h3>
          <p>{text('beyond.mocean')}</p>
          <p class={styles.more}>
            <a href="/mocean/guide">{text('beyond.guide')}</a>
          </p>
        </li>
        <li>
          <Plug />
          <h3>
            <a href="/docs">{text('beyond.docs')}</a>
          </h3>
          <p>{text('beyond.reference')}</p>
          <p class={styles.more}>
            <a href="/docs/hub">{text('beyond.hub')}</a>
          </p>
        </li>
      </ul>
    </section>
  );
}

function Stones() {
  return (
    <svg viewBox="0 0 64 40" aria-hidden="true">
      <ellipse cx="10" cy="31" rx="9" ry="6" class={styles.stone} />
      <ellipse cx="32" cy="22" rx="9" ry="6" class={styles.stone} />
      <ellipse cx="54" cy="11" rx="9" ry="6" class={styles.goal} />
    </svg>
  );
}

function Ring() {
  return (
    <svg viewBox="0 0 64 40" aria-hidden="true">
      <ellipse cx="32" cy="20" rx="23" ry="11" class={styles.ring} />
      <path d="M38 29h16l-4 7h-9z" class={styles.keel} />
      <path d="M47 15v12H39z" class={styles.goal} />
    </svg>
  );
}

function Plug() {
  return (
    <svg viewBox="0 0 64 40" aria-hidden="true">
      <path d="M8 8l10 12L8 32M26 33h12" class={styles.prompt} />
      <circle cx="52" cy="20" r="8" class={styles.goal} />
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
