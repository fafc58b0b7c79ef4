import { describe, expect, it } from 'vitest';
import { DecodeError, decodeSnapshot, type Snapshot } from '../protocol/decode';
import { Rehearsal } from './rehearsal';
import { rebuild } from './replay';
import { step } from './simulation';

function snapshot(stored: object[], time = 100): Snapshot {
  const all: Record<string, object[]> = {};
  for (const message of stored) {
    const { type } = message as { type: string };
    all[type] = [...(all[type] ?? []), message];
  }
  const read = decodeSnapshot({ device_id: 'FooBar', time_stamp: time, all_data: all });
  if (read instanceof DecodeError) throw read;
  return read;
}

const ball = (stamp: number, more: object = {}) => {
  return { type: 'sprite', time_stamp: stamp, sprite: { id: 'ball', direction: [1, 0], speed: 1, ...more } };
};

describe('a rebuilt world', () => {
  it('is the same however often it is rebuilt', () => {
    const stored = snapshot([ball(98), { type: 'line', time_stamp: 99, line: { id: 'l' } }]);
    const first = rebuild(null, stored, 5, false);
    const second = rebuild(first, stored, 5, false);
    expect([...second.sprites.keys()]).toEqual(['ball']);
    expect(second.lines.size).toBe(1);
    expect(second.sprites.get('ball')).toMatchObject({ x: 0, z: 1 });
  });

  it('goes on where things are by now, if the clocks agree', () => {
    const stored = snapshot([ball(98)]);
    const world = rebuild(null, stored, 5, true);
    step(world, 5.5);
    expect(world.sprites.get('ball')?.x).toBe(25);
    const apart = rebuild(null, stored, 5, false);
    step(apart, 5.5);
    expect(apart.sprites.get('ball')?.x).toBe(5);
  });

  it('does not believe stamps from the future', () => {
    const world = rebuild(null, snapshot([ball(4000)]), 5, true);
    step(world, 5.5);
    expect(world.sprites.get('ball')?.x).toBe(5);
  });

  it('runs stored sequences on, too', () => {
    const movements = [{ id: 's-1', movement: 'absolute', to: [40, 0], time: 4 }];
    const world = rebuild(null, snapshot([ball(98, { speed: 0, movements: { movements } })]), 5, true);
    step(world, 5.001);
    expect(world.sprites.get('ball')?.x).toBeCloseTo(20, 1);
  });

  it('knows what was reported before', () => {
    const stage = new Rehearsal();
    stage.sprite({ id: 'edge', width: 10, height: 10, pos_x: 45 });
    stage.sprite({ id: 'looker', collision_detection: true });
    stage.sprite({ id: 'other' });
    stage.until(0.1);
    expect(stage.types()).toEqual(['border_overlap', 'sprite_collision']);
    const stored = snapshot([
      { type: 'sprite', time_stamp: 1, sprite: { id: 'edge', width: 10, height: 10, pos_x: 45 } },
      { type: 'sprite', time_stamp: 3, sprite: { id: 'other', pos_x: 30 } },
      { type: 'sprite', time_stamp: 2, sprite: { id: 'looker', collision_detection: true } },
    ]);
    const world = rebuild(stage.world, stored, 9, false);
    const reports = step(world, 9.1);
    expect(reports).toMatchObject([{ type: 'sprite_collision', overlap: 'out' }]);
    expect(['edge', 'looker', 'other'].map((id) => world.sprites.get(id)?.z)).toEqual([1, 2, 3]);
  });

  it('keeps files that are the same', () => {
    const config = (byte: number) => {
      const image = new Uint8Array([1, byte]).buffer;
      return { type: 'playground_config', time_stamp: 1, config: { images: [{ name: 'a', type: 'png', image }] } };
    };
    const first = rebuild(null, snapshot([config(2)]), 5, false);
    expect(rebuild(first, snapshot([config(2)]), 6, false).images.get('a')).toBe(first.images.get('a'));
    expect(rebuild(first, snapshot([config(3)]), 6, false).images.get('a')).not.toBe(first.images.get('a'));
  });
});

describe('a page that is loaded while a game runs', () => {
  const sprite = (id: string, stamp: number, more = {}) => ({
    type: 'sprite',
    time_stamp: stamp,
    sprite: { id, ...more },
  });
  const read = (screen: object) => {
    const all = {
      sprite: [sprite('old', 9), sprite('new', 3), sprite('own', 4, { z_index: 7 })],
      line: [{ type: 'line', line: { id: 'l' } }],
    };
    const decoded = decodeSnapshot({ device_id: 'FooBar', time_stamp: 100, all_data: all, screen });
    if (decoded instanceof DecodeError) throw decoded;
    return decoded;
  };

  it('puts everything where it lay, however it was changed since', () => {
    const world = rebuild(
      null,
      read({
        sprite: [
          [1, 1],
          [3, 3],
          [4, 0],
        ],
        line: [[2, 2]],
        next_layer: 4,
        loops: [],
      }),
      0,
      false,
    );
    expect([...world.sprites.values()].map(({ id, z }) => [id, z])).toEqual([
      ['old', 1],
      ['new', 3],
      ['own', 7],
    ]);
    expect(world.lines.get('l')?.z).toBe(2);
    expect(world.nextLayer).toBe(4);
  });

  it('hears of the loops that play', () => {
    const { screen } = read({ loops: [{ name: 'sea', id: 'x', volume: 0.5 }, {}, 5], stale: true });
    expect(screen).toEqual({
      stale: true,
      nextLayer: 1,
      loops: [{ type: 'start_audio', name: 'sea', id: 'x', repeat: true, volume: 0.5 }],
    });
  });
});
