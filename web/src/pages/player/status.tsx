// What stands over the stage when the line is not there, or the game has nothing to show yet.
import { t } from '../../i18n/player';
import type { Session } from './session';
import styles from './status.module.css';

export function Status({ session }: { session: Session }) {
  const { connection, refusal, scripts } = session.presence.value;
  if (connection === 'ended') return null;
  if (connection === 'refused') {
    return (
      <div class={styles.cover}>
        <div class={styles.card} role="alert">
          <h2>{t('line.refused')}</h2>
          <p>{refusal}</p>
          <button type="button" class="button go wide" onClick={() => location.reload()}>
            {t('line.retry')}
          </button>
          <a class="button quiet wide" href="/">
            {t('end.games')}
          </a>
        </div>
      </div>
    );
  }
  const waiting = connection === 'connected' && scripts === 0 && session.blank.value;
  const words = connection === 'connected' ? (waiting ? t('line.waiting') : null) : t(`line.${connection}`);
  return (
    <div class={styles.line} role="status">
      {words && (
        <p class={styles.pill}>
          <span class={styles.wheel} aria-hidden="true" />
          {words}
        </p>
      )}
    </div>
  );
}
