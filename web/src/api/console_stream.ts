// The console of a play, live: server-sent events, one ConsoleChunk each. The browser's own way to reconnect would ask for
// the first address again and repeat lines, so a broken stream is opened anew here, from where the last chunk ended.
import type { ConsoleChunk } from '../protocol/pages';

export interface ConsoleStream {
  close(): void;
}

const firstRetry = 500;
const longestRetry = 10_000;

export function openConsoleStream(
  play: string,
  from: number,
  onChunk: (chunk: ConsoleChunk) => void,
  onState: (connected: boolean) => void,
  open: (url: string) => EventSource = (url) => new EventSource(url),
): ConsoleStream {
  let next = from;
  let retry = firstRetry;
  let over = false;
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const connect = () => {
    source = open(`/api/v1/plays/${encodeURIComponent(play)}/log?from=${next}`);
    source.onmessage = (event: MessageEvent<string>) => {
      const chunk = JSON.parse(event.data) as ConsoleChunk;
      next = chunk.next;
      retry = firstRetry;
      onState(true);
      onChunk(chunk);
      if (chunk.play.state === 'ended') close();
    };
    source.onopen = () => onState(true);
    source.onerror = () => {
      source.close();
      if (over) return;
      onState(false);
      timer = setTimeout(connect, retry);
      retry = Math.min(retry * 2, longestRetry);
    };
  };
  const close = () => {
    over = true;
    clearTimeout(timer);
    source.close();
  };
  connect();
  return { close };
}
