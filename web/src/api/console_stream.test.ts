import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { samples } from '../pages/samples';
import type { ConsoleChunk, PlayState } from '../protocol/pages';
import { openConsoleStream } from './console_stream';

class Source {
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onerror?: () => void;
  closed = false;
  constructor(readonly url: string) {}
  close() {
    this.closed = true;
  }
  say(text: string, next: number, state: PlayState = 'running') {
    const chunk: ConsoleChunk = {
      lines: [{ at: '2025-11-21T11:30:00Z', stream: 'out', text, repeated: 1 }],
      next,
      play: { ...samples.console.data.play, state },
      traceback: null,
    };
    this.onmessage?.({ data: JSON.stringify(chunk) });
  }
}

let sources: Source[];
let texts: string[];
let states: boolean[];
const newest = () => sources[sources.length - 1] as Source;

function open() {
  return openConsoleStream(
    'game-1',
    512,
    (chunk) => texts.push(...chunk.lines.map((line) => line.text)),
    (connected) => states.push(connected),
    (url) => {
      sources.push(new Source(url));
      return newest() as unknown as EventSource;
    },
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  texts = [];
  states = [];
});
afterEach(() => {
  vi.useRealTimers();
});

describe('The console stream', () => {
  it('begins where the page ended', () => {
    open();
    expect(newest().url).toBe('/api/v1/plays/game-1/log?from=512');
  });

  it('goes on where it broke, so that no line comes twice', () => {
    open();
    newest().say('one', 600);
    newest().onerror?.();
    expect(states).toEqual([true, false]);
    vi.advanceTimersByTime(500);
    expect(sources.length).toBe(2);
    expect(newest().url).toBe('/api/v1/plays/game-1/log?from=600');
    newest().say('two', 700);
    expect(texts).toEqual(['one', 'two']);
  });

  it('waits longer from try to try, at most ten seconds', () => {
    open();
    for (const wait of [500, 1000, 2000, 4000, 8000, 10_000, 10_000]) {
      const before = sources.length;
      newest().onerror?.();
      vi.advanceTimersByTime(wait - 1);
      expect(sources.length).toBe(before);
      vi.advanceTimersByTime(1);
      expect(sources.length).toBe(before + 1);
    }
  });

  it('stays closed when the play is over', () => {
    open();
    newest().say('bye', 600, 'ended');
    expect(newest().closed).toBe(true);
    newest().onerror?.();
    vi.advanceTimersByTime(60_000);
    expect(sources.length).toBe(1);
  });

  it('stays closed when the page is left during a pause', () => {
    const stream = open();
    newest().onerror?.();
    stream.close();
    vi.advanceTimersByTime(60_000);
    expect(sources.length).toBe(1);
  });
});
