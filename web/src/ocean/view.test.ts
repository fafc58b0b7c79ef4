import { describe, expect, it } from 'vitest';
import { difference, distance, wrap } from './torus';
import { closest, pan, resize, scaleBar, screenX, screenY, smallestScale, whole, worldAt, zoom } from './view';

describe('The torus', () => {
  it.each([
    [0, 0],
    [900, 0],
    [-1, 899],
    [2701, 1],
    [-1e-20, 0],
  ])('wraps %f to %f', (value, expected) => expect(wrap(value, 900)).toBe(expected));

  it.each([
    [10, 10],
    [890, -10],
    [-890, 10],
    [450, -450],
    [9010, 10],
  ])('goes %f metres the short way: %f', (value, expected) => expect(difference(value, 900)).toBe(expected));

  it('measures across both seams', () => expect(distance(897, -896, 900, 900)).toBe(5));
});

describe('The view', () => {
  const view = whole(1200, 900, 900, 900);

  it('shows the whole torus at first, north up', () => {
    expect(view.scale).toBe(1);
    expect([screenX(view, 450), screenY(view, 450)]).toEqual([600, 450]);
    expect(screenY(view, 500)).toBeLessThan(450);
    expect(screenX(view, 500)).toBeGreaterThan(600);
  });

  it('pans without an end', () => {
    let moved = view;
    for (let i = 0; i < 100; i++) moved = pan(moved, 90, -45);
    expect(moved.x).toBeCloseTo(450);
    expect(moved.y).toBeCloseTo(450);
    expect(pan(view, 500, 0).x).toBe(850);
  });

  it('keeps the point under the finger while it zooms, across the seam as well', () => {
    const near = zoom({ ...view, x: 5, y: 895 }, 3, 300, 100);
    const [before, after] = [worldAt({ ...view, x: 5, y: 895 }, 300, 100), worldAt(near, 300, 100)];
    expect(after[0]).toBeCloseTo(before[0]);
    expect(after[1]).toBeCloseTo(before[1]);
  });

  it('ends zooming where all is seen and where a metre is a thumb', () => {
    expect(zoom(view, 0.01, 0, 0).scale).toBe(smallestScale(view));
    expect(zoom(view, 1e6, 0, 0).scale).toBe(closest);
  });

  it('goes on to show all when the window changes, and only then', () => {
    expect(resize(view, 390, 500).scale).toBeCloseTo(390 / 900);
    expect(resize(zoom(view, 4, 600, 450), 390, 500).scale).toBe(4);
  });

  it.each([0.4, 1, 2.7, 16])('has a bar of a round length at scale %f', (scale) => {
    const { metres, pixels } = scaleBar({ ...view, scale });
    expect(Number(String(metres).replace(/[0.]/g, ''))).toBeOneOf([1, 2, 5]);
    expect(pixels).toBeGreaterThan(40);
    expect(pixels).toBeLessThanOrEqual(180);
  });
});
