import { describe, expect, it } from 'vitest';
import {
  eye,
  facing,
  farthest,
  hidden,
  mesh,
  neared,
  nearest,
  perspective,
  point,
  project,
  turned,
  upright,
} from './ring';
import { turn } from './torus';

const place = (east: number, north: number) => {
  const out = new Float32Array(3);
  point(east * turn, north * turn, 0, out, 0);
  return out;
};

function seen(camera = upright) {
  const [matrix, from] = [new Float32Array(16), new Float32Array(3)];
  perspective(camera, 1.5, matrix);
  eye(camera, from);
  return (p: Float32Array) => {
    const pixel = new Float32Array(2);
    return {
      front: project(matrix, p, 300, 200, pixel),
      x: pixel[0] as number,
      y: pixel[1] as number,
      hidden: hidden(p, from),
    };
  };
}

describe('The ring', () => {
  it('has its middle in the middle of the window', () => {
    const look = seen()(new Float32Array([0, 0, 0]));
    expect(look.x).toBeCloseTo(150);
    expect(look.y).toBeCloseTo(100);
  });

  it('closes in both directions', () => {
    for (const [a, b] of [
      [place(0, 0.3), place(1, 0.3)],
      [place(0.2, 0), place(0.2, 1)],
    ] as const) {
      for (let i = 0; i < 3; i++) expect(a[i]).toBeCloseTo(b[i] as number);
    }
  });

  it('has east on the right and north at the top where one faces it', () => {
    const look = seen(facing(upright, 0, 0, 900, 900));
    const here = look(place(0, 0));
    expect(look(place(0.02, 0)).x).toBeGreaterThan(here.x);
    expect(look(place(0, 0.02)).y).toBeLessThan(here.y);
  });

  it('hides its far side and shows its near one', () => {
    const look = seen({ around: 0, above: 0, far: 3.6 });
    expect(look(place(0, 0)).hidden).toBe(false);
    expect(look(place(0.5, 0)).hidden).toBe(true);
    expect(look(place(0, 0.5)).hidden).toBe(true); // the inner side of the near part
  });

  it('turns as far as one likes around, and never over the top', () => {
    expect(turned(upright, 100, 100).above).toBe(1.5);
    expect(turned(upright, 100, 0).around).toBeCloseTo(upright.around + 100);
    expect(neared(upright, 1e9).far).toBe(nearest);
    expect(neared(upright, 1e-9).far).toBe(farthest);
  });

  it('is one mesh whose corners all exist', () => {
    const { vertices, triangles } = mesh(() => 30);
    const corners = vertices.length / 8;
    expect(triangles.reduce((most, index) => Math.max(most, index), 0)).toBe(corners - 1);
    expect(vertices.every(Number.isFinite)).toBe(true);
  });
});
