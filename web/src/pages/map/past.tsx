// The time slider of the teacher's replay: asks the server for one moment after the other, never for two at once.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { getJson } from '../../api/request';
import { clock } from '../../i18n/format';
import { text } from '../../i18n/map';
import { decodeFrame, decodeSpan, FeedError } from '../../ocean/decode';
import { Message } from '../../ui/message';
import styles from './map.module.css';
import type { Voyage } from './voyage';

const beat = 500; // ms between two moments while it plays
const paces = [1, 10, 60] as const;

export function Past({ voyage, path }: { voyage: Voyage; path: string }) {
  const span = useSignal<{ from: number; until: number } | null>(null);
  const moment = useSignal(0);
  const pace = useSignal(10);
  const playing = useSignal(false);
  const failed = useSignal(false);
  const asking = useRef(false);

  const ask = async () => {
    if (asking.current) return;
    asking.current = true;
    let asked = Number.NaN;
    // Until what was asked for is what the slider shows.
    while (asked !== moment.value) {
      asked = moment.value;
      try {
        const frame = decodeFrame(await getJson<unknown>(`${path}/frame?t=${asked.toFixed(3)}`));
        failed.value = frame instanceof FeedError;
        if (!(frame instanceof FeedError)) voyage.moment(frame);
      } catch {
        failed.value = true;
      }
    }
    asking.current = false;
  };
  const go = (t: number) => {
    const { from, until } = span.value ?? { from: 0, until: 0 };
    moment.value = Math.min(Math.max(t, from), until);
    if (moment.value >= until) playing.value = false;
    void ask();
  };
  useEffect(() => {
    void getJson<unknown>(`${path}/span`).then(
      (answer) => {
        const read = decodeSpan(answer);
        if (read instanceof FeedError) {
          failed.value = true;
          return;
        }
        span.value = read;
        go(read.until);
      },
      () => {
        failed.value = true;
      },
    );
  }, [path]);
  useEffect(() => {
    if (!playing.value) return;
    const timer = setInterval(() => go(moment.value + (pace.value * beat) / 1000), beat);
    return () => clearInterval(timer);
  }, [playing.value]);

  const { from, until } = span.value ?? { from: 0, until: 0 };
  return (
    <div class={styles.past}>
      <button
        type="button"
        class="button"
        disabled={!span.value}
        onClick={() => {
          if (!playing.value && moment.value >= until) go(from);
          playing.value = !playing.value;
        }}
      >
        {playing.value ? text('stop') : text('play')}
      </button>
      <label>
        {text('moment')}
        <input
          type="range"
          min={from}
          max={until}
          step="0.5"
          value={moment.value}
          disabled={!span.value}
          aria-valuetext={text('moment_of', { time: clock(moment.value), until: clock(until) })}
          onInput={(event) => go(Number(event.currentTarget.value))}
        />
      </label>
      <span class="nums">{text('moment_of', { time: clock(moment.value), until: clock(until) })}</span>
      <select
        aria-label={text('pace')}
        value={pace.value}
        onChange={(event) => {
          pace.value = Number(event.currentTarget.value);
        }}
      >
        {paces.map((times) => (
          <option key={times} value={times}>
            {text('times', { count: times })}
          </option>
        ))}
      </select>
      {failed.value && <Message kind="warning">{text('no_past')}</Message>}
    </div>
  );
}
