// What the console page knows, and how a chunk changes it. No DOM, no stream, no clock.
import type { ConsoleChunk, ConsoleData, ConsoleLine, PlayInfo, Traceback } from '../../protocol/pages';

// A page that shows more lines than this gets slow on a phone; the oldest go first.
export const linesShown = 2000;

export interface NumberedLine extends ConsoleLine {
  id: number; // for the lifetime of the page
}

export interface Log {
  play: PlayInfo;
  lines: readonly NumberedLine[];
  received: number;
  truncated: boolean;
  cut: boolean; // lines were dropped here
  traceback: Traceback | null;
}

export function firstLog(data: ConsoleData): Log {
  const empty: Log = {
    play: data.play,
    lines: [],
    received: 0,
    truncated: data.truncated,
    cut: false,
    traceback: data.traceback,
  };
  return withLines(empty, data.lines);
}

export function applyChunk(log: Log, chunk: ConsoleChunk): Log {
  return withLines({ ...log, play: chunk.play, traceback: chunk.traceback ?? log.traceback }, chunk.lines);
}

function withLines(log: Log, fresh: readonly ConsoleLine[]): Log {
  if (fresh.length === 0) return log;
  const numbered = fresh.map((line, i) => ({ ...line, id: log.received + i }));
  // The server folds equal neighbours, so an equal first line is the last one again, with a higher count.
  const again = sameText(log.lines[log.lines.length - 1], numbered[0]);
  const all = [...(again ? log.lines.slice(0, -1) : log.lines), ...numbered];
  return {
    ...log,
    lines: all.slice(-linesShown),
    received: log.received + fresh.length,
    cut: log.cut || all.length > linesShown,
  };
}

function sameText(one: ConsoleLine | undefined, other: ConsoleLine | undefined): boolean {
  return one !== undefined && one.stream === other?.stream && one.text === other.text;
}

export interface TracebackLine {
  text: string;
  blamed: boolean; // names the place in the author's own file, or shows the code there
}

// Python writes `File "…/game.py", line 7, in shoot` and below it, deeper indented, the code and sometimes carets.
export function tracebackLines(traceback: Traceback): TracebackLine[] {
  let inside = false;
  return traceback.text.split('\n').map((text) => {
    const frame = /^\s*File "(.*)", line (\d+)/.exec(text);
    if (frame) {
      const path = frame[1] ?? '';
      const sameFile = path === traceback.file || path.endsWith(`/${traceback.file}`);
      inside = traceback.file !== '' && sameFile && Number(frame[2]) === traceback.line;
    } else if (!/^\s{4}/.test(text)) {
      inside = false;
    }
    return { text, blamed: inside };
  });
}
