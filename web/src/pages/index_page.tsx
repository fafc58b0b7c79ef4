import { useSignal } from '@preact/signals';
import { home as text } from '../i18n/home';
import type { GameCard, GamesData, Shell } from '../protocol/pages';
import { Frame } from '../ui/frame';
import { GameGrid } from '../ui/game_card';
import { Icon } from '../ui/icons';
import { Unplayable } from './home';
import styles from './index_page.module.css';

// Every word of the query must occur in the name, the authors or the description.
export function findGames(games: readonly GameCard[], query: string): GameCard[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return games.filter((game) => {
    const text = `${game.name} ${game.authors} ${game.description}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export default function IndexPage({ shell }: { shell: Shell<'index', GamesData> }) {
  const query = useSignal('');
  const { games, sandbox } = shell.data;
  const found = findGames(games, query.value);
  const asked = query.value.trim();
  return (
    <Frame shell={shell} title={text('index.title')}>
      <div class={styles.head}>
        <h1>{text('index.title')}</h1>
        {games.length > 0 && (
          <search class={styles.search}>
            <Icon name="search" />
            <input
              type="search"
              aria-label={text('index.search')}
              placeholder={text('index.search')}
              value={query.value}
              onInput={(event) => {
                query.value = event.currentTarget.value;
              }}
            />
          </search>
        )}
      </div>
      {sandbox.level < 1 && <Unplayable summary={sandbox.summary} />}
      <p role="status" class={found.length > 0 ? 'sr-only' : 'panel'}>
        {games.length === 0
          ? text('home.none')
          : found.length === 0
            ? text('index.none', { query: asked })
            : asked && text('index.found', { count: found.length })}
      </p>
      {found.length > 0 && <GameGrid games={found} viewer={shell.viewer} columns={4} />}
    </Frame>
  );
}
