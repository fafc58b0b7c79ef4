// The ocean, live: a map worth projecting, the planet as the ring it is, and the table of scores. With a `replay` address in
// its data (teachers alone) it shows the past by a slider instead of the present.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { usePoll } from '../api/poll';
import { getJson } from '../api/request';
import { text } from '../i18n/map';
import { openFeed } from '../ocean/feed';
import type { MapData, Shell } from '../protocol/pages';
import { LanguageSwitch } from '../ui/frame';
import { Message } from '../ui/message';
import { Clock, Nobody, Scores } from './map/board';
import styles from './map/map.module.css';
import { Past } from './map/past';
import { Scene } from './map/scene';
import { type Handle, Voyage } from './map/voyage';

export default function MapPage({ shell }: { shell: Shell<'map', MapData> }) {
  const { data } = shell;
  const voyage = useMemo(() => new Voyage(), []);
  const blind = useSignal(false);
  const uncharted = useSignal(false);
  const sphereless = useSignal(false); // this browser has no WebGL
  const handle = useRef<Handle | null>(null);
  const place = data.world === 'main' ? text('title') : text('title_of', { world: data.world });
  const title = data.replay ? `${place} – ${text('replay')}` : place;

  useEffect(() => {
    document.title = `${title} · Recess`;
  }, [title]);
  useEffect(() => {
    if (data.replay) return;
    const feed = openFeed(data.feed, {
      hello: (hello) => voyage.hello(hello),
      frame: (frame) => voyage.frame(frame, performance.now() / 1000),
      state: (state) => {
        voyage.link.value = state;
      },
    });
    return () => feed.close();
  }, [data.feed, data.replay, voyage]);
  usePoll(async (signal) => {
    uncharted.value = !(await getJson<unknown>(data.grid, signal).then(
      (answer) => voyage.survey(answer),
      () => false,
    ));
    return uncharted.value ? 'again' : 'stop';
  }, 3000);

  const board = voyage.board.value;
  const link = voyage.link.value;
  const mode = voyage.mode.value;
  return (
    <main class={styles.page}>
      <header class={styles.bar}>
        <h1>{title}</h1>
        {board && <Clock board={board} />}
        <div class={styles.views} role="group" aria-label={text('view')}>
          {(['flat', 'planet'] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={mode === name}
              onClick={() => {
                voyage.mode.value = name;
              }}
            >
              {text(name)}
            </button>
          ))}
        </div>
        <LanguageSwitch />
      </header>
      <div class={styles.sea}>
        {blind.value ? (
          <Message kind="warning">{text('no_canvas')}</Message>
        ) : (
          <Scene
            mode={mode}
            voyage={voyage}
            handle={handle}
            onMissing={() => {
              if (voyage.mode.value === 'flat') blind.value = true;
              else sphereless.value = true;
              voyage.mode.value = 'flat';
            }}
          />
        )}
        <div class={styles.tools}>
          <button
            type="button"
            aria-label={text('zoom_in')}
            title={text('zoom_in')}
            onClick={() => handle.current?.zoom(1.5)}
          >
            +
          </button>
          <button
            type="button"
            aria-label={text('zoom_out')}
            title={text('zoom_out')}
            onClick={() => handle.current?.zoom(1 / 1.5)}
          >
            −
          </button>
          <button type="button" class={styles.wide} onClick={() => handle.current?.reset()}>
            {text('all')}
          </button>
        </div>
        <div class={styles.notes} aria-live="polite">
          {link === 'lost' && <Message kind="warning">{text('lost')}</Message>}
          {link === 'broken' && <Message kind="warning">{text('broken')}</Message>}
          {link === 'connecting' && !data.replay && <p class={styles.note}>{text('connecting')}</p>}
          {sphereless.value && <Message kind="info">{text('no_webgl')}</Message>}
          {uncharted.value && <Message kind="warning">{text('no_chart')}</Message>}
          {board?.players === 0 && (
            <p class={styles.note}>
              {text('empty')} <strong>{`${data.base}/join?name=…`}</strong>
            </p>
          )}
        </div>
      </div>
      <aside class={styles.side}>
        {board && (board.rows.length > 0 ? <Scores board={board} voyage={voyage} /> : <Nobody past={!!data.replay} />)}
      </aside>
      {data.replay && <Past voyage={voyage} path={data.replay} />}
    </main>
  );
}
