// How a second device joins this play: a picture for its camera, or an address with a short code to type.
import { t } from '../../i18n/player';
import { Dialog } from './dialog';
import styles from './invite.module.css';

export interface Invitation {
  play: string;
  code: string;
  url: string; // of the server
}

export function InviteDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { play, code, url } = invitation;
  const shown = `${code.slice(0, 4)}-${code.slice(4)}`;
  const address = `${url.replace(/^https?:\/\//, '')}/join/${shown}`;
  return (
    <Dialog title={t('invite.title')} onEscape={onClose}>
      <p>{t('invite.text')}</p>
      <img class={styles.picture} src={`/plays/${play}/qr.svg`} alt={t('invite.picture')} width="240" height="240" />
      <p class={styles.address}>
        {t('invite.address')} <strong>{address}</strong>
      </p>
      <button type="button" class="button go wide" autofocus onClick={onClose}>
        {t('menu.close')}
      </button>
    </Dialog>
  );
}
