// What the display in the hall shows next. Pure: it is told the running plays and the time.
import type { RunningPlay } from '../../protocol/pages';

export const turnLength = 30_000; // milliseconds

export interface Hall {
  play: string | null; // on the left
  since: number; // of what is shown now
  left: string | null; // addresses of the two frames
  right: string | null;
  seen: Readonly<Record<string, number>>; // when each running play was last put on
}

export const emptyHall: Hall = { play: null, since: Number.NEGATIVE_INFINITY, left: null, right: null, seen: {} };

type Play = Pick<RunningPlay, 'game_play_id' | 'game_id' | 'watchable'>;

// A play stays for its turn, and for good when it is alone. Then comes the newest that was never shown, else the one whose
// turn is longest ago, so that all of them go round.
export function showPlays(hall: Hall, plays: readonly Play[], now: number): Hall {
  const running = plays.filter((play) => play.watchable);
  const shown = running.some((play) => play.game_play_id === hall.play);
  if (shown && (running.length === 1 || now - hall.since < turnLength)) return hall;
  const next = [...running].sort((one, other) => {
    const waited = (hall.seen[one.game_play_id] ?? -1) - (hall.seen[other.game_play_id] ?? -1);
    return waited || other.game_play_id.localeCompare(one.game_play_id);
  })[0];
  if (!next) return hall.play === null ? hall : { ...hall, play: null, since: Number.NEGATIVE_INFINITY, seen: {} };
  const { game_play_id: id, game_id: game } = next;
  const alive = running.map((play) => play.game_play_id).filter((play) => play in hall.seen);
  return {
    play: id,
    since: now,
    left: `/playground?device_id=${encodeURIComponent(id)}&silent=1&striped=1`,
    right: game === null ? null : compactBoard(game),
    seen: { ...Object.fromEntries(alive.map((play) => [play, hall.seen[play] ?? 0])), [id]: now },
  };
}

// Nobody plays, and the pictures of last time have had their turn.
export function wantsPlaceholders(hall: Hall, now: number): boolean {
  return hall.play === null && now - hall.since >= turnLength;
}

// Two games to look at meanwhile; too late when a play has begun since they were asked for.
export function showPlaceholders(hall: Hall, games: readonly number[], now: number): Hall {
  if (hall.play !== null) return hall;
  const [left, right] = games;
  return {
    ...hall,
    since: now,
    left: left === undefined ? null : compactBoard(left),
    right: right === undefined ? null : compactBoard(right),
  };
}

function compactBoard(game: number): string {
  return `/scoreboard?game_id=${game}&no_nav=1&compact=1`;
}
