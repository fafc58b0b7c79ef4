import { describe, expect, it } from 'vitest';
import type { ConsoleChunk, ConsoleLine } from '../../protocol/pages';
import { samples } from '../samples';
import { applyChunk, firstLog, linesShown, tracebackLines } from './log';

const data = { ...samples.console.data, lines: [], traceback: null };

function line(text: string, repeated = 1, stream: ConsoleLine['stream'] = 'out'): ConsoleLine {
  return { at: '2025-11-21T11:30:00Z', stream, text, repeated };
}

function chunk(...lines: ConsoleLine[]): ConsoleChunk {
  return { lines, next: 0, play: data.play, traceback: null };
}

describe('The log', () => {
  it('adds lines and keeps their ids apart', () => {
    const log = applyChunk(applyChunk(firstLog(data), chunk(line('a'), line('b'))), chunk(line('c')));
    expect(log.lines.map(({ text, id }) => [text, id])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
  });

  it('counts a repeated line up instead of showing it again', () => {
    const log = applyChunk(applyChunk(firstLog(data), chunk(line('tick', 3))), chunk(line('tick', 9), line('tock')));
    expect(log.lines.map(({ text, repeated }) => [text, repeated])).toEqual([
      ['tick', 9],
      ['tock', 1],
    ]);
  });

  it('tells the game and Recess apart even when both say the same', () => {
    const log = applyChunk(applyChunk(firstLog(data), chunk(line('bye'))), chunk(line('bye', 1, 'recess')));
    expect(log.lines.length).toBe(2);
  });

  it('drops the oldest lines of a very long output and says so', () => {
    const many = Array.from({ length: linesShown + 5 }, (_, i) => line(`line ${i}`));
    const log = applyChunk(firstLog(data), chunk(...many));
    expect(log.lines.length).toBe(linesShown);
    expect(log.lines[0]?.text).toBe('line 5');
    expect(log.cut).toBe(true);
  });

  it('keeps a traceback that later chunks do not repeat', () => {
    const crash = samples.console.data.traceback;
    const log = applyChunk(applyChunk(firstLog(data), { ...chunk(), traceback: crash }), chunk(line('after')));
    expect(log.traceback).toBe(crash);
  });
});

describe('A traceback', () => {
  const text = [
    'Traceback (most recent call last):',
    '  File "/game/main.py", line 12, in <module>',
    '    import game',
    '  File "/game/lib/game.py", line 12, in load',
    '    raise ValueError("bad level")',
    '    ~~~~~^^^^^',
    'ValueError: bad level',
  ].join('\n');
  const blamed = (file: string, number: number) =>
    tracebackLines({ error: '', file, line: number, text })
      .map((row, i) => (row.blamed ? i : -1))
      .filter((i) => i >= 0);

  it("marks the author's line, with its code", () => expect(blamed('lib/game.py', 12)).toEqual([3, 4, 5]));
  it('does not take another file of the same line', () => expect(blamed('main.py', 12)).toEqual([1, 2]));
  it('does not take a file whose name merely ends the same', () => expect(blamed('ame.py', 12)).toEqual([]));
  it('marks nothing when the place is unknown', () => expect(blamed('', 0)).toEqual([]));
});
