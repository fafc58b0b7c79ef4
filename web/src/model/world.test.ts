import { beforeEach, describe, expect, it } from 'vitest';
import { Rehearsal } from './rehearsal';

let stage: Rehearsal;
beforeEach(() => {
  stage = new Rehearsal();
});

const svg = (name: string) => ({ name, type: 'svg', image: '<svg/>' });

describe('a sprite', () => {
  it('is created with defaults and changed only where told', () => {
    stage.sprite({ id: 'a', color: 'red', width: 8 });
    expect(stage.get('a')).toMatchObject({
      x: 0,
      y: 0,
      width: 8,
      height: 5,
      anchorX: 0,
      fontColor: 'black',
      color: 'red',
    });
    stage.sprite({ id: 'a', color: 'none' });
    stage.sprite({ id: 'a', text: 'x', pos_x: null });
    expect(stage.get('a')).toMatchObject({ color: null, text: 'x', width: 8, x: 0 });
  });

  it('is anchored in its middle if born round, and stays so as a rectangle', () => {
    stage.sprite({ id: 'a', form: 'round', width: 10, height: 10 });
    stage.sprite({ id: 'a', form: 'rectangle' });
    expect(stage.get('a')).toMatchObject({ anchorX: 0.5, anchorY: 0.5, round: false });
    stage.sprite({ id: 'b', form: 'round', anchor: [0, 0] });
    expect(stage.get('b')).toMatchObject({ anchorX: 0, anchorY: 0, round: true });
  });

  it('turns without its collision box turning', () => {
    stage.sprite({ id: 'a', rotate: 90, anchor: [0, 1], width: 20, height: 2 });
    stage.sprite({ id: 'b', collision_detection: true, pos_x: 10, pos_y: -1, width: 2, height: 2 });
    stage.until(0.02);
    expect(stage.types()).toEqual(['sprite_collision']);
  });

  it('ignores an anchor that is not a pair, and a number as colour', () => {
    stage.sprite({ id: 'a', anchor: [1, 1], color: 'red' });
    stage.sprite({ id: 'a', anchor: [0.5], color: 5 });
    expect(stage.get('a')).toMatchObject({ anchorX: 1, color: null });
  });

  it('that is removed by the game goes without a report, and an update then makes a new one', () => {
    stage.sprite({ id: 'a', pos_x: 9 });
    stage.send('remove_sprite', { id: 'a' });
    stage.sprite({ id: 'a', color: 'red' });
    expect(stage.place('a')).toEqual([0, 0]);
    expect(stage.types()).toEqual([]);
  });

  it('of a batch is applied in order, and one without an id does not stop the others', () => {
    stage.send('sprites', { sprites: [{ id: 'a', pos_x: 1 }, { pos_x: 5 }, null, { id: 'a', pos_x: 2 }, { id: 7 }] });
    expect(stage.place('a')).toEqual([2, 0]);
    expect([...stage.world.sprites.keys()]).toEqual(['a', 7]);
  });
});

describe('layers', () => {
  it('are counted for sprites and lines together unless given', () => {
    stage.sprite({ id: 'a' });
    stage.send('line', { line: { id: 'l' } });
    stage.sprite({ id: 'b', z_index: -5 });
    stage.sprite({ id: 'c' });
    stage.sprite({ id: 'a', color: 'red' });
    expect([stage.get('a').z, stage.world.lines.get('l')?.z, stage.get('b').z, stage.get('c').z]).toEqual([
      1, 2, -5, 3,
    ]);
  });

  it('start over after clear, go on after clean', () => {
    stage.sprite({ id: 'a' });
    stage.send('clean_playground');
    stage.sprite({ id: 'a' });
    expect(stage.get('a').z).toBe(2);
    stage.send('clear_playground');
    stage.sprite({ id: 'a' });
    expect(stage.get('a').z).toBe(1);
  });
});

describe('lines', () => {
  it('merge field by field', () => {
    stage.send('lines', { lines: [{ id: 'l', x1: 1, y1: 2, x2: 3 }] });
    expect(stage.world.lines.get('l')).toMatchObject({ y2: null, color: 'black', width: 0.1 });
    stage.send('line', { line: { id: 'l', y2: 4, color: 'none' } });
    expect(stage.world.lines.get('l')).toMatchObject({ x1: 1, y2: 4, color: null });
    stage.send('remove_line', { id: 'l' });
    expect(stage.world.lines.size).toBe(0);
  });
});

describe('the stage', () => {
  it('has its origin in the middle until told otherwise, and again after clear', () => {
    expect(stage.world.stage).toMatchObject({ width: 100, shiftX: -50, shiftY: -50, color: 'lightgrey' });
    stage.send('playground_config', { config: { width: 100, height: 100, shift_x: 0, shift_y: 0 } });
    expect(stage.world.stage).toMatchObject({ shiftX: 0, shiftY: 0 });
    stage.send('clear_playground');
    expect(stage.world.stage).toMatchObject({ shiftX: -50 });
  });

  it('changes only what a configuration names, and refuses nonsense', () => {
    stage.send('playground_config', {
      config: { width: 40, height: -1, shift_x: null, color: 'red', images: [], image: 'sea' },
    });
    expect(stage.world.stage).toEqual({ width: 40, height: 100, shiftX: -50, shiftY: -50, color: 'red', image: 'sea' });
    stage.send('playground_config', { config: { image: '' } });
    expect(stage.world.stage.image).toBe('');
  });

  it('collects images by name', () => {
    stage.send('playground_config', { config: { images: [svg('a'), svg('b')] } });
    stage.send('playground_config', { config: { images: [{ name: 'a', type: 'png', image: new ArrayBuffer(4) }] } });
    expect([...stage.world.images.values()].map(({ name, type }) => `${name}.${type}`)).toEqual(['a.png', 'b.svg']);
  });

  it('keeps images and background through clean, not through clear', () => {
    stage.send('playground_config', { config: { images: [svg('a')], image: 'a', width: 30 } });
    stage.sprite({ id: 's', collision_detection: true });
    stage.send('clean_playground');
    expect(stage.world.sprites.size).toBe(0);
    expect(stage.world.stage).toMatchObject({ image: 'a', width: 30 });
    expect(stage.world.images.size).toBe(1);
    stage.send('clear_playground');
    expect(stage.world.stage).toMatchObject({ image: '', width: 100 });
    expect(stage.world.images.size).toBe(0);
    stage.until(0.1);
    expect(stage.types()).toEqual([]);
  });
});
