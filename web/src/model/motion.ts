// What moves a sprite: a base movement and, on top of it, a stack of sequences of which the newest runs. Every function is
// told the time; positions are exact at the end of each movement.
import type { Movements, Report, SpriteChange } from '../protocol/events';
import { beginLeg, isOver, type Leg, leftAfterSuspension, leftAfterTeleport, placeOn } from './leg';
import * as seq from './sequence';
import { mergedCourse, type Sprite } from './sprite';

// Movements shorter than this start the next one at the present instead of at their own end: only one can end per step,
// so a chain of them would fall behind without bound.
const shortest = 0.005;

function activeLeg(sprite: Sprite): Leg {
  return sprite.sequences.at(-1)?.leg ?? sprite.baseLeg;
}

// Nothing will ever happen to the sprite by itself.
export function isStill(sprite: Sprite): boolean {
  const { vx, vy, lasts } = activeLeg(sprite);
  return vx === 0 && vy === 0 && lasts === Number.POSITIVE_INFINITY;
}

function restartActive(sprite: Sprite, now: number, goOn: boolean): void {
  const sequence = sprite.sequences.at(-1);
  const left = goOn ? leftAfterTeleport(activeLeg(sprite), now) : {};
  if (sequence) sequence.leg = beginLeg(seq.current(sequence).course, sprite, now, left);
  else sprite.baseLeg = beginLeg(sprite.base, sprite, now, left);
}

// The part of an update that concerns where the sprite is and goes. Returns what the game has to know.
export function changeMotion(sprite: Sprite, change: SpriteChange, now: number, freshId: () => string): Report[] {
  const { x, y, direction, speed, distance, span } = change;
  const teleported = x !== undefined || y !== undefined;
  sprite.x = x ?? sprite.x;
  sprite.y = y ?? sprite.y;
  if (direction !== undefined || speed !== undefined || distance !== undefined || span !== undefined) {
    sprite.base = mergedCourse(sprite.base, change);
    // A new base movement buries the sequences: when it ends the sprite goes, so none of them would ever come back.
    sprite.sequences = [];
    sprite.baseLeg = beginLeg(sprite.base, sprite, now);
  } else if (change.resetTime) {
    restartActive(sprite, now, false);
  } else if (teleported) {
    restartActive(sprite, now, true);
  }
  return change.movements ? runSequence(sprite, change.movements, now, freshId) : [];
}

export function runSequence(sprite: Sprite, plan: Movements, now: number, freshId: () => string): Report[] {
  const reports: Report[] = [];
  const running = sprite.sequences.at(-1);
  if (running) {
    reports.push(arrival(sprite, running, seq.interruptionId(running)));
    seq.suspend(running, now);
  } else {
    sprite.baseLeft = leftAfterSuspension(sprite.base, sprite.baseLeg, now);
  }
  if (plan.cancelPrevious) sprite.sequences = [];
  sprite.sequences.push(seq.beginSequence(plan, sprite, now, freshId));
  return reports;
}

// A sprite that was created with movements tells where it starts.
export function announceStart(sprite: Sprite): Report[] {
  const sequence = sprite.sequences.at(-1);
  return sequence ? [arrival(sprite, sequence, seq.current(sequence).id)] : [];
}

function arrival(sprite: Sprite, sequence: seq.Sequence, movementId: string): Report {
  sequence.reported.add(movementId);
  return { type: 'auto_movement_pos', id: sprite.id, movement_id: movementId, x: sprite.x, y: sprite.y };
}

// Moves the sprite to where it is now. At most one movement ends per call, at its exact end. Returns whether the sprite
// stays.
export function move(sprite: Sprite, now: number, reports: Report[]): boolean {
  if (isStill(sprite)) return true;
  const leg = activeLeg(sprite);
  const place = placeOn(leg, now);
  sprite.x = place.x;
  sprite.y = place.y;
  return isOver(leg, now) ? finish(sprite, leg, now, reports) : true;
}

function finish(sprite: Sprite, leg: Leg, now: number, reports: Report[]): boolean {
  const sequence = sprite.sequences.at(-1);
  if (!sequence) return false; // the end of the base movement is the end of the sprite
  const since = leg.lasts < shortest ? now : leg.since + leg.lasts;
  reports.push(arrival(sprite, sequence, seq.completionId(sequence)));
  if (seq.advance(sequence, sprite, since)) return true;
  if (sequence.exitOnDone) return false;
  sprite.sequences.pop();
  const below = sprite.sequences.at(-1);
  if (below) seq.resume(below, sprite, since);
  else sprite.baseLeg = beginLeg(sprite.base, sprite, since, sprite.baseLeft);
  return true;
}
