// Messages of the game at the lower right, newest first.
import { useEffect } from 'preact/hooks';
import { language } from '../../i18n/index';
import { t } from '../../i18n/player';
import type { ShownToast } from '../../model/toasts';
import { Glyph } from './glyphs';
import type { Session } from './session';
import styles from './toasts.module.css';

const checkEvery = 200; // ms

export function Toasts({ session, raised }: { session: Session; raised: boolean }) {
  const { shown } = session.toasts.value;
  const temporary = shown.some(({ until }) => until !== null);
  useEffect(() => {
    if (!temporary) return undefined;
    const timer = setInterval(() => session.expireToasts(), checkEvery);
    return () => clearInterval(timer);
  }, [session, temporary]);
  return (
    <section class={`${styles.corner} ${raised ? styles.raised : ''}`} aria-label={t('toast.list')}>
      {shown.length > 1 && (
        <button type="button" class={styles.all} onClick={() => session.dismiss('all')}>
          {t('toast.close_all', { count: shown.length })}
        </button>
      )}
      <div class={styles.list} role="log" aria-live="polite">
        {shown.map((toast) => (
          <ToastBox key={toast.nr} toast={toast} onClose={() => session.dismiss(toast.nr)} />
        ))}
      </div>
    </section>
  );
}

function ToastBox({ toast, onClose }: { toast: ShownToast; onClose: () => void }) {
  return (
    <div class={`${styles.toast} ${styles[toast.tone]}`}>
      <div class={styles.words}>
        {toast.stamp > 0 && <time class={styles.time}>{localTime(toast.stamp)}</time>}
        <p class={styles.message}>{toast.message}</p>
      </div>
      <button type="button" class={styles.close} aria-label={t('toast.close')} onClick={onClose}>
        <Glyph name="close" />
      </button>
    </div>
  );
}

function localTime(stamp: number): string {
  const options = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const date = new Date(stamp * 1000);
  return Number.isNaN(date.getTime()) ? '' : new Intl.DateTimeFormat(language.value, options).format(date);
}
