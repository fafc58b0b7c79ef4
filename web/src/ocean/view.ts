// The window onto the flat map: which point of the torus is in its middle, and how many pixels a metre is. Zooming out ends
// where the whole torus is in sight; panning never ends. Screen y grows downwards, the world's northwards.
import { difference, wrap } from './torus';

export interface View {
  x: number; // world coordinates in the middle
  y: number;
  scale: number; // CSS pixels a metre
  width: number; // of the window, CSS pixels
  height: number;
  w: number; // of the world, metres
  h: number;
}

export const closest = 16; // pixels a metre

export function smallestScale(view: Readonly<View>): number {
  return Math.min(view.width / view.w, view.height / view.h);
}

export function whole(width: number, height: number, w: number, h: number): View {
  const view = { x: w / 2, y: h / 2, scale: 1, width, height, w, h };
  return { ...view, scale: smallestScale(view) };
}

export function resize(view: Readonly<View>, width: number, height: number): View {
  const all = view.scale <= smallestScale(view) * 1.0001;
  const next = { ...view, width, height };
  const least = smallestScale(next);
  return { ...next, scale: all ? least : clamp(view.scale, least, closest) };
}

export function pan(view: Readonly<View>, dx: number, dy: number): View {
  return { ...view, x: wrap(view.x - dx / view.scale, view.w), y: wrap(view.y + dy / view.scale, view.h) };
}

// The point under (px, py) stays under it.
export function zoom(view: Readonly<View>, factor: number, px: number, py: number): View {
  const scale = clamp(view.scale * factor, smallestScale(view), closest);
  const byX = (px - view.width / 2) * (1 / view.scale - 1 / scale);
  const byY = (py - view.height / 2) * (1 / view.scale - 1 / scale);
  return { ...view, scale, x: wrap(view.x + byX, view.w), y: wrap(view.y - byY, view.h) };
}

export function centre(view: Readonly<View>, x: number, y: number): View {
  return { ...view, x: wrap(x, view.w), y: wrap(y, view.h) };
}

// Where the copy of (x, y) that is nearest to the middle is seen.
export function screenX(view: Readonly<View>, x: number): number {
  return view.width / 2 + difference(x - view.x, view.w) * view.scale;
}
export function screenY(view: Readonly<View>, y: number): number {
  return view.height / 2 - difference(y - view.y, view.h) * view.scale;
}

export function worldAt(view: Readonly<View>, px: number, py: number): [x: number, y: number] {
  return [
    wrap(view.x + (px - view.width / 2) / view.scale, view.w),
    wrap(view.y - (py - view.height / 2) / view.scale, view.h),
  ];
}

// A round length that is a third of the window at most, for the scale bar.
export function scaleBar(view: Readonly<View>): { metres: number; pixels: number } {
  const most = Math.min(view.width / 3, 180) / view.scale;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power;
  return { metres, pixels: metres * view.scale };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high));
}
