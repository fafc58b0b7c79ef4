// A list of movements that a sprite runs through, once, several times or for ever.
import type { Course, Movements } from '../protocol/events';
import { beginLeg, type Left, type Leg, leftAfterSuspension, type Place } from './leg';

export interface Sequence {
  readonly movements: readonly { readonly id: string; readonly course: Course }[];
  readonly runs: number;
  readonly exitOnDone: boolean;
  readonly reported: Set<string>; // movement ids already told to the game: the hub passes each only once
  index: number;
  run: number;
  leg: Leg;
  left: Left; // of the current movement, while another sequence runs above
}

export function beginSequence(plan: Movements, from: Place, since: number, freshId: () => string): Sequence {
  const movements = plan.movements.map(({ id, course }) => ({ id: id ?? freshId(), course }));
  const sequence = { movements, runs: plan.runs, exitOnDone: plan.exitOnDone, index: 0, run: 0, left: {} };
  return { ...sequence, reported: new Set(), leg: beginLeg(current(sequence).course, from, since) };
}

export function current(sequence: Pick<Sequence, 'movements' | 'index'>) {
  const movement = sequence.movements[sequence.index];
  if (!movement) throw new Error('a sequence points beyond its end');
  return movement;
}

// The id under which the end of the current movement is reported.
export function completionId(sequence: Sequence): string {
  return `${current(sequence).id}-${sequence.run}r`;
}

// The id under which its interruption is reported: fresh each time.
export function interruptionId(sequence: Sequence): string {
  const { id } = current(sequence);
  let chosen = id;
  for (let count = 0; sequence.reported.has(chosen); count += 1) {
    chosen = count === 0 ? `${id}-${sequence.run}i` : `${id}-${sequence.run}i${count}`;
  }
  return chosen;
}

// On to the next movement from where the sprite is; false when the sequence is done.
export function advance(sequence: Sequence, from: Place, since: number): boolean {
  sequence.index += 1;
  if (sequence.index === sequence.movements.length) {
    sequence.index = 0;
    sequence.run += 1;
    if (sequence.run >= sequence.runs) return false;
  }
  sequence.leg = beginLeg(current(sequence).course, from, since);
  return true;
}

export function suspend(sequence: Sequence, now: number): void {
  sequence.left = leftAfterSuspension(current(sequence).course, sequence.leg, now);
}

export function resume(sequence: Sequence, from: Place, now: number): void {
  sequence.leg = beginLeg(current(sequence).course, from, now, sequence.left);
}
