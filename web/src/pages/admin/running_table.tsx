import { useSignal } from '@preact/signals';
import { postForm } from '../../api/request';
import { admin as text } from '../../i18n/admin';
import { t } from '../../i18n/common';
import { bytes, dateTime, tenths, timeOfDay, whole } from '../../i18n/format';
import { stateText } from '../../i18n/reasons';
import type { RunningPlay, Viewer } from '../../protocol/pages';
import { scoreboardUrl } from '../../ui/game_card';
import { Icon } from '../../ui/icons';
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
      <TableBox caption={`${text('running')} · ${taken}`}>
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
                <th scope="col">{t('table.game')}</th>
                <th scope="col">{text('state')}</th>
                <th scope="col">{text('since')}</th>
                <th scope="col" class="number">
                  {text('devices')}
                </th>
                <th scope="col" class="number">
                  {text('cpu')}
                </th>
                <th scope="col" class="number">
                  {text('memory')}
                </th>
                <th scope="col" class="number">
                  {text('output')}
                </th>
                <th scope="col">{text('pid')}</th>
                <th scope="col">{text('id')}</th>
                <th scope="col">{text('watch')}</th>
                <th scope="col">{text('end')}</th>
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

function Row({ play, viewer, onEnd }: { play: RunningPlay; viewer: Viewer; onEnd: () => void }) {
  const names = { game: play.game || t('common.unknown_game'), player: play.player };
  return (
    <tr>
      <th scope="row">
        {play.player}
        {play.player_email && <span class={styles.mail}>{play.player_email}</span>}
      </th>
      <td>
        {play.game_id === null ? (
          names.game
        ) : (
          <a href={scoreboardUrl(play.game_id)} target="_blank" rel="noopener">
            {names.game}
            <span class="sr-only"> {text('new_window')}</span>
          </a>
        )}
      </td>
      <td>{stateText(play.state)}</td>
      <td>
        <time dateTime={play.since} title={dateTime(play.since)}>
          {timeOfDay(play.since)}
        </time>
      </td>
      <td class="number">{whole(play.devices)}</td>
      <td class="number">
        {play.cpu_ms === undefined ? '' : text('seconds', { seconds: tenths(play.cpu_ms / 1000) })}
      </td>
      <td class="number">{play.memory_bytes === undefined ? '' : bytes(play.memory_bytes)}</td>
      <td class="number">{play.output_bytes === undefined ? '' : bytes(play.output_bytes)}</td>
      <td class={styles.code}>{play.pid}</td>
      <td class={styles.code}>{play.game_play_id}</td>
      <td>
        <div class={styles.buttons}>
          <a
            class="button quiet"
            href={`/playground?device_id=${encodeURIComponent(play.game_play_id)}&silent=1`}
            target="_blank"
            rel="noopener"
            aria-label={text('watch_play', names)}
            title={text('watch')}
          >
            <Icon name="eye" />
          </a>
          <a
            class="button quiet"
            href={`/console/${encodeURIComponent(play.game_play_id)}`}
            aria-label={text('console_of', names)}
            title={text('console')}
          >
            <Icon name="console" />
          </a>
        </div>
      </td>
      <td>
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
          <button type="submit" class="button quiet warn" aria-label={text('end_play', names)}>
            <Icon name="stop" />
            {text('end')}
          </button>
        </form>
      </td>
    </tr>
  );
}
