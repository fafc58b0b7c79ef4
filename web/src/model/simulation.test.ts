import { beforeEach, describe, expect, it } from 'vitest';
import { Rehearsal } from './rehearsal';

let stage: Rehearsal;
beforeEach(() => {
  stage = new Rehearsal();
});

const tolerance = 0.05;
function expectAt(actual: number | undefined, due: number): void {
  expect(actual).toBeGreaterThanOrEqual(due - 0.001);
  expect(actual).toBeLessThanOrEqual(due + tolerance);
}

describe('a base movement', () => {
  it('goes 10 pu/s per unit of speed and direction', () => {
    stage.sprite({ id: 'a', direction: [1, 1], speed: 2 });
    stage.until(1);
    expect(stage.place('a')).toEqual([20, 20]);
  });

  it('removes its sprite after the distance, without sprite_out', () => {
    stage.sprite({ id: 'a', direction: [0, -1], speed: 4, distance: 20 });
    stage.until(1);
    expect(stage.types()).toEqual(['sprite_removed']);
    expectAt(stage.seen[0]?.at, 0.5);
  });

  it('prefers the distance to the time span', () => {
    stage.sprite({ id: 'a', direction: [1, 0], speed: 1, distance: 20, time_span: 0.5 });
    stage.until(1.9);
    expect(stage.types()).toEqual([]);
    stage.until(2.1);
    expect(stage.types()).toEqual(['sprite_removed']);
  });

  it('never ends by distance without motion, nor by a span of zero', () => {
    stage.sprite({ id: 'a', distance: 20 });
    stage.sprite({ id: 'b', time_span: 0 });
    stage.until(3);
    expect(stage.types()).toEqual([]);
  });

  it('removes a motionless sprite after its time span', () => {
    stage.sprite({ id: 'a', time_span: 4 });
    stage.until(3.95);
    expect(stage.types()).toEqual([]);
    stage.until(4.1);
    expect(stage.types()).toEqual(['sprite_removed']);
  });

  it('starts over from where it is when direction, speed, distance or span change', () => {
    stage.sprite({ id: 'a', direction: [1, 0], speed: 1, time_span: 2 });
    stage.until(1.5);
    stage.sprite({ id: 'a', speed: 2 });
    stage.until(3.4);
    expect(stage.get('a').x).toBeCloseTo(15 + 38, 1);
    stage.until(3.6);
    expect(stage.types()).toContain('sprite_removed');
  });

  it('takes a new time span', () => {
    stage.sprite({ id: 'a', time_span: 10 });
    stage.until(1);
    stage.sprite({ id: 'a', time_span: 1 });
    stage.until(2.1);
    expectAt(stage.of('sprite_removed')[0]?.at, 2);
  });

  it('goes on from a given position', () => {
    stage.sprite({ id: 'a', direction: [1, 0], speed: 1 });
    stage.until(3);
    stage.sprite({ id: 'a', pos_x: 0 });
    expect(stage.place('a')).toEqual([0, 0]);
    stage.until(4);
    expect(stage.place('a')).toEqual([10, 0]);
  });

  it('keeps counting its time and way when the sprite is moved by hand', () => {
    stage.sprite({ id: 'time', direction: [1, 0], speed: 1, time_span: 2 });
    stage.sprite({ id: 'way', direction: [1, 0], speed: 1, distance: 20 });
    stage.until(1);
    stage.sprite({ id: 'time', pos_x: 0 });
    stage.sprite({ id: 'way', pos_x: 0 });
    stage.until(2.1);
    expect(stage.types()).toEqual(['sprite_removed', 'sprite_removed']);
    expectAt(stage.seen[1]?.at, 2);
  });

  it('counts anew after reset_time', () => {
    stage.sprite({ id: 'a', direction: [1, 0], speed: 1, time_span: 2 });
    stage.until(1);
    stage.sprite({ id: 'a', reset_time: true });
    expect(stage.get('a').x).toBe(10);
    stage.until(2.9);
    expect(stage.types()).toEqual([]);
    stage.until(3.1);
    expect(stage.types()).toEqual(['sprite_removed']);
  });
});

describe('borders', () => {
  it('are reported when touched, then the exit, then the end', () => {
    stage.sprite({ id: 'a', width: 10, height: 10, anchor: [0.5, 0.5], direction: [1, 0], speed: 1 });
    stage.until(9);
    expect(stage.types()).toEqual(['border_overlap', 'sprite_out', 'sprite_removed']);
    const [touch, out, removed] = stage.seen;
    expectAt(touch?.at, 4.5);
    expectAt(out?.at, 5.5);
    expectAt(removed?.at, 7.5);
    expect(touch?.report).toMatchObject({ id: 'a', border: 'right', y: 0, collision_detection: false });
    expect(stage.of('border_overlap')[0]?.report.x).toBeCloseTo(45, 0);
  });

  it('also end a motionless sprite outside', () => {
    stage.sprite({ id: 'a', width: 5, height: 5, pos_x: 200 });
    stage.until(0.01);
    expect(stage.types()).toEqual(['sprite_out']);
    stage.until(1.95);
    expect(stage.types()).toEqual(['sprite_out']);
    stage.until(2.1);
    expect(stage.types()).toEqual(['sprite_out', 'sprite_removed']);
  });

  it.each([
    0, 0.0013, 0.0049, 0.1, 1e-9,
  ])('let a pillar in that needs exactly two seconds (created at %d s)', (since) => {
    stage.send('playground_config', { config: { width: 100, height: 50, shift_x: -20, shift_y: -25 } });
    stage.until(since);
    stage.sprite({ id: 'p', width: 5, height: 10, pos_x: 100, pos_y: -25, direction: [-1, 0], speed: 1 });
    stage.until(since + 0.02);
    expect(stage.types()).toEqual(['sprite_out']);
    stage.until(since + 5);
    expect(stage.types()).not.toContain('sprite_removed');
    expect(stage.get('p').x).toBeCloseTo(50, 3);
  });

  it('report left before top in a corner, and top when left is free again', () => {
    stage.sprite({ id: 'a', width: 10, height: 10, anchor: [0.5, 0.5], pos_x: -48, pos_y: 48 });
    stage.until(0.02);
    stage.sprite({ id: 'a', pos_x: -40 });
    stage.until(0.04);
    expect(stage.of('border_overlap').map(({ report }) => report.border)).toEqual(['left', 'top']);
  });

  it('are reported again only after the sprite was free of them', () => {
    stage.sprite({ id: 'a', width: 10, height: 10, pos_x: -52 });
    stage.until(0.02);
    stage.sprite({ id: 'a', pos_x: -200 });
    stage.until(0.04);
    stage.sprite({ id: 'a', pos_x: -52 });
    stage.until(0.06);
    expect(stage.types()).toEqual(['border_overlap', 'sprite_out']);
    stage.sprite({ id: 'a', pos_x: 0 });
    stage.until(0.08);
    stage.sprite({ id: 'a', pos_x: -52 });
    stage.until(0.1);
    expect(stage.types()).toEqual(['border_overlap', 'sprite_out', 'border_overlap']);
  });

  it('forget a sprite that comes back within two seconds', () => {
    stage.sprite({ id: 'a', pos_x: 200 });
    stage.until(1.5);
    stage.sprite({ id: 'a', pos_x: 0 });
    stage.until(3);
    stage.sprite({ id: 'a', pos_x: 200 });
    stage.until(4.5);
    expect(stage.types()).toEqual(['sprite_out', 'sprite_out']);
  });

  it('look the same on two pages, which report each for itself', () => {
    const second = new Rehearsal();
    for (const page of [stage, second]) {
      page.sprite({ id: 'a', width: 10, height: 10, anchor: [0.5, 0.5], direction: [1, 0], speed: 1 });
      page.until(8);
    }
    expect(second.seen).toEqual(stage.seen);
  });
});

describe('collisions', () => {
  it('are seen between a catcher and a falling ball', () => {
    stage.send('playground_config', { config: { width: 100, height: 100, shift_x: -50, shift_y: 0 } });
    stage.sprite({ id: 'catcher', width: 30, height: 10, anchor: [0.5, 0.5], pos_y: 20, collision_detection: true });
    stage.sprite({ id: 'ball', form: 'round', width: 10, height: 10, pos_y: 100, direction: [0, -1], speed: 2 });
    stage.until(5.5);
    expect(stage.types()).toEqual([
      'border_overlap',
      'sprite_collision',
      'sprite_collision',
      'border_overlap',
      'sprite_out',
    ]);
    const [top, hit, left, bottom, out] = stage.seen;
    expectAt(top?.at, 0);
    expect(top?.report).toMatchObject({ id: 'ball', border: 'top' });
    expectAt(hit?.at, 3.5);
    const { sprites } = stage.of('sprite_collision')[0]?.report ?? {};
    expect(sprites?.map(({ id }) => id)).toEqual(['catcher', 'ball']);
    expect(sprites?.[1].pos_y).toBeCloseTo(30, 0);
    expect(hit?.report).toMatchObject({ overlap: 'in' });
    expectAt(left?.at, 4.5);
    expect(left?.report).toMatchObject({ overlap: 'out' });
    expectAt(bottom?.at, 4.75);
    expect(bottom?.report).toMatchObject({ border: 'bottom' });
    expectAt(out?.at, 5.25);
  });

  it('compare boxes, also of round sprites, and report a pair of two lookers once, the older first', () => {
    const disc = { form: 'round', width: 10, height: 10, collision_detection: true };
    stage.sprite({ id: 'old', ...disc });
    stage.sprite({ id: 'new', ...disc, pos_x: 9, pos_y: 9 });
    stage.until(1);
    expect(stage.types()).toEqual(['sprite_collision']);
    expect(stage.of('sprite_collision')[0]?.report.sprites.map(({ id }) => id)).toEqual(['old', 'new']);
  });

  it('do not happen by touching', () => {
    stage.sprite({ id: 'a', width: 10, height: 10, collision_detection: true });
    stage.sprite({ id: 'b', width: 10, height: 10, pos_x: 10 });
    stage.until(0.1);
    expect(stage.types()).toEqual([]);
  });

  it('put the looker first and count the removal of its partner as out', () => {
    stage.sprite({ id: 'b', width: 10, height: 10 });
    stage.sprite({ id: 'a', width: 10, height: 10, collision_detection: true });
    stage.until(0.1);
    stage.send('remove_sprite', { id: 'b' });
    stage.until(0.2);
    const collisions = stage.of('sprite_collision').map(({ report }) => report);
    expect(collisions.map(({ overlap }) => overlap)).toEqual(['in', 'out']);
    for (const { sprites } of collisions) expect(sprites.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(stage.types()).not.toContain('sprite_removed');
  });

  it('say nothing when the looker is removed, unless its partner looks too', () => {
    stage.sprite({ id: 'a', collision_detection: true });
    stage.sprite({ id: 'b' });
    stage.sprite({ id: 'c', collision_detection: true });
    stage.until(0.1);
    expect(stage.of('sprite_collision')).toHaveLength(3);
    stage.send('remove_sprite', { id: 'a' });
    stage.until(0.2);
    const last = stage.of('sprite_collision').slice(3);
    expect(last.map(({ report }) => report.sprites.map(({ id }) => id))).toEqual([['c', 'a']]);
    expect(last[0]?.report.overlap).toBe('out');
  });

  it('need somebody who looks', () => {
    stage.sprite({ id: 'a' });
    stage.sprite({ id: 'b' });
    stage.until(0.1);
    expect(stage.types()).toEqual([]);
  });

  it('end without an out when the looker looks away, and go on for a partner that looks', () => {
    stage.sprite({ id: 'a', collision_detection: true });
    stage.sprite({ id: 'b' });
    stage.sprite({ id: 'c', collision_detection: true });
    stage.until(0.1);
    const before = stage.seen.length;
    stage.sprite({ id: 'a', collision_detection: false });
    stage.until(0.2);
    expect(stage.seen).toHaveLength(before);
    stage.sprite({ id: 'a', pos_x: 30 });
    stage.until(0.3);
    expect(stage.seen.slice(before).map(({ report }) => report)).toMatchObject([
      { type: 'sprite_collision', overlap: 'out', sprites: [{ id: 'c' }, { id: 'a' }] },
    ]);
  });

  it('of one pass share their time stamp and come in order of age', () => {
    for (const id of ['p', 'q', 'r']) stage.sprite({ id, pos_x: 20 });
    stage.sprite({ id: 'mover', pos_x: 20, collision_detection: true });
    stage.until(0.01);
    const reports = stage.of('sprite_collision').map(({ report }) => report);
    expect(reports.map(({ sprites }) => sprites[1].id)).toEqual(['p', 'q', 'r']);
    expect(new Set(reports.map(({ time_stamp }) => time_stamp)).size).toBe(1);
  });

  it('are found outside the stage, across sprites of every size, and after the stage changed', () => {
    stage.sprite({ id: 'looker', collision_detection: true, pos_x: -500, width: 2, height: 2 });
    stage.sprite({ id: 'huge', pos_x: -600, pos_y: -600, width: 1200, height: 1200 });
    stage.send('playground_config', { config: { width: 3, height: 3 } });
    stage.until(0.05);
    expect(stage.of('sprite_collision').map(({ report }) => report.sprites[1].id)).toEqual(['huge']);
  });

  it('between tiny fast sprites are not missed within a step', () => {
    stage.sprite({ id: 'wall', width: 1, height: 20, pos_x: 20, pos_y: -10, collision_detection: true });
    stage.sprite({ id: 'shot', width: 1, height: 1, direction: [1, 0], speed: 20 });
    stage.until(0.2);
    expect(stage.of('sprite_collision').map(({ report }) => report.overlap)).toEqual(['in', 'out']);
  });
});

describe('a world in which nothing moves', () => {
  it('is idle until the next message', () => {
    stage.sprite({ id: 'a' });
    stage.sprite({ id: 'b', direction: [1, 0], speed: 1, distance: 10 });
    stage.sprite({ id: 'c', pos_x: 200 });
    expect(stage.world.idle).toBe(false);
    stage.until(1.9);
    expect(stage.world.idle).toBe(false);
    stage.until(2.1);
    expect(stage.world.idle).toBe(true);
    expect(stage.types()).toEqual(['sprite_out', 'sprite_removed', 'sprite_removed']);
    stage.until(30);
    stage.sprite({ id: 'a', pos_x: 48 });
    expect(stage.world.idle).toBe(false);
    stage.until(30.01);
    expect(stage.types().at(-1)).toBe('border_overlap');
    expect(stage.world.idle).toBe(true);
  });

  it('still reports a partner that removed itself', () => {
    stage.sprite({ id: 'a', collision_detection: true });
    stage.sprite({ id: 'b', time_span: 0.1 });
    stage.until(1);
    expect(stage.types()).toEqual(['sprite_collision', 'sprite_removed', 'sprite_collision']);
  });

  it('still reports a removed partner', () => {
    stage.sprite({ id: 'a', collision_detection: true });
    stage.sprite({ id: 'b' });
    stage.until(1);
    stage.send('remove_sprite', { id: 'b' });
    stage.until(1.01);
    expect(stage.of('sprite_collision').map(({ report }) => report.overlap)).toEqual(['in', 'out']);
  });
});

describe('a stall', () => {
  it('is caught up by the clock', () => {
    stage.sprite({ id: 'a', direction: [1, 0], speed: 0.5 });
    stage.until(1);
    stage.stallUntil(4);
    expect(stage.get('a').x).toBe(20);
  });

  it('of less than a quarter of a second misses no overlap', () => {
    stage.sprite({ id: 'wall', width: 1, height: 20, pos_x: 20, pos_y: -10, collision_detection: true });
    stage.sprite({ id: 'shot', width: 1, height: 1, direction: [1, 0], speed: 20 });
    stage.stallUntil(0.2);
    expect(stage.of('sprite_collision').map(({ report }) => report.overlap)).toEqual(['in', 'out']);
  });
});
