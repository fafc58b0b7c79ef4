// How the play ended, and what one may want to do next.
import { language } from '../../i18n/index';
import { t } from '../../i18n/player';
import { reasonText } from '../../i18n/reasons';
import type { Ending } from '../../model/presence';
import type { GameCard } from '../../protocol/pages';
import { Dialog } from './dialog';
import styles from './end_screen.module.css';

interface Props {
  ending: Ending;
  game: GameCard | null;
  play: string | null;
}

export function EndScreen({ ending, game, play }: Props) {
  const crash = ending.inside && ending.reason === 'script_crashed' ? ending.detail : null;
  const scored = ending.score !== null && (game?.badges.reporting || ending.score > 0);
  return (
    <Dialog title={game?.name ?? t('end.title')}>
      <div class={styles.ending}>
        <p class={styles.reason}>{ending.reason ? reasonText(ending.reason, ending.detail) : t('end.title')}</p>
        {crash && <p class={styles.crash}>{crash}</p>}
        {scored && (
          <p class={styles.score}>
            <span>{t('end.score')}</span>
            <strong>{new Intl.NumberFormat(language.value).format(ending.score ?? 0)}</strong>
          </p>
        )}
      </div>
      <div class={styles.ways}>
        {game?.playable && (
          <a class="button go wide" href={`/game/${game.id}`} autofocus>
            {t('end.again')}
          </a>
        )}
        {game && (
          <a class="button wide" href={`/scoreboard?game_id=${game.id}`}>
            {t('end.scoreboard')}
          </a>
        )}
        {ending.inside && play && (
          <a class="button wide" href={`/console/${play}`}>
            {t('end.console')}
          </a>
        )}
        <a class="button quiet wide" href="/">
          {t('end.games')}
        </a>
      </div>
    </Dialog>
  );
}
