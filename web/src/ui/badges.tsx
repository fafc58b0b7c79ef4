import { cards } from '../i18n/cards';
import type { Badges, GameCard } from '../protocol/pages';
import styles from './badges.module.css';
import { Icon, type IconName } from './icons';

const controls = [
  { flag: 'acc', letter: 'A', text: 'badge.acc' },
  { flag: 'key', letter: 'K', text: 'badge.key' },
  { flag: 'touch', letter: 'T', text: 'badge.touch' },
  { flag: 'gyro', letter: 'G', text: 'badge.gyro' },
] as const satisfies readonly { flag: keyof Badges & IconName; letter: string; text: string }[];

export function BadgeList({ game }: { game: Pick<GameCard, 'badges' | 'max_players'> }) {
  const shown = controls.filter(({ flag }) => game.badges[flag]);
  if (shown.length === 0 && game.badges.reporting && game.max_players < 2) return null;
  return (
    <ul class={styles.badges} aria-label={cards('badge.list')}>
      {!game.badges.reporting && (
        <li title={cards('badge.no_score_long')} class={styles.plain}>
          {cards('badge.no_score')}
        </li>
      )}
      {shown.map(({ flag, letter, text }) => (
        <li key={flag} title={cards(text)}>
          <Icon name={flag} />
          <span aria-hidden="true">{letter}</span>
          <span class="sr-only">{cards(text)}</span>
        </li>
      ))}
      {game.max_players > 1 && (
        <li title={cards('card.players', { count: game.max_players })}>
          <Icon name="people" />
          <span aria-hidden="true">{game.max_players}</span>
          <span class="sr-only">{cards('card.players', { count: game.max_players })}</span>
        </li>
      )}
    </ul>
  );
}
