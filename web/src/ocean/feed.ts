// The map's event stream, opened anew by hand when it breaks, ever more slowly. What does not decode is counted and left out.
import { decodeFrame, decodeHello, FeedError, type Frame, type Hello } from './decode';

export interface Feed {
  close(): void;
}
export interface Listener {
  hello(hello: Hello): void;
  frame(frame: Frame): void;
  state(state: 'live' | 'lost' | 'broken'): void;
}

const firstRetry = 500;
const longestRetry = 10_000;
const silence = 10_000; // a stream that says nothing for so long is dead: frames come twice a second
const mostNonsense = 5; // messages in a row

export function openFeed(
  url: string,
  listener: Listener,
  open: (url: string) => EventSource = (address) => new EventSource(address),
): Feed {
  let retry = firstRetry;
  let nonsense = 0;
  let over = false;
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const again = () => {
    source.close();
    clearTimeout(timer);
    if (over) return;
    listener.state('lost');
    timer = setTimeout(connect, retry);
    retry = Math.min(retry * 2, longestRetry);
  };
  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(again, silence);
  };
  const read = <Out>(decode: (text: unknown) => Out | FeedError, use: (out: Out) => void) =>
    ((event: MessageEvent<string>) => {
      watch();
      const message = decode(event.data);
      if (message instanceof FeedError) {
        if (++nonsense >= mostNonsense) listener.state('broken');
        return;
      }
      nonsense = 0;
      retry = firstRetry;
      listener.state('live');
      use(message);
    }) as EventListener;
  const connect = () => {
    source = open(url);
    source.addEventListener('hello', read(decodeHello, listener.hello));
    source.addEventListener('frame', read(decodeFrame, listener.frame));
    source.onerror = again;
    watch();
  };
  connect();
  return {
    close() {
      over = true;
      clearTimeout(timer);
      source.close();
    },
  };
}
