// What the map knows of the ocean at the moment it draws. Frames come twice a second; ships are shown half a second late, on
// the straight way between two frames, and a little beyond the last one if the next is late. What a late frame corrects is
// made good over a moment instead of by a jump. Free of DOM and clock: local time (seconds) is handed in.
import type { Crowd, Disc, Frame, Hello, ScoreRow, Season, Spot } from './decode';
import { difference, distance, turn, wrap } from './torus';
import { Trail } from './trail';

const delay = 0.5; // how much later than the newest frame ships are shown
const beyond = 0.75; // how far a ship is thought on after its last frame
const settling = 0.25; // time constant of a correction
const jump = 120; // metres between two frames that nobody swims: whoever did was put there
const closeMoments = 10; // seconds between two moments of the past that are one way
const topSpeed = 90; // metres a second; the fastest swim at 80
const lostClock = 2; // a clock that is off by more is set anew

export interface Ship {
  id: number;
  name: string;
  fromX: number;
  fromY: number;
  fromHeading: number;
  fromT: number;
  toX: number;
  toY: number;
  toHeading: number;
  toT: number;
  speed: number;
  z: number;
  riding: boolean;
  errorX: number; // what is still to be made good
  errorY: number;
  x: number; // shown now
  y: number;
  heading: number;
  trail: Trail;
}

export class Fleet {
  w = 900;
  h = 900;
  world = '';
  t = 0; // of the newest frame
  scoring = true;
  paused = false;
  season: Season = { number: 1, state: 'open', elapsed: 0, remaining: -1 };
  top: ScoreRow[] = [];
  blooms: Disc[] = [];
  whales: Spot[] = [];
  treasures: Spot[] = [];
  crowd: Crowd | null = null;
  readonly ships: Ship[] = []; // in no order
  readonly names = new Map<number, string>();

  private readonly byId = new Map<number, Ship>();
  private clockOffset = Number.NaN; // world time minus local time
  private shown = Number.NEGATIVE_INFINITY; // world time last drawn
  private drawn = 0; // local time of that
  private trailT = Number.NEGATIVE_INFINITY;

  get players(): number {
    return this.crowd ? this.crowd.players : this.ships.length;
  }

  ship(id: number): Ship | undefined {
    return this.byId.get(id);
  }

  // Everything anew: the stream begins, or the slider stands elsewhere.
  greet(hello: Hello): void {
    this.forget();
    this.w = hello.w;
    this.h = hello.h;
    this.world = hello.world;
    this.t = hello.t;
    this.scoring = hello.scoring;
    this.paused = hello.paused;
    this.season = hello.season;
    for (const [id, name] of hello.players) this.names.set(id, name);
    for (const [id, points] of hello.trails) {
      const trail = this.summon(id, points[0]?.[0] ?? 0, points[0]?.[1] ?? 0).trail;
      for (const [x, y] of points) trail.push(x, y);
    }
    this.trailT = hello.t;
  }

  forget(): void {
    this.ships.length = 0;
    this.byId.clear();
    this.names.clear();
    this.clockOffset = Number.NaN;
    this.shown = Number.NEGATIVE_INFINITY;
    this.trailT = Number.NEGATIVE_INFINITY;
  }

  // A moment by itself, shown at once: for the time slider. Moments close upon one another leave a wake.
  stand(frame: Frame): void {
    const passed = frame.t - this.t;
    const before = new Map(passed > 0 && passed <= closeMoments ? this.ships.map((ship) => [ship.id, ship]) : []);
    this.forget();
    this.take(frame, 0);
    for (const ship of this.ships) {
      const was = before.get(ship.id);
      if (was && distance(ship.toX - was.toX, ship.toY - was.toY, this.w, this.h) <= topSpeed * passed) {
        ship.trail = was.trail;
        ship.trail.push(ship.toX, ship.toY);
      }
      ship.x = ship.toX;
      ship.y = ship.toY;
      ship.heading = ship.toHeading;
    }
  }

  take(frame: Frame, now: number): void {
    if (frame.t < this.t) this.clockOffset = Number.NaN; // the world began anew
    this.setClock(frame.t - now);
    const at = this.moment(now);
    for (const [id, name] of frame.names) this.names.set(id, name);
    for (const id of frame.gone) this.names.delete(id);
    const marks = frame.t - this.trailT >= 0.95;
    if (marks) this.trailT = frame.t;
    this.t = frame.t;
    for (const pose of frame.ships) {
      const x = wrap(pose.x, this.w);
      const y = wrap(pose.y, this.h);
      const known = this.byId.get(pose.id);
      const ship = known ?? this.summon(pose.id, x, y);
      ship.name = this.names.get(pose.id) ?? `#${pose.id}`;
      const swum = distance(x - ship.toX, y - ship.toY, this.w, this.h);
      const fresh = ship.toT === 0; // with the wake that the greeting brought, if any
      const put = fresh || swum > jump;
      const [wasX, wasY] = [ship.x, ship.y];
      ship.fromX = put ? x : ship.toX;
      ship.fromY = put ? y : ship.toY;
      ship.fromHeading = put ? pose.heading : ship.toHeading;
      ship.fromT = put ? frame.t - delay : ship.toT;
      ship.toX = x;
      ship.toY = y;
      ship.toHeading = pose.heading;
      ship.toT = frame.t;
      ship.speed = pose.speed;
      ship.z = pose.z;
      ship.riding = pose.riding;
      ship.errorX = ship.errorY = 0;
      place(ship, at, this.w, this.h, this.paused);
      if (put) {
        if (!fresh) ship.trail.clear();
      } else if (distance(wasX - ship.x, wasY - ship.y, this.w, this.h) < jump / 2) {
        ship.errorX = difference(wasX - ship.x, this.w);
        ship.errorY = difference(wasY - ship.y, this.h);
        ship.x = wasX;
        ship.y = wasY;
      }
      if (marks) ship.trail.push(x, y);
    }
    this.dismiss(frame.t);
    this.blooms = frame.blooms;
    this.whales = frame.whales;
    this.treasures = frame.treasures;
    this.top = frame.top;
    this.season = frame.season;
    this.paused = frame.paused;
    this.crowd = frame.crowd;
  }

  // Puts every ship where it is shown at the local time `now`.
  advance(now: number): void {
    const at = this.moment(now);
    const passed = Math.min(Math.max(now - this.drawn, 0), 0.5);
    this.drawn = now;
    const left = Math.exp(-passed / settling);
    for (let i = 0; i < this.ships.length; i++) {
      const ship = this.ships[i] as Ship;
      ship.errorX *= left;
      ship.errorY *= left;
      place(ship, at, this.w, this.h, this.paused);
    }
  }

  private summon(id: number, x: number, y: number): Ship {
    const ship: Ship = {
      ...{ id, name: this.names.get(id) ?? `#${id}`, x, y, fromX: x, fromY: y, toX: x, toY: y },
      ...{ fromT: 0, toT: 0, heading: 0, fromHeading: 0, toHeading: 0, speed: 0, z: 0, riding: false },
      ...{ errorX: 0, errorY: 0, trail: new Trail() },
    };
    this.byId.set(id, ship);
    this.ships.push(ship);
    return ship;
  }

  // A frame lists every ship there is, or in a crowd every ship that is shown.
  private dismiss(t: number): void {
    let kept = 0;
    for (const ship of this.ships) {
      if (ship.toT === t) this.ships[kept++] = ship;
      else this.byId.delete(ship.id);
    }
    this.ships.length = kept;
  }

  // Early frames tell the true offset best, so the clock follows them quickly and late ones slowly.
  private setClock(offset: number): void {
    const off = offset - this.clockOffset;
    if (!(Math.abs(off) < lostClock)) {
      this.clockOffset = offset;
      this.shown = Number.NEGATIVE_INFINITY;
    } else {
      this.clockOffset += off * (off > 0 ? 0.3 : 0.05);
    }
  }

  private moment(now: number): number {
    const wanted = now + this.clockOffset - delay;
    this.shown = Math.max(this.shown, Number.isNaN(wanted) ? this.t : wanted);
    return this.shown;
  }
}

function place(ship: Ship, at: number, w: number, h: number, paused: boolean): void {
  const span = ship.toT - ship.fromT;
  const way = span > 0 ? Math.min(Math.max((at - ship.fromT) / span, 0), 1) : 1;
  const on = paused ? 0 : Math.min(Math.max(at - ship.toT, 0), beyond) * ship.speed;
  const dx = difference(ship.toX - ship.fromX, w) * way;
  const dy = difference(ship.toY - ship.fromY, h) * way;
  ship.x = wrap(ship.fromX + dx + on * Math.cos(ship.toHeading) + ship.errorX, w);
  ship.y = wrap(ship.fromY + dy + on * Math.sin(ship.toHeading) + ship.errorY, h);
  ship.heading = ship.fromHeading + difference(ship.toHeading - ship.fromHeading, turn) * way;
}
