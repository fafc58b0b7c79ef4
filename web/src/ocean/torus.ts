// Arithmetic on a world without edges: every coordinate wraps at its side, every heading at a full turn.
export const turn = 2 * Math.PI;

export function wrap(value: number, side: number): number {
  const wrapped = value - side * Math.floor(value / side);
  return wrapped < side ? wrapped : 0; // rounding may yield the side itself
}

// The short way: a difference reduced to [-side/2, side/2).
export function difference(value: number, side: number): number {
  return value - side * Math.floor(value / side + 0.5);
}

export function distance(dx: number, dy: number, w: number, h: number): number {
  return Math.hypot(difference(dx, w), difference(dy, h));
}
