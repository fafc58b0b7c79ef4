import type { ComponentChildren } from 'preact';
import { noticeText } from '../i18n/notices';
import type { Notice } from '../protocol/pages';
import { Icon, type IconName } from './icons';
import styles from './message.module.css';

type Kind = Notice['kind'] | 'good';
const icons: Record<Kind, IconName> = { info: 'info', good: 'check', warning: 'warning', error: 'warning' };

// Errors interrupt a screen reader; everything else waits for its turn.
export function Message({ kind, children }: { kind: Kind; children: ComponentChildren }) {
  const known = kind in icons ? kind : 'info';
  return (
    <div class={`${styles.message} ${styles[known]}`} role={known === 'error' ? 'alert' : 'status'}>
      <Icon name={icons[known]} />
      <div>{children}</div>
    </div>
  );
}

export function NoticeMessage({ notice }: { notice: Notice }) {
  return <Message kind={notice.kind}>{noticeText(notice)}</Message>;
}
