// One stretch of a movement in closed form: where a sprite is at any moment follows from where and when the stretch began,
// never from adding up steps. So neither the rate of steps nor a stall changes where things go.
import type { Course } from '../protocol/events';

export const unitsPerSpeed = 10; // speed 1 is 10 pu/s per unit of direction

export interface Leg {
  readonly x: number; // where and when it began
  readonly y: number;
  readonly since: number;
  readonly vx: number; // pu/s
  readonly vy: number;
  readonly lasts: number; // seconds; Infinity: until something else comes
  readonly endX: number; // exact, of use when it ends
  readonly endY: number;
  readonly distance: number | null; // that was left to travel at the start; null: not counted
  readonly still: boolean; // goes nowhere and never ends
}

// What is left of a stretch that was interrupted. Nothing given: it starts over.
export interface Left {
  readonly time?: number;
  readonly distance?: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Way {
  readonly vx: number;
  readonly vy: number;
  readonly lasts: number;
  readonly endX: number;
  readonly endY: number;
  readonly distance: number | null;
}

export function beginLeg(course: Course, from: Place, since: number, left: Left = {}): Leg {
  const way = wayOf(course, from, left);
  const still = way.vx === 0 && way.vy === 0 && way.lasts === Number.POSITIVE_INFINITY;
  return { x: from.x, y: from.y, since, ...way, still };
}

function wayOf(course: Course, { x, y }: Place, left: Left): Way {
  if (course.kind === 'absolute') {
    const [endX, endY] = course.to;
    const byPace = Math.hypot(endX - x, endY - y) / (unitsPerSpeed * course.speed);
    const lasts = left.time ?? course.time ?? byPace;
    const [vx, vy] = lasts > 0 ? [(endX - x) / lasts, (endY - y) / lasts] : [0, 0];
    return { vx, vy, lasts, endX, endY, distance: null };
  }
  const vx = unitsPerSpeed * course.speed * course.direction[0];
  const vy = unitsPerSpeed * course.speed * course.direction[1];
  const pace = Math.hypot(vx, vy);
  if (course.distance) {
    const distance = Math.max(0, left.distance ?? course.distance);
    if (pace === 0) return { vx, vy, lasts: Number.POSITIVE_INFINITY, endX: x, endY: y, distance };
    const [endX, endY] = [x + (vx / pace) * distance, y + (vy / pace) * distance];
    return { vx, vy, lasts: distance / pace, endX, endY, distance };
  }
  if (!course.span) return { vx, vy, lasts: Number.POSITIVE_INFINITY, endX: x, endY: y, distance: null };
  const lasts = Math.max(0, left.time ?? course.span);
  return { vx, vy, lasts, endX: x + vx * lasts, endY: y + vy * lasts, distance: null };
}

// For a sprite that was moved by hand: it travels on from there as if nothing had happened, aiming anew if it had an aim.
export function leftAfterTeleport(leg: Leg, now: number): Left {
  const elapsed = now - leg.since;
  if (leg.distance !== null) return { distance: leg.distance - Math.hypot(leg.vx, leg.vy) * elapsed };
  return Number.isFinite(leg.lasts) ? { time: Math.max(0, leg.lasts - elapsed) } : {};
}

// For a movement that waits beneath another: given times keep running out only while it is active, distances and paces
// start anew from wherever the sprite then is.
export function leftAfterSuspension(course: Course, leg: Leg, now: number): Left {
  const timed = course.kind === 'absolute' ? course.time !== null : !course.distance && !!course.span;
  return timed ? { time: Math.max(0, leg.lasts - (now - leg.since)) } : {};
}
