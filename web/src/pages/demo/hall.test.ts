import { describe, expect, it } from 'vitest';
import { emptyHall, type Hall, showPlaceholders, showPlays, turnLength, wantsPlaceholders } from './hall';

const play = (nr: number, watchable = true) => ({ game_play_id: `game-${nr}`, game_id: nr, watchable });
const shown = (hall: Hall) => hall.play;

describe('The display in the hall', () => {
  it('takes the newest play first', () => {
    const hall = showPlays(emptyHall, [play(1), play(3), play(2)], 0);
    expect(hall.left).toBe('/playground?device_id=game-3&silent=1&striped=1');
    expect(hall.right).toBe('/scoreboard?game_id=3&no_nav=1&compact=1');
  });

  it('gives each play its turn, and all of them one', () => {
    const plays = [play(1), play(2), play(3)];
    let hall = emptyHall;
    const order: (string | null)[] = [];
    for (let now = 0; now < 6 * turnLength; now += 2000) {
      const next = showPlays(hall, plays, now);
      if (next !== hall) order.push(shown(next));
      hall = next;
    }
    expect(order).toEqual(['game-3', 'game-2', 'game-1', 'game-3', 'game-2', 'game-1']);
  });

  it('keeps the only play on for as long as it runs', () => {
    const hall = showPlays(emptyHall, [play(1)], 0);
    expect(showPlays(hall, [play(1)], 10 * turnLength)).toBe(hall);
  });

  it('goes on at once when the shown play ends', () => {
    const hall = showPlays(emptyHall, [play(1), play(2)], 0);
    expect(shown(showPlays(hall, [play(1)], 2000))).toBe('game-1');
  });

  it('shows no play that may not be watched', () => {
    expect(showPlays(emptyHall, [play(1, false)], 0)).toBe(emptyHall);
  });

  it('shows a play without a game, and no board beside it', () => {
    const hall = showPlays(emptyHall, [{ ...play(1), game_id: null }], 0);
    expect(hall.right).toBeNull();
  });

  it('shows two games while nobody plays, other ones every thirty seconds', () => {
    expect(wantsPlaceholders(emptyHall, 0)).toBe(true);
    const hall = showPlaceholders(emptyHall, [7, 8], 0);
    expect([hall.left, hall.right]).toEqual([
      '/scoreboard?game_id=7&no_nav=1&compact=1',
      '/scoreboard?game_id=8&no_nav=1&compact=1',
    ]);
    expect(wantsPlaceholders(hall, turnLength - 1)).toBe(false);
    expect(wantsPlaceholders(hall, turnLength)).toBe(true);
  });

  it('drops placeholders that come after a play has begun', () => {
    const hall = showPlays(emptyHall, [play(1)], 0);
    expect(showPlaceholders(hall, [7, 8], 100)).toBe(hall);
  });

  it('asks for placeholders as soon as the last play is over', () => {
    const hall = showPlays(showPlays(emptyHall, [play(1)], 0), [], 2000);
    expect(wantsPlaceholders(hall, 2000)).toBe(true);
  });

  it('copes with a catalogue of one game or none', () => {
    expect(showPlaceholders(emptyHall, [7], 0).right).toBeNull();
    expect(showPlaceholders(emptyHall, [], 0).left).toBeNull();
  });
});
