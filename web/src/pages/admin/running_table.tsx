import { useSignal } from '@preact/signals';
import { postForm } from '../../api/request';
import { admin as text } from '../../i18n/admin';
import { t } from '../../i18n/common';
import { bytes, dateTime, tenths, timeOfDay, whole } from '../../i18n/format';
import { stateText } from '../../i18n/reasons';
import type { RunningPlay, Viewer } from '../../protocol/pages';
import { Icon } from '../../ui/icons';
import { scoreboardUrl } from '../../ui/links';
import { TableBox } from '../../ui/table';
import styles from './tables.module.css';

export function RunningTable({ running, places, viewer }: { running: RunningPlay[]; places: number; viewer: Viewer }) {
  const failed = useSignal<string | null>(null);
  const end = async (id: string) => {
    const answer = await postForm('/terminate_game', { id, csrf: viewer.csrf }).catch(() => null);
    failed.value = answer?.status === '200' ? null : id;
  };
  const taken = text('running_of', { running: running.length, places });
  return (
    <>
      <p role="alert" class={styles.alert}>
        {failed.value && text('end_failed', { id: failed.value })}
      </p>
      <TableBox caption={`${text('running')} · ${taken}`} stack>
        {running.length === 0 ? (
          <tbody>
            <tr>
              <td>{text('running_none')}</td>
            </tr>
          </tbody>
        ) : (
          <>
            <thead>
              <tr>
                <th scope="col">{t('table.player')}</th>
                <th scope="col">
                  {t('table.game')}, {text('id')}
                </th>
                <th scope="col">{text('state')}</th>
                {columns.map(([, label]) => (
                  <th key={label} scope="col" class="number">
                    {text(label)}
                  </th>
                ))}
                <th scope="col">{text('actions')}</th>
              </tr>
            </thead>
            <tbody>
              {running.map((play) => (
                <Row key={play.game_play_id} play={play} viewer={viewer} onEnd={() => void end(play.game_play_id)} />
              ))}
            </tbody>
          </>
        )}
      </TableBox>
    </>
  );
}

// The measured columns; those that only admins get stay empty for a play that does not have them yet.
const columns: readonly [value: (play: RunningPlay) => string | undefined, label: Parameters<typeof text>[0]][] = [
  [(play) => whole(play.devices), 'devices'],
  [(play) => (play.cpu_ms === undefined ? undefined : text('seconds', { seconds: tenths(play.cpu_ms / 1000) })), 'cpu'],
  [(play) => (play.memory_bytes === undefined ? undefined : bytes(play.memory_bytes)), 'memory'],
  [(play) => (play.output_bytes === undefined ? undefined : bytes(play.output_bytes)), 'output'],
  [(play) => play.pid, 'pid'],
];

function Row({ play, viewer, onEnd }: { play: RunningPlay; viewer: Viewer; onEnd: () => void }) {
  const names = { game: play.game || t('common.unknown_game'), player: play.player };
  return (
    <tr>
      <th scope="row">
        {play.player}
        {play.player_email && <span class={styles.mail}>{play.player_email}</span>}
      </th>
      <td data-wide data-label={t('table.game')}>
        {play.game_id === null ? (
          names.game
        ) : (
          <a href={scoreboardUrl(play.game_id)} target="_blank" rel="noopener">
            {names.game}
            <span class="sr-only"> {text('new_window')}</span>
          </a>
        )}
        <span class={styles.id}>{play.game_play_id}</span>
      </td>
      <td data-label={text('state')}>
        {stateText(play.state)}{' '}
        <time class={styles.since} dateTime={play.since} title={dateTime(play.since)}>
          {text('since', { time: timeOfDay(play.since) })}
        </time>
      </td>
      {columns.map(([value, label]) => (
        <td key={label} class="number" data-label={text(label)}>
          {value(play)}
        </td>
      ))}
      <td data-wide>
        <Actions play={play} names={names} viewer={viewer} onEnd={onEnd} />
      </td>
    </tr>
  );
}

function Actions({
  play,
  names,
  viewer,
  onEnd,
}: {
  play: RunningPlay;
  names: { game: string; player: string };
  viewer: Viewer;
  onEnd: () => void;
}) {
  const id = encodeURIComponent(play.game_play_id);
  return (
    <div class={styles.actions}>
      <a
        class="button quiet"
        href={`/playground?device_id=${id}&silent=1`}
        target="_blank"
        rel="noopener"
        aria-label={text('watch_play', names)}
        title={text('watch')}
      >
        <Icon name="eye" />
      </a>
      <a class="button quiet" href={`/console/${id}`} aria-label={text('console_of', names)} title={text('console')}>
        <Icon name="console" />
      </a>
      <form
        method="post"
        action="/terminate_game"
        onSubmit={(event) => {
          event.preventDefault();
          onEnd();
        }}
      >
        <input type="hidden" name="id" value={play.game_play_id} />
        <input type="hidden" name="csrf" value={viewer.csrf} />
        <input type="hidden" name="admin_redirect" value="1" />
        <button type="submit" class="button quiet warn" aria-label={text('end_play', names)} title={text('end')}>
          <Icon name="stop" />
        </button>
      </form>
    </div>
  );
}
