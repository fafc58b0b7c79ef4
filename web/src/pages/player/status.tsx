// What stands over the stage when the line is not there, or the game has nothing to show yet.
import type { ComponentChildren } from 'preact';
import { t } from '../../i18n/player';
import { isPlay } from './options';
import type { Session } from './session';
import styles from './status.module.css';

function waitingText(deviceId: string): string {
  return isPlay(deviceId) ? t('line.waiting') : t('line.waiting_program');
}

export function Status({ session }: { session: Session }) {
  const { connection, scripts } = session.presence.value;
  const waiting = scripts === 0 && session.blank.value ? waitingText(session.deviceId.value) : null;
  const shown = connection !== 'ended' && connection !== 'refused';
  const words = connection === 'connected' ? waiting : shown ? t(`line.${connection}`) : null;
  return (
    <div role="status">
      {words && (
        <p class={styles.pill}>
          <span class={styles.wheel} aria-hidden="true" />
          {words}
        </p>
      )}
    </div>
  );
}

export function Refusal({ session }: { session: Session }) {
  const { connection, refusal } = session.presence.value;
  if (connection !== 'refused') return null;
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

// What stands over the upper end of the stage, one below the other; between them fingers reach the stage.
export function Overhead({ children }: { children: ComponentChildren }) {
  return <div class={styles.overhead}>{children}</div>;
}
