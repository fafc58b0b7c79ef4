// What moves a sprite: a base movement and, on top of it, a stack of sequences of which the newest runs. Every function is
// told the time; positions are exact at the end of each movement.
import type { Course, Movements, Report, SpriteChange } from '../protocol/events';
import { beginLeg, leftAfterSuspension, leftAfterTeleport } from './leg';
import * as seq from './sequence';
import { mergedCourse, type Sprite } from './sprite';

// Movements shorter than this start the next one at the present instead of at their own end: only one can end per step,
// so a chain of them would fall behind without bound.
const shortest = 0.005;

function running(sprite: Sprite): seq.Sequence | undefined {
  return sprite.sequences[sprite.sequences.length - 1];
}

function activeCourse(sprite: Sprite): Course {
  const sequence = running(sprite);
  return sequence ? seq.current(sequence).course : sprite.base;
}

// The part of an update that concerns where the sprite is and goes. Returns what the game has to know.
export function changeMotion(sprite: Sprite, change: SpriteChange, now: number, freshId: () => string): Report[] {
  const { x, y, direction, speed, distance, span } = change;
  sprite.x = x ?? sprite.x;
  sprite.y = y ?? sprite.y;
  if (direction !== undefined || speed !== undefined || distance !== undefined || span !== undefined) {
    sprite.base = mergedCourse(sprite.base, change);
    // A new base movement buries the sequences: when it ends the sprite goes, so none of them would ever come back.
    sprite.sequences = [];
    sprite.leg = beginLeg(sprite.base, sprite, now);
  } else if (change.resetTime) {
    sprite.leg = beginLeg(activeCourse(sprite), sprite, now);
  } else if (x !== undefined || y !== undefined) {
    sprite.leg = beginLeg(activeCourse(sprite), sprite, now, leftAfterTeleport(sprite.leg, now));
  }
  return change.movements ? runSequence(sprite, change.movements, now, freshId) : [];
}

export function runSequence(sprite: Sprite, plan: Movements, now: number, freshId: () => string): Report[] {
  const reports: Report[] = [];
  const interrupted = running(sprite);
  const left = leftAfterSuspension(activeCourse(sprite), sprite.leg, now);
  if (interrupted) {
    reports.push(arrival(sprite, interrupted, seq.interruptionId(interrupted)));
    interrupted.left = left;
  } else {
    sprite.baseLeft = left;
  }
  if (plan.cancelPrevious) sprite.sequences = [];
  sprite.sequences.push(seq.newSequence(plan, freshId));
  sprite.leg = beginLeg(activeCourse(sprite), sprite, now);
  return reports;
}

// A sprite that was created with movements tells where it starts.
export function announceStart(sprite: Sprite): Report[] {
  const sequence = running(sprite);
  return sequence ? [arrival(sprite, sequence, seq.current(sequence).id)] : [];
}

function arrival(sprite: Sprite, sequence: seq.Sequence, movementId: string): Report {
  sequence.reported.add(movementId);
  return { type: 'auto_movement_pos', id: sprite.id, movement_id: movementId, x: sprite.x, y: sprite.y };
}

// Moves the sprite to where it is now. At most one movement ends per call, at its exact end. Returns whether the sprite
// stays. Called for every sprite in every step, so it makes no objects on its usual way.
export function move(sprite: Sprite, now: number, reports: Report[]): boolean {
  const { leg } = sprite;
  if (leg.still) return true;
  const elapsed = now - leg.since;
  if (elapsed < leg.lasts) {
    sprite.x = leg.x + leg.vx * elapsed;
    sprite.y = leg.y + leg.vy * elapsed;
    return true;
  }
  sprite.x = leg.endX;
  sprite.y = leg.endY;
  return finish(sprite, now, reports);
}

function finish(sprite: Sprite, now: number, reports: Report[]): boolean {
  const sequence = running(sprite);
  if (!sequence) return false; // the end of the base movement is the end of the sprite
  const { lasts, since } = sprite.leg;
  const next = lasts < shortest ? now : since + lasts;
  reports.push(arrival(sprite, sequence, seq.completionId(sequence)));
  if (seq.advance(sequence)) {
    sprite.leg = beginLeg(activeCourse(sprite), sprite, next);
    return true;
  }
  if (sequence.exitOnDone) return false;
  sprite.sequences.pop();
  const left = running(sprite)?.left ?? sprite.baseLeft;
  sprite.leg = beginLeg(activeCourse(sprite), sprite, next, left);
  return true;
}
