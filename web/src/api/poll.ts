import { useEffect, useRef } from 'preact/hooks';

// Asks again and again, `every` milliseconds after the last answer, until `stop` says so. A failed request is reported and
// tried again: a phone in a pocket or a server that restarts is no reason to give up.
export async function poll(
  ask: (signal: AbortSignal) => Promise<'again' | 'stop'>,
  every: number,
  signal: AbortSignal,
  onFailure: (failed: boolean) => void = () => {},
): Promise<void> {
  while (!signal.aborted) {
    try {
      const next = await ask(signal);
      onFailure(false);
      if (next === 'stop') return;
    } catch {
      if (signal.aborted) return;
      onFailure(true);
    }
    await pause(every, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

// poll() for as long as the component is shown. The newest `ask` is used each time.
export function usePoll(
  ask: (signal: AbortSignal) => Promise<'again' | 'stop'>,
  every: number,
  onFailure?: (failed: boolean) => void,
): void {
  const newest = useRef(ask);
  newest.current = ask;
  useEffect(() => {
    const ending = new AbortController();
    void poll((signal) => newest.current(signal), every, ending.signal, onFailure);
    return () => ending.abort();
  }, [every]);
}
