import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../protocol/decode';
import type { Toast } from '../protocol/events';
import { addToast, dismiss, dismissAll, expire, noToasts } from './toasts';

describe('toasts', () => {
  const toast = (time: unknown): Toast => decodeMessage({ type: 'notification', message: 'hi', time }) as Toast;

  it('go by themselves only after a positive time', () => {
    const all = [3000, -1000, 0, undefined].reduce((state, time) => addToast(state, toast(time), 10), noToasts);
    expect(expire(all, 12.9)).toBe(all);
    expect(expire(all, 13).shown).toHaveLength(3);
    expect(expire(all, 1e9).shown).toHaveLength(3);
  });

  it('stand newest first and go one by one or all at once', () => {
    const two = addToast(addToast(noToasts, toast(0), 1), toast(0), 2);
    expect(two.shown.map(({ nr }) => nr)).toEqual([2, 1]);
    expect(dismiss(two, 2).shown.map(({ nr }) => nr)).toEqual([1]);
    expect(dismissAll(two).shown).toEqual([]);
  });

  it('of a game that prints in a loop do not pile up without end', () => {
    let state = noToasts;
    for (let i = 0; i < 1000; i += 1) state = addToast(state, toast(0), 1);
    expect(state.shown.length).toBeLessThanOrEqual(50);
    expect(state.shown[0]?.nr).toBe(1000);
  });
});
