import { describe, expect, it } from 'vitest';
import { absent, countDevices, end, lose } from './presence';

describe('presence', () => {
  it('counts the programs and the players of our id', () => {
    const device = (id: string, nr: number, client: boolean, silent = false) => ({
      id,
      nr,
      socket: '',
      client,
      silent,
    });
    const devices = [device('a', 0, true), device('a', 1, true, true), device('a', -1, false), device('b', -2, false)];
    expect(countDevices(absent, devices, 'a')).toMatchObject({ scripts: 1, players: 1 });
  });

  it('does not come back from the end of a play', () => {
    const ended = end({ ...absent, connection: 'connected' }, { reason: 'player_left', detail: null, score: 12 });
    expect(lose(ended)).toBe(ended);
    expect(ended.ending?.score).toBe(12);
  });

  it('is connecting until it was there once, then reconnecting', () => {
    expect(lose(absent).connection).toBe('connecting');
    expect(lose({ ...absent, connection: 'connected', scripts: 2 })).toMatchObject({
      connection: 'reconnecting',
      scripts: 0,
    });
  });
});
