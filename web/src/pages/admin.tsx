import { useSignal } from '@preact/signals';
import { admin as text } from '../i18n/admin';
import { t } from '../i18n/common';
import { bytes } from '../i18n/format';
import type { AdminData, Shell } from '../protocol/pages';
import { Frame } from '../ui/frame';
import { Icon } from '../ui/icons';
import { Message } from '../ui/message';
import { useLive } from './admin/live';
import { RunningTable } from './admin/running_table';
import { LatestTable, QueueTable, ReasonTable, SandboxTable, UserTable } from './admin/tables';
import styles from './admin.module.css';

export default function Admin({ shell }: { shell: Shell<'admin', AdminData> }) {
  const data = useSignal(shell.data);
  const offline = useSignal(false);
  useLive(data, (failed) => {
    offline.value = failed;
  });
  const { sandbox, running, places, queue, reasons, latest, users, disk_free_bytes: free } = data.value;
  return (
    <Frame shell={shell} title={text('title')}>
      <div class={styles.head}>
        <h1>{text('title')}</h1>
        <p>
          {text('disk')}: <strong class="nums">{bytes(free)}</strong>
        </p>
      </div>
      {sandbox.level < 1 && (
        <div class={styles.banner} role="alert">
          <Icon name="warning" />
          <div>
            <strong>{text('unsafe')}</strong>
            <p>{sandbox.summary}</p>
          </div>
        </div>
      )}
      {offline.value && <Message kind="warning">{t('common.offline')}</Message>}
      <RunningTable running={running} places={places} viewer={shell.viewer} />
      <form method="post" action="/api/v1/reconnect" class={styles.reconcile}>
        <input type="hidden" name="csrf" value={shell.viewer.csrf} />
        <button type="submit" class="button quiet">
          {text('reconcile')}
        </button>
        <p class="muted">{text('reconcile_hint')}</p>
      </form>
      <div class={styles.pair}>
        <QueueTable queue={queue} />
        <ReasonTable reasons={reasons} />
      </div>
      <section class="panel">
        <SandboxTable sandbox={sandbox} />
      </section>
      <LatestTable latest={latest} />
      <UserTable users={users} />
    </Frame>
  );
}
