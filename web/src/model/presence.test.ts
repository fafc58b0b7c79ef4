import { describe, expect, it } from 'vitest';
import { absent, countDevices, end, endingOfPlay, lose } from './presence';

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
    const ended = end({ ...absent, connection: 'connected' }, endingOfPlay({ reason: 'player_left', score: 12 }));
    expect(lose(ended)).toBe(ended);
    expect(ended.ending).toEqual({ reason: 'player_left', detail: null, score: 12, inside: false });
  });

  it('knows from the detail of an ending that the viewer may look inside', () => {
    const crash = endingOfPlay({ reason: 'script_crashed', detail: 'ValueError: bad level', score: 0 });
    expect(crash).toMatchObject({ detail: 'ValueError: bad level', inside: true });
    expect(endingOfPlay({ reason: 'script_finished', detail: null, score: 0 }).inside).toBe(true);
  });

  it('is connecting until it was there once, then reconnecting', () => {
    expect(lose(absent).connection).toBe('connecting');
    expect(lose({ ...absent, connection: 'connected', scripts: 2 })).toMatchObject({
      connection: 'reconnecting',
      scripts: 0,
    });
  });
});
