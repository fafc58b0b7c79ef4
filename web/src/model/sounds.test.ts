import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../protocol/decode';
import type { SoundMessage } from '../protocol/events';
import { isStopped, stillWanted } from './sounds';

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
