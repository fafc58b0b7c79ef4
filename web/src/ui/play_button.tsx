import { cards } from '../i18n/cards';
import type { GameCard, Viewer } from '../protocol/pages';
import { Icon } from './icons';

// Starting a play is a form and never a link: nothing that merely looks ahead at addresses may start one.
export function PlayButton({
  game,
  viewer,
  label,
  wide,
}: {
  game: Pick<GameCard, 'id' | 'name' | 'playable'>;
  viewer: Viewer;
  label?: string;
  wide?: boolean;
}) {
  const shape = `button go ${wide ? 'wide' : ''}`;
  if (!game.playable) {
    return (
      <button type="button" class={shape} disabled title={cards('card.unplayable_why')}>
        {cards('card.unplayable')}
      </button>
    );
  }
  return (
    <form method="post" action={`/game/${game.id}`}>
      <input type="hidden" name="csrf" value={viewer.csrf} />
      <button type="submit" class={shape} aria-label={label ? undefined : cards('card.play_game', { name: game.name })}>
        <Icon name="play" />
        {label ?? cards('card.play')}
      </button>
    </form>
  );
}
