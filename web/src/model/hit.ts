// What lies under a finger. The topmost sprite decides by its own shape, turned as it is drawn, including text that sticks
// out of it; lines let the finger through.
import { paintOrder } from './order';
import type { Sprite } from './sprite';
import type { World } from './world';

// Half the width and height of a sprite's text around its middle, and where that middle is, in pu from the lower left corner
// of the box. Only the stage knows fonts, so it supplies this.
export interface TextBox {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}
export type MeasureText = (sprite: Sprite) => TextBox | null;

export function spriteAt(world: World, x: number, y: number, measure: MeasureText): Sprite | null {
  const order = paintOrder(world);
  for (let i = order.length - 1; i >= 0; i -= 1) {
    const entry = order[i];
    if (entry?.kind === 'sprite' && covers(entry.sprite, x, y, measure)) return entry.sprite;
  }
  return null;
}

function covers(sprite: Sprite, x: number, y: number, measure: MeasureText): boolean {
  const { width, height } = sprite;
  // Into the sprite's own frame: from the anchor, turned back (rotate is clockwise, y grows up), from the lower left corner.
  const turn = (sprite.rotate * Math.PI) / 180;
  const [dx, dy] = [x - sprite.x, y - sprite.y];
  const px = dx * Math.cos(turn) - dy * Math.sin(turn) + sprite.anchorX * width;
  const py = dx * Math.sin(turn) + dy * Math.cos(turn) + sprite.anchorY * height;
  if (inShape(sprite, px, py)) return true;
  const text = measure(sprite);
  return text !== null && px >= text.left && px <= text.right && py >= text.bottom && py <= text.top;
}

function inShape({ round, width, height }: Sprite, px: number, py: number): boolean {
  if (px < 0 || px > width || py < 0 || py > height || width === 0 || height === 0) return false;
  if (!round) return true;
  return ((2 * px) / width - 1) ** 2 + ((2 * py) / height - 1) ** 2 <= 1;
}
