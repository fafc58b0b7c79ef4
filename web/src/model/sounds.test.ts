import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../protocol/decode';
import type { SoundMessage } from '../protocol/events';
import { isStopped, sameSounds, stillWanted } from './sounds';

describe('stop_audio', () => {
  const sounds = [
    { name: 'goat', id: 'x' },
    { name: 'goat', id: null },
    { name: 'bell', id: 'x' },
  ];
  const stopped = (body: object) => {
    const stop = decodeMessage({ type: 'stop_audio', ...body }) as Extract<SoundMessage, { type: 'stop_audio' }>;
    return sounds.map((sound) => isStopped(sound, stop));
  };

  it('means everything, one track, one instance, or an id', () => {
    expect(stopped({})).toEqual([true, true, true]);
    expect(stopped({ name: 'goat' })).toEqual([true, true, false]);
    expect(stopped({ name: 'goat', id: 'x' })).toEqual([true, false, false]);
    expect(stopped({ id: 'x' })).toEqual([true, false, true]);
  });
});

describe('start_audio', () => {
  const start = (body: object) =>
    decodeMessage({ type: 'start_audio', name: 'goat', ...body }) as Extract<SoundMessage, { type: 'start_audio' }>;

  it('has a volume from 0 to 1', () => {
    expect([5, -1, 0.5, undefined].map((volume) => start({ volume }).volume)).toEqual([1, 0, 0.5, 0.8]);
  });

  it('before the browser allows sound is made up for if it loops or is fresh', () => {
    const wanted = [
      { start: start({ name: 'loop', repeat: true }), since: 0 },
      { start: start({ name: 'old' }), since: 8 },
      { start: start({ name: 'fresh' }), since: 9.5 },
    ];
    expect(stillWanted(wanted, 10).map(({ name }) => name)).toEqual(['loop', 'fresh']);
  });
});

describe('loops after a page has lost the thread', () => {
  const [goat, bell, drum] = [
    { name: 'goat', id: 'x' },
    { name: 'bell', id: null },
    { name: 'drum', id: null },
  ];

  it('go on, end or begin so that the right ones play, each as often as it should', () => {
    expect(sameSounds([goat, bell, bell], [bell, drum])).toEqual({ over: [goat, bell], missing: [drum] });
    expect(sameSounds([], [bell, bell])).toEqual({ over: [], missing: [bell, bell] });
    expect(sameSounds([goat], [{ name: 'goat', id: null }])).toEqual({
      over: [goat],
      missing: [{ name: 'goat', id: null }],
    });
  });
});
