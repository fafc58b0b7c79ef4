import { describe, expect, it } from 'vitest';
import { plainStage } from '../model/world';
import { toWorld, viewOf, within } from './view';

const tall = { ...plainStage, width: 100, height: 180 };

describe('the stage', () => {
  it('is as large as fits and centred', () => {
    expect(viewOf(tall, 1000, 900)).toMatchObject({ width: 500, height: 900, left: 250, top: 0, scale: 5 });
    expect(viewOf(plainStage, 390, 800)).toMatchObject({ width: 390, height: 390, left: 0, top: 205 });
  });

  it('moves up for thumbs that need room below, and overlaps their keys rather than shrink', () => {
    expect(viewOf(plainStage, 390, 800, 210)).toMatchObject({ top: 100, height: 390 });
    expect(viewOf(plainStage, 390, 400, 210)).toMatchObject({ top: 0, height: 390 });
  });

  it('has its origin in the middle unless told otherwise, and y grows up', () => {
    const view = viewOf(plainStage, 400, 600);
    expect(toWorld(view, 200, 300)).toEqual({ x: 0, y: 0 });
    expect(toWorld(view, 400, 100)).toEqual({ x: 50, y: 50 });
    expect(within(view, 200, 99)).toBe(false);
  });

  it('has no size, and harms nobody, while its area has none', () => {
    expect(viewOf(plainStage, 0, 0)).toMatchObject({ width: 0, scale: 0 });
  });
});
