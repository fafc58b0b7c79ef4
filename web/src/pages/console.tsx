import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { openConsoleStream } from '../api/console_stream';
import { postForm } from '../api/request';
import { t } from '../i18n/common';
import { words } from '../i18n/console';
import { bytes, clock, dateTime, tenths, whole } from '../i18n/format';
import { reasonText, stateText } from '../i18n/reasons';
import type { ConsoleData, PlayInfo, Shell, Viewer } from '../protocol/pages';
import { Frame } from '../ui/frame';
import { Icon } from '../ui/icons';
import { scoreboardUrl } from '../ui/links';
import { Message } from '../ui/message';
import { Lines } from './console/lines';
import { applyChunk, firstLog, type Log } from './console/log';
import { TracebackBox } from './console/traceback_box';
import styles from './console.module.css';

export default function Console({ shell }: { shell: Shell<'console', ConsoleData> }) {
  const log = useSignal<Log>(firstLog(shell.data));
  const connected = useSignal(true);
  const follow = useSignal(true);
  const { play } = log.value;
  const over = play.state === 'ended';

  useEffect(() => {
    if (shell.data.play.state === 'ended') return;
    const stream = openConsoleStream(
      shell.data.play.id,
      shell.data.next,
      (chunk) => {
        log.value = applyChunk(log.value, chunk);
      },
      (now) => {
        connected.value = now;
      },
    );
    return () => stream.close();
  }, []);

  return (
    <Frame shell={shell} title={words('title_of', { game: play.game || play.id })}>
      <div class={styles.head}>
        <div>
          <p class="muted">{words('title')}</p>
          <h1>
            {play.game_id === null ? play.game || play.id : <a href={scoreboardUrl(play.game_id)}>{play.game}</a>}
          </h1>
        </div>
        <div class="row">
          <p role="status" class={`${styles.state} ${over ? '' : styles.live}`}>
            {over
              ? `${stateText('ended')}: ${reasonText(play.reason ?? '', play.detail ?? null)}`
              : stateText(play.state)}
          </p>
          {!over && <EndPlay play={play} viewer={shell.viewer} />}
        </div>
      </div>
      {!over && !connected.value && <Message kind="warning">{words('reconnecting')}</Message>}
      {log.value.traceback && <TracebackBox traceback={log.value.traceback} />}
      <div class={styles.output}>
        <div class={styles.bar}>
          <h2>{words('output_title')}</h2>
          {!over && (
            <label class={styles.follow}>
              <input
                type="checkbox"
                checked={follow.value}
                onChange={(event) => {
                  follow.value = event.currentTarget.checked;
                }}
              />
              {words('follow')}
            </label>
          )}
        </div>
        <Lines log={log.value} follow={follow} />
      </div>
      <Facts play={play} />
    </Frame>
  );
}

function EndPlay({ play, viewer }: { play: PlayInfo; viewer: Viewer }) {
  const failed = useSignal(false);
  const end = async (event: SubmitEvent) => {
    event.preventDefault();
    const answer = await postForm('/terminate_game', { id: play.id, csrf: viewer.csrf }).catch(() => null);
    failed.value = answer?.status !== '200';
  };
  return (
    <form method="post" action="/terminate_game" onSubmit={(event) => void end(event)}>
      <input type="hidden" name="id" value={play.id} />
      <input type="hidden" name="csrf" value={viewer.csrf} />
      <button type="submit" class="button quiet warn">
        <Icon name="stop" />
        {words('end')}
      </button>
      {failed.value && <p role="alert">{words('end_failed')}</p>}
    </form>
  );
}

// Members that only owners and admins get may be missing; each known one is a row.
function Facts({ play }: { play: PlayInfo }) {
  const rows: [label: string, value: string | null | undefined][] = [
    [words('player'), play.player],
    [words('started'), play.started && dateTime(play.started)],
    [words('played'), clock(play.seconds)],
    [words('score'), whole(play.score)],
    [words('devices'), whole(play.devices)],
    [words('version'), play.version == null ? null : String(play.version)],
    [words('cpu'), play.cpu_ms === undefined ? null : words('seconds', { seconds: tenths(play.cpu_ms / 1000) })],
    [words('memory'), play.peak_bytes === undefined ? null : bytes(play.peak_bytes)],
    [words('output'), play.output_bytes === undefined ? null : bytes(play.output_bytes)],
    [words('exit'), play.exit_code == null ? null : String(play.exit_code)],
    [words('signal'), play.signal ? String(play.signal) : null],
    [t('table.ended'), play.ended && dateTime(play.ended)],
  ];
  return (
    <dl class={`panel ${styles.facts}`}>
      {rows
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
