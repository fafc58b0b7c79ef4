import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { poll } from './poll';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('Polling asks again after each answer, until told to stop', async () => {
  const answers = ['again', 'again', 'stop'] as const;
  let asked = 0;
  const done = poll(async () => answers[asked++] ?? 'stop', 1000, new AbortController().signal);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked).toBe(3);
  await done;
});

it('Polling goes on after a failure and says when the server is back', async () => {
  const failures: boolean[] = [];
  let asked = 0;
  const ending = new AbortController();
  void poll(
    async () => {
      asked += 1;
      if (asked === 1) throw new Error('offline');
      return 'again';
    },
    1000,
    ending.signal,
    (failed) => failures.push(failed),
  );
  await vi.advanceTimersByTimeAsync(1000);
  expect(failures).toEqual([true, false]);
  ending.abort();
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toBe(2);
});
