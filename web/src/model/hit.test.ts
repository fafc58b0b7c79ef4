import { beforeEach, describe, expect, it } from 'vitest';
import { type MeasureText, spriteAt } from './hit';
import { paintOrder } from './order';
import { Rehearsal } from './rehearsal';

let stage: Rehearsal;
beforeEach(() => {
  stage = new Rehearsal();
});

const without: MeasureText = () => null;
const at = (x: number, y: number, measure = without) => spriteAt(stage.world, x, y, measure)?.id ?? null;

describe('under a finger', () => {
  it('lies the topmost sprite, and lines let it through', () => {
    stage.sprite({ id: 'low', width: 10, height: 10 });
    stage.sprite({ id: 'high', width: 10, height: 10, pos_x: 5 });
    stage.send('line', { line: { id: 'l', x1: 0, y1: 0, x2: 20, y2: 10, line_width: 5 } });
    expect([at(2, 2), at(7, 7), at(14, 2), at(-1, 2)]).toEqual(['low', 'high', 'high', null]);
    stage.sprite({ id: 'low', z_index: 99 });
    expect(at(7, 7)).toBe('low');
  });

  it('lies an ellipse only within its edge', () => {
    stage.sprite({ id: 'o', form: 'round', width: 20, height: 10 });
    expect([at(9.9, 0), at(0, 4.9), at(9, 4)]).toEqual(['o', 'o', null]);
  });

  it('lies a sprite as it is turned', () => {
    stage.sprite({ id: 'a', width: 20, height: 2, rotate: 90 });
    // Clockwise about its lower left corner: it hangs down from the origin.
    expect([at(1, -10), at(10, 1), at(1, 1)]).toEqual(['a', null, null]);
  });

  it('lies text that sticks out of its sprite', () => {
    stage.sprite({ id: 't', width: 2, height: 2, text: 'a long text' });
    const wide: MeasureText = () => ({ left: 0, right: 30, bottom: 0, top: 2 });
    expect([at(20, 1), at(20, 1, wide), at(20, 3, wide)]).toEqual([null, 't', null]);
  });
});

describe('the painting order', () => {
  it('goes by layer, then sprites before lines, then age', () => {
    stage.send('lines', { lines: [{ id: 'line', z_index: 1 }] });
    stage.sprite({ id: 'b', z_index: 1 });
    stage.sprite({ id: 'a', z_index: 1 });
    stage.sprite({ id: 'below', z_index: -1000000000 });
    stage.sprite({ id: 'above', z_index: 1000000000 });
    const ids = paintOrder(stage.world).map((entry) => (entry.kind === 'sprite' ? entry.sprite.id : entry.line.id));
    expect(ids).toEqual(['below', 'b', 'a', 'line', 'above']);
  });
});
