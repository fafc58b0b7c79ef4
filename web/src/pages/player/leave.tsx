// Leaving a play: ended at once for who started it, instead of after the grace that a lost connection gets.
import { useSignal } from '@preact/signals';
import { t } from '../../i18n/player';
import type { GameCard } from '../../protocol/pages';
import { Dialog } from './dialog';

const patience = 4000; // ms; the server ends the play by itself if nobody comes back

async function tellServer(play: string, csrf: string): Promise<void> {
  await fetch(`/api/v1/plays/${encodeURIComponent(play)}/leave`, {
    method: 'POST',
    headers: { 'X-Recess-Csrf': csrf },
    signal: AbortSignal.timeout?.(patience) ?? null,
    keepalive: true,
  });
}

interface Props {
  play: string;
  game: GameCard | null;
  csrf: string;
  onStay: () => void;
}

export function LeaveDialog({ play, game, csrf, onStay }: Props) {
  const leaving = useSignal(false);
  const leave = async () => {
    leaving.value = true;
    await tellServer(play, csrf).catch((problem: unknown) => console.warn(problem));
    location.assign(game ? `/scoreboard?game_id=${game.id}` : '/');
  };
  return (
    <Dialog title={t('leave.title')} onEscape={onStay}>
      <p>{t('leave.text')}</p>
      <button type="button" class="button go wide" autofocus onClick={onStay}>
        {t('leave.stay')}
      </button>
      <button type="button" class="button quiet warn wide" disabled={leaving.value} onClick={() => void leave()}>
        {t('leave.go')}
      </button>
    </Dialog>
  );
}
