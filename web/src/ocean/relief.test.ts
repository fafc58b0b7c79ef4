import { describe, expect, it } from 'vitest';
import { daySea, nightSea, relief } from './relief';

const flat = (value: number) => ({ w: 40, h: 30, cell: 10, nx: 4, ny: 3, depth: new Uint8Array(12).fill(value) });

describe('The sea floor', () => {
  it('of one depth has one colour, that of the depth', () => {
    const { pixels, width, height } = relief(flat(150), daySea);
    expect([width, height]).toEqual([32, 24]);
    for (let at = 0; at < pixels.length; at += 4) {
      expect([...pixels.slice(at, at + 4)]).toEqual([60, 146, 182, 255]);
    }
  });

  it('has north at the top', () => {
    const grid = flat(150);
    grid.depth.fill(250, 8); // the northernmost row
    const { depth, width, height } = relief(grid, daySea);
    expect(depth[4 * width] as number).toBeGreaterThan(depth[(height - 12) * width] as number);
  });

  it('is brighter where it rises towards the light than where it falls away', () => {
    const grid = { w: 90, h: 90, cell: 10, nx: 9, ny: 9, depth: new Uint8Array(81).fill(150) };
    grid.depth[40] = 60; // a mountain in the middle
    const { pixels, width } = relief(grid, nightSea);
    const green = (column: number, row: number) => pixels[(row * width + column) * 4 + 1] as number;
    expect(green(30, 30)).toBeGreaterThan(green(41, 41));
  });

  it('is smooth across the seam', () => {
    const grid = flat(150);
    for (let j = 0; j < 3; j++) grid.depth[4 * j] = 100;
    const { depth, width } = relief(grid, daySea);
    const step = Math.abs((depth[width - 1] as number) - (depth[0] as number));
    expect(step).toBeLessThan(1.5);
  });
});
