import { beforeEach, describe, expect, it } from 'vitest';
import { Rehearsal } from './rehearsal';

let stage: Rehearsal;
beforeEach(() => {
  stage = new Rehearsal();
});

const relative = (direction: number[], more: object) => ({ movement: 'relative', direction, ...more });
const absolute = (to: number[], more: object) => ({ movement: 'absolute', to, ...more });

// As the hub does: each movement gets an id.
function numbered(movements: object[], first = 1): object[] {
  return movements.map((movement, i) => ({ ...movement, id: `s-${first + i}` }));
}

function run(id: string, movements: object[], more: object = {}): void {
  stage.sprite({ id, movements: { movements, ...more } });
}

function arrivals(): [string, number, number, number][] {
  return stage.of('auto_movement_pos').map(({ at, report }) => {
    return [report.movement_id, Math.round(at * 10) / 10, report.x, report.y];
  });
}

describe('a sequence', () => {
  it('tells the exact end of every movement at its time, and leaves the sprite', () => {
    stage.sprite({ id: 'a' });
    run(
      'a',
      numbered([
        relative([1, 1], { time_span: 1, speed: 0.2 }),
        relative([0, 1], { distance: 20, speed: 5 }),
        absolute([50, 0], { time: 2, speed: 1 }),
        absolute([0, 0], { speed: 1 }),
        relative([-1, -1], { time_span: 1, speed: 2 }),
      ]),
      { cancel_previous: true },
    );
    stage.until(12);
    expect(arrivals()).toEqual([
      ['s-1-0r', 1, 2, 2],
      ['s-2-0r', 1.4, 2, 22],
      ['s-3-0r', 3.4, 50, 0],
      ['s-4-0r', 8.4, 0, 0],
      ['s-5-0r', 9.4, -20, -20],
    ]);
    expect(stage.place('a')).toEqual([-20, -20]);
    expect(stage.types()).not.toContain('sprite_removed');
  });

  it('runs as often as told', () => {
    stage.sprite({ id: 'a' });
    const steps = numbered([
      relative([1, 0], { time_span: 0.2, speed: 1 }),
      relative([-1, 0], { time_span: 0.2, speed: 1 }),
    ]);
    run('a', steps, { repeat: 2 });
    stage.until(2);
    expect(arrivals().map(([id]) => id)).toEqual(['s-1-0r', 's-2-0r', 's-1-1r', 's-2-1r']);
  });

  it('runs once for repeat 0 and for ever for cycle', () => {
    stage.sprite({ id: 'once' });
    stage.sprite({ id: 'ever' });
    run('once', numbered([relative([1, 0], { time_span: 0.1, speed: 1 })]), { repeat: 0 });
    run('ever', numbered([relative([0, 0], { time_span: 0.1 })], 5), { cycle: true, repeat: 1 });
    stage.until(1.05);
    const ids = stage.of('auto_movement_pos').map(({ report }) => report.movement_id);
    expect(ids.filter((id) => id.startsWith('s-1'))).toEqual(['s-1-0r']);
    expect(ids.filter((id) => id.startsWith('s-5'))).toHaveLength(10);
  });

  it('pauses the base movement, which then has the rest of its time', () => {
    stage.sprite({ id: 'a', pos_y: 40, direction: [0, -1], speed: 1, time_span: 4 });
    stage.until(3);
    run('a', numbered([relative([1, 0], { time_span: 1, speed: 1 })]));
    stage.until(4.5);
    expect(stage.get('a').y).toBeCloseTo(5, 0);
    stage.until(4.95);
    expect(stage.types()).not.toContain('sprite_removed');
    stage.until(5.1);
    expect(stage.types().at(-1)).toBe('sprite_removed');
  });

  it('that could do nothing is ignored and freezes nothing', () => {
    stage.sprite({ id: 'a', direction: [1, 0], speed: 1 });
    run('a', [{ movement: 'absolute', to: [10, 0], id: 's-1' }], { cancel_previous: true });
    stage.until(1);
    expect(stage.get('a').x).toBe(10);
    expect(stage.types()).toEqual([]);
    stage.sprite({ id: 'a', pos_x: 0, speed: 0 });
    stage.until(2);
    expect(stage.place('a')).toEqual([0, 0]);
  });

  it('drops only the movements that could do nothing', () => {
    stage.sprite({ id: 'a' });
    run('a', numbered([relative([0, 0], {}), absolute([5, 5], { time: 0 }), relative([0, 0], { time_span: 0.1 })]));
    stage.until(1);
    expect(arrivals().map(([id]) => id)).toEqual(['s-2-0r', 's-3-0r']);
    expect(stage.place('a')).toEqual([5, 5]);
  });

  it('reports where it starts when the sprite is created with it', () => {
    stage.sprite({ id: 'a', pos_x: 3, movements: { movements: numbered([absolute([9, 0], { time: 1 })]) } });
    expect(arrivals()).toEqual([['s-1', 0, 3, 0]]);
  });

  it('reports where it was interrupted, under an id never used before', () => {
    stage.sprite({ id: 'a', movements: { movements: numbered([relative([1, 0], { speed: 1 })]) } });
    stage.until(1);
    run('a', numbered([relative([0, 1], { speed: 1, time_span: 1 })], 2), {});
    stage.until(1.5);
    run('a', numbered([relative([0, 0], { time_span: 0.1 })], 3), {});
    stage.until(2.2);
    run('a', numbered([relative([0, 0], { time_span: 0.1 })], 4), {});
    stage.until(2.4);
    run('a', numbered([relative([0, 0], { time_span: 0.1 })], 5), { cancel_previous: true });
    const ids = stage.of('auto_movement_pos').map(({ report }) => report.movement_id);
    expect(ids).toEqual(['s-1', 's-1-0i', 's-2', 's-3-0r', 's-2-0r', 's-1-0i1', 's-4-0r', 's-1-0i2']);
  });

  it('is forgotten for a new base movement, without a report', () => {
    stage.sprite({ id: 'a' });
    run('a', numbered([relative([1, 0], { speed: 1 })]));
    stage.until(1);
    stage.sprite({ id: 'a', direction: [0, 1], speed: 1 });
    stage.until(2);
    expect(stage.place('a')).toEqual([10, 10]);
    expect(stage.types()).toEqual([]);
  });

  it('beneath another waits with the rest of its time and starts its way anew', () => {
    stage.sprite({ id: 'a' });
    run('a', numbered([relative([1, 0], { speed: 1, time_span: 2 })]));
    stage.until(1);
    run('a', numbered([relative([0, 1], { speed: 1, distance: 10 })], 2));
    stage.until(1.5);
    run('a', numbered([relative([0, 0], { time_span: 0.5 })], 3));
    stage.until(6);
    // 1 s to the right, 0.5 s up, pause, 1 s up (its way anew), 1 s to the right
    expect(stage.place('a')[0]).toBeCloseTo(20, 6);
    expect(stage.place('a')[1]).toBeCloseTo(15, 6);
  });

  it('aims anew when the sprite is moved by hand', () => {
    stage.sprite({ id: 'a' });
    run('a', numbered([absolute([20, 0], { time: 2 })]));
    stage.until(1);
    stage.sprite({ id: 'a', pos_x: -20 });
    stage.until(1.5);
    expect(stage.get('a').x).toBeCloseTo(0, 6);
    stage.until(2.05);
    expect(arrivals()).toEqual([['s-1-0r', 2, 20, 0]]);
  });

  it('removes the sprite at its end if told so', () => {
    stage.sprite({ id: 'a' });
    run('a', numbered([absolute([20, 0], { time: 0.5 })]), { exit_on_done: true });
    stage.until(1);
    expect(stage.types()).toEqual(['auto_movement_pos', 'sprite_removed']);
  });

  it('of jumps in a circle goes on and on without hanging', () => {
    stage.sprite({ id: 'a' });
    run('a', numbered([absolute([1, 0], { time: 0 }), absolute([2, 0], { time: 0 })]), { cycle: true });
    stage.until(1);
    expect(stage.of('auto_movement_pos').length).toBeLessThanOrEqual(260);
  });

  it('gets ids of its own when it comes without', () => {
    stage.sprite({ id: 'a' });
    run('a', [relative([1, 0], { speed: 1, time_span: 0.1 }), relative([1, 0], { speed: 1, time_span: 0.1 })]);
    stage.until(1);
    expect(new Set(stage.of('auto_movement_pos').map(({ report }) => report.movement_id)).size).toBe(2);
  });

  it('keeps its time after a stall', () => {
    stage.sprite({ id: 'a' });
    run('a', numbered([relative([1, 0], { speed: 1, time_span: 1 }), relative([0, 1], { speed: 1, time_span: 1 })]));
    stage.stallUntil(1.5);
    stage.until(1.55);
    expect(stage.get('a').x).toBe(10);
    expect(stage.get('a').y).toBeCloseTo(5.5, 6);
  });
});
