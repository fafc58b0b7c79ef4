// The state behind one map page: the fleet that the feed keeps up to date, what the table shows, who is followed. Drawing
// reads the fleet directly; the rest of the page listens to the signals, which change twice a second at most.
import { type Signal, signal } from '@preact/signals';
import { decodeGrid, FeedError, type Frame, type Grid, type Hello, type Season } from '../../ocean/decode';
import { Fleet } from '../../ocean/fleet';

export type Mode = 'flat' | 'planet';
export type Link = 'connecting' | 'live' | 'lost' | 'broken';

export interface Row {
  rank: number;
  id: number;
  name: string;
  score: number | null;
}
export interface Board {
  players: number;
  t: number;
  season: Season;
  paused: boolean;
  rows: Row[];
}

// What the buttons beside a view ask of it, and what a view is given.
export interface Handle {
  zoom(factor: number): void;
  reset(): void;
}
export interface SceneProps {
  voyage: Voyage;
  handle: { current: Handle | null };
  onMissing: () => void; // this browser cannot draw it
}

const mostRows = 20;

export class Voyage {
  readonly fleet = new Fleet();
  readonly board: Signal<Board | null> = signal(null);
  readonly link: Signal<Link> = signal('connecting');
  readonly mode: Signal<Mode> = signal('flat');
  readonly followed: Signal<number | null> = signal(null);
  readonly grid: Signal<Grid | null> = signal(null);
  named: ReadonlySet<number> = new Set();
  changes = 0; // counts frames, for who draws only when something is new

  hello(hello: Hello): void {
    this.fleet.greet(hello);
  }

  frame(frame: Frame, now: number): void {
    this.fleet.take(frame, now);
    this.show();
  }

  moment(frame: Frame): void {
    this.fleet.stand(frame);
    this.show();
  }

  // Reads the grid; false if the server's answer makes no sense.
  survey(answer: unknown): boolean {
    const grid = decodeGrid(answer);
    if (grid instanceof FeedError) return false;
    this.fleet.w = grid.w;
    this.fleet.h = grid.h;
    this.grid.value = grid;
    return true;
  }

  toggle(id: number): void {
    this.followed.value = this.followed.value === id ? null : id;
  }

  private show(): void {
    const { fleet } = this;
    this.changes++;
    const rows: Row[] =
      fleet.top.length > 0
        ? fleet.top.map((row) => ({ ...row, name: fleet.names.get(row.id) ?? `#${row.id}` }))
        : fleet.ships.slice(0, mostRows).map((ship, i) => ({ rank: i + 1, id: ship.id, name: ship.name, score: null }));
    this.named = new Set(rows.slice(0, 10).map((row) => row.id));
    const { players, t, season, paused } = fleet;
    this.board.value = { players, t, season, paused, rows };
    if (this.followed.value !== null && !fleet.ship(this.followed.value)) this.followed.value = null;
  }
}
