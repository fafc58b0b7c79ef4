// The live map's feed and grid: unknown → typed, or Error. The shapes are those of src/worlds/map_frames.h. Numbers that are
// not finite, lists beyond every bound and names that are no texts cost the message; the map goes on with the next one.
import { type Fields, isFields } from '../protocol/fields';

export interface Pose {
  id: number;
  x: number;
  y: number;
  z: number;
  heading: number; // radians, 0 = east, counter-clockwise
  speed: number; // metres a second
  riding: boolean;
}
export interface Season {
  number: number;
  state: 'open' | 'running' | 'over';
  elapsed: number; // seconds
  remaining: number; // seconds; -1: unlimited
}
export type Named = readonly [id: number, name: string];
export type Spot = readonly [x: number, y: number];
export interface Disc {
  x: number;
  y: number;
  radius: number;
}
export interface ScoreRow {
  rank: number;
  id: number;
  score: number;
}
export interface Crowd {
  players: number;
  nx: number;
  ny: number;
  count: readonly number[]; // row 0 in the south
}
export interface Hello {
  world: string;
  t: number;
  w: number;
  h: number;
  scoring: boolean;
  paused: boolean;
  season: Season;
  players: Named[];
  trails: (readonly [id: number, points: Spot[]])[];
}
export interface Frame {
  t: number; // seconds of the world's clock
  ships: Pose[];
  names: Named[];
  gone: number[];
  blooms: Disc[];
  top: ScoreRow[];
  season: Season;
  paused: boolean;
  whales: Spot[];
  treasures: Spot[];
  crowd: Crowd | null;
}
export interface Grid {
  w: number;
  h: number;
  cell: number;
  nx: number;
  ny: number;
  depth: Uint8Array; // fifths of a metre, row 0 in the south
}

export class FeedError extends Error {}

const mostEntries = 10_000;
const mostCells = 1_000_000;
const longestSide = 1e7;
const longestName = 64;

function fail(what: string): never {
  throw new FeedError(what);
}

function num(value: unknown, what: string, low = -Number.MAX_VALUE, high = Number.MAX_VALUE): number {
  if (typeof value !== 'number' || !(value >= low && value <= high)) fail(`${what} is no number in its range`);
  return value;
}

function entries(value: unknown, what: string): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > mostEntries) fail(`${what} is no list of bearable length`);
  return value;
}

function tuple(value: unknown, length: number, what: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length < length) fail(`an entry of ${what} is too short`);
  return value;
}

function fields(value: unknown, what: string): Fields {
  return isFields(value) ? value : fail(`${what} is no object`);
}

function ident(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : fail('an id is no whole number');
}

function named(value: unknown): Named {
  const [id, name] = tuple(value, 2, 'names');
  if (typeof name !== 'string') fail('a name is no text');
  return [ident(id), name.slice(0, longestName)];
}

function spot(value: unknown): Spot {
  const [x, y] = tuple(value, 2, 'spots');
  return [num(x, 'x'), num(y, 'y')];
}

function pose(value: unknown): Pose {
  const [id, x, y, z, heading, speed, riding] = tuple(value, 6, 'p');
  return {
    id: ident(id),
    x: num(x, 'x'),
    y: num(y, 'y'),
    z: num(z, 'z'),
    heading: num(heading, 'heading'),
    speed: num(speed, 'speed'),
    riding: riding === true || riding === 1,
  };
}

function disc(value: unknown): Disc {
  const [x, y, radius] = tuple(value, 3, 'bloom');
  return { x: num(x, 'x'), y: num(y, 'y'), radius: num(radius, 'radius', 0, longestSide) };
}

function scoreRow(value: unknown): ScoreRow {
  const [rank, id, score] = tuple(value, 3, 'top');
  return { rank: num(rank, 'rank'), id: ident(id), score: num(score, 'score') };
}

function season(value: unknown): Season {
  const { number, state, elapsed, remaining } = fields(value, 'season');
  return {
    number: num(number, 'season.number'),
    state: state === 'running' || state === 'over' ? state : 'open',
    elapsed: num(elapsed, 'season.elapsed'),
    remaining: num(remaining, 'season.remaining'),
  };
}

function crowd(message: Fields): Crowd | null {
  if (message.count === undefined) return null;
  const nx = num(message.nx, 'nx', 1, 1000);
  const ny = num(message.ny, 'ny', 1, 1000);
  const count = entries(message.count, 'count').map((cell) => num(cell, 'count', 0));
  if (count.length !== nx * ny) fail('count does not fill its grid');
  return { players: num(message.players, 'players', 0), nx, ny, count };
}

// Runs a reader over JSON text or a value already parsed; whatever goes wrong becomes an Error to be looked at.
function guarded<Out>(read: (message: Fields) => Out): (input: unknown) => Out | FeedError {
  return (input) => {
    try {
      return read(fields(typeof input === 'string' ? JSON.parse(input) : input, 'the message'));
    } catch (problem) {
      return problem instanceof FeedError ? problem : new FeedError(`not JSON: ${String(problem)}`);
    }
  };
}

export const decodeHello = guarded((message): Hello => {
  const { world } = message;
  return {
    world: typeof world === 'string' ? world.slice(0, longestName) : fail('world is no text'),
    t: num(message.t, 't'),
    w: num(message.w, 'w', 1, longestSide),
    h: num(message.h, 'h', 1, longestSide),
    scoring: message.scoring !== false,
    paused: message.paused === true,
    season: season(message.season),
    players: entries(message.players, 'players').map(named),
    trails: entries(message.trails, 'trails').map((entry) => {
      const [id, points] = tuple(entry, 2, 'trails');
      return [ident(id), entries(points, 'trail').map(spot)] as const;
    }),
  };
});

export const decodeFrame = guarded(
  (message): Frame => ({
    t: num(message.t, 't'),
    ships: entries(message.p, 'p').map(pose),
    names: entries(message.names, 'names').map(named),
    gone: entries(message.gone, 'gone').map(ident),
    blooms: entries(message.bloom, 'bloom').map(disc),
    top: entries(message.top, 'top').map(scoreRow),
    season: season(message.season),
    paused: message.paused === true,
    whales: entries(message.whales, 'whales').map(spot),
    treasures: entries(message.treasures, 'treasures').map(spot),
    crowd: crowd(message),
  }),
);

export const decodeGrid = guarded((message): Grid => {
  const nx = num(message.nx, 'nx', 1, mostCells);
  const ny = num(message.ny, 'ny', 1, mostCells);
  const { depth } = message;
  if (!Number.isInteger(nx) || !Number.isInteger(ny) || nx * ny > mostCells) fail('the grid is too big');
  if (typeof depth !== 'string' || depth.length > 2 * mostCells) fail('depth is no text of bearable length');
  const bytes = Uint8Array.from(atob(depth), (letter) => letter.charCodeAt(0));
  if (bytes.length !== nx * ny) fail('depth does not fill its grid');
  return {
    w: num(message.w, 'w', 1, longestSide),
    h: num(message.h, 'h', 1, longestSide),
    cell: num(message.cell, 'cell', 0.001, longestSide),
    nx,
    ny,
    depth: bytes,
  };
});

export const decodeSpan = guarded((message) => ({
  from: num(message.from, 'from', 0),
  until: num(message.until, 'until', 0),
}));
