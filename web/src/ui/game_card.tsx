import { cards } from '../i18n/cards';
import type { GameCard as Game, Viewer } from '../protocol/pages';
import { BadgeList } from './badges';
import styles from './game_card.module.css';
import { Icon } from './icons';
import { scoreboardUrl } from './links';
import { PlayButton } from './play_button';
import { Preview } from './preview';
import { Stars } from './stars';

// The link in the heading is stretched over the whole card, so that the picture leads to the scoreboard too.
export function GameCard({ game, viewer }: { game: Game; viewer: Viewer }) {
  return (
    <article class={styles.card}>
      <Preview name={game.name} url={game.preview} />
      <div class={styles.body}>
        <h2 class={styles.name}>
          <a href={scoreboardUrl(game.id)}>{game.name}</a>
        </h2>
        <p class={`${styles.authors} muted`}>{cards('card.by', { authors: game.authors })}</p>
        <Stars rating={game.rating} count={game.ratings} />
        <div class={styles.badges}>
          <BadgeList game={game} />
        </div>
        <div class={styles.actions}>
          <PlayButton game={game} viewer={viewer} />
          <a class="button" href={scoreboardUrl(game.id)} aria-label={cards('card.scoreboard_of', { name: game.name })}>
            <Icon name="trophy" />
            {cards('card.scoreboard')}
          </a>
        </div>
      </div>
    </article>
  );
}

export function GameGrid({ games, viewer, columns }: { games: readonly Game[]; viewer: Viewer; columns: 3 | 4 }) {
  return (
    <ul class={`${styles.grid} ${columns === 4 ? styles.four : styles.three}`}>
      {games.map((game) => (
        <li key={game.id}>
          <GameCard game={game} viewer={viewer} />
        </li>
      ))}
    </ul>
  );
}
