import { describe, expect, it } from 'vitest';
import { decodeFrame, decodeHello, type Frame, type Hello } from './decode';
import { Fleet, type Ship } from './fleet';
import { difference } from './torus';
import { Trail, trailLength } from './trail';

const season = { number: 1, state: 'open', elapsed: 0, remaining: -1 };
const hello = (extra = {}) =>
  decodeHello({ world: 'main', t: 0, w: 900, h: 900, season, players: [[1, 'fred']], trails: [], ...extra }) as Hello;
const frame = (t: number, p: number[][], extra = {}) => decodeFrame({ t, p, season, ...extra }) as Frame;

function sailing(): Fleet {
  const fleet = new Fleet();
  fleet.greet(hello());
  return fleet;
}
const ship = (fleet: Fleet, id = 1) => fleet.ship(id) as Ship;

describe('Between two frames', () => {
  it('a ship is on the straight way, half a second late', () => {
    const fleet = sailing();
    fleet.take(frame(10, [[1, 100, 50, 0, 0, 20, 0]]), 0);
    fleet.take(frame(10.5, [[1, 110, 50, 0, 0, 20, 0]]), 0.5);
    for (const [now, x] of [
      [0.5, 100],
      [0.75, 105],
      [1, 110],
    ] as const) {
      fleet.advance(now);
      expect(ship(fleet).x).toBeCloseTo(x);
    }
  });

  it('it takes the short way across the seam, and turns the short way', () => {
    const fleet = sailing();
    fleet.take(frame(10, [[1, 896, 2, 0, 0.1, 20, 0]]), 0);
    fleet.take(frame(10.5, [[1, 6, 898, 0, 6.2, 20, 0]]), 0.5);
    fleet.advance(0.75);
    expect(ship(fleet).x).toBeCloseTo(1);
    expect(ship(fleet).y).toBeCloseTo(0);
    expect(Math.abs(difference(ship(fleet).heading, 2 * Math.PI))).toBeLessThan(0.05);
  });

  it('it does not cross the ocean when it was put elsewhere', () => {
    const fleet = sailing();
    fleet.take(frame(10, [[1, 100, 50, 0, 0, 0, 0]]), 0);
    fleet.take(frame(10.5, [[1, 500, 450, 0, 0, 0, 0]]), 0.5);
    fleet.advance(0.6);
    expect([ship(fleet).x, ship(fleet).y]).toEqual([500, 450]);
  });
});

describe('When the next frame is late', () => {
  it('a ship swims on a little and then waits', () => {
    const fleet = sailing();
    fleet.take(frame(10, [[1, 100, 50, 0, 0, 20, 0]]), 0);
    fleet.advance(1);
    expect(ship(fleet).x).toBeCloseTo(110);
    fleet.advance(60);
    expect(ship(fleet).x).toBeCloseTo(115);
  });

  it('it rests while the world does', () => {
    const fleet = sailing();
    fleet.take(frame(10, [[1, 100, 50, 0, 0, 20, 0]], { paused: true }), 0);
    fleet.advance(5);
    expect(ship(fleet).x).toBeCloseTo(100);
  });

  it('the correction is made good without a jump', () => {
    const fleet = sailing();
    fleet.take(frame(10, [[1, 100, 50, 0, 0, 20, 0]]), 0);
    fleet.take(frame(10.5, [[1, 110, 50, 0, 0, 20, 0]]), 0.5);
    fleet.advance(1.3); // swum on to 116
    const before = ship(fleet).x;
    fleet.take(frame(11, [[1, 110, 50, 0, 0, 0, 0]]), 1.3); // but it had stopped
    let last = ship(fleet).x;
    expect(last).toBeCloseTo(before);
    for (let now = 1.31; now < 3; now += 0.016) {
      fleet.advance(now);
      expect(Math.abs(ship(fleet).x - last)).toBeLessThan(1);
      last = ship(fleet).x;
    }
    expect(last).toBeCloseTo(110, 1);
  });

  it('no ship that keeps its course ever moves backwards, however frames arrive', () => {
    const fleet = sailing();
    let now = 0;
    let last = -1;
    for (let i = 0; i < 40; i++) {
      fleet.take(frame(10 + i / 2, [[1, 100 + 10 * i, 50, 0, 0, 20, 0]]), now);
      const next = (i + 1) / 2 + ((i * 7919) % 10) / 40;
      for (; now < next; now += 1 / 60) {
        fleet.advance(now);
        expect(ship(fleet).x).toBeGreaterThanOrEqual(last - 1e-6);
        last = ship(fleet).x;
      }
    }
    expect(last).toBeGreaterThan(450);
  });
});

describe('The fleet', () => {
  it('learns names and forgets who is gone', () => {
    const fleet = sailing();
    fleet.take(
      frame(
        1,
        [
          [1, 0, 0, 0, 0, 0, 0],
          [2, 5, 5, 0, 0, 0, 0],
        ],
        { names: [[2, 'wilma']] },
      ),
      0,
    );
    expect(fleet.ships.map((one) => one.name)).toEqual(['fred', 'wilma']);
    fleet.take(frame(1.5, [[2, 5, 5, 0, 0, 0, 0]], { gone: [1] }), 0.5);
    expect(fleet.ships.map((one) => one.name)).toEqual(['wilma']);
    expect(fleet.ship(1)).toBeUndefined();
    expect(fleet.names.has(1)).toBe(false);
  });

  it('counts a crowd by what the server says', () => {
    const fleet = sailing();
    fleet.take(frame(1, [[1, 0, 0, 0, 0, 0, 0]], { players: 700, nx: 1, ny: 1, count: [700] }), 0);
    expect(fleet.players).toBe(700);
  });

  it('starts anew with a world that does', () => {
    const fleet = sailing();
    fleet.take(frame(100, [[1, 10, 10, 0, 0, 10, 0]]), 0);
    fleet.advance(0.5);
    fleet.take(frame(1, [[1, 300, 300, 0, 0, 10, 0]]), 0.5);
    fleet.advance(0.5);
    expect(ship(fleet).x).toBeCloseTo(300);
  });

  it('stands still at a moment of the past', () => {
    const fleet = sailing();
    fleet.stand(frame(50, [[7, 120, 80, 0, 1, 30, 0]], { names: [[7, 'barney']] }));
    fleet.advance(0.1);
    expect(ship(fleet, 7)).toMatchObject({ name: 'barney', x: 120, y: 80, heading: 1 });
  });

  it('leaves a wake from one moment of the past to the next, not over a leap', () => {
    const fleet = sailing();
    const names = { names: [[1, 'fred']] };
    for (const [t, x, points] of [
      [50, 100, 1],
      [55, 200, 2],
      [60, 300, 3],
      [61, 700, 1], // 400 m in a second: put there
      [200, 710, 1], // long after
      [199, 705, 1], // backwards
    ] as const) {
      fleet.stand(frame(t, [[1, x, 50, 0, 0, 20, 0]], names));
      expect([t, ship(fleet).trail.count]).toEqual([t, points]);
    }
  });
});

describe('A wake', () => {
  it('comes with the greeting and grows by a point a second', () => {
    const fleet = sailing();
    fleet.greet(
      hello({
        trails: [
          [
            1,
            [
              [880, 10],
              [890, 10],
            ],
          ],
        ],
      }),
    );
    for (let i = 1; i <= 4; i++) fleet.take(frame(i / 2, [[1, 890 + i, 10, 0, 0, 2, 0]]), i / 2);
    const { trail } = ship(fleet);
    const points = Array.from({ length: trail.count }, (_, age) => trail.xs[trail.at(age)]);
    expect(points).toEqual([894, 892, 890, 880]);
  });

  it('keeps its last points and no more', () => {
    const trail = new Trail();
    for (let i = 0; i < 100; i++) trail.push(i, -i);
    expect(trail.count).toBe(trailLength);
    expect(trail.xs[trail.at(0)]).toBe(99);
    expect(trail.xs[trail.at(trailLength - 1)]).toBe(100 - trailLength);
  });
});
