// A list of movements that a sprite runs through, once, several times or for ever.
import type { Course, Movements } from '../protocol/events';
import type { Left } from './leg';

export interface Sequence {
  readonly movements: readonly { readonly id: string; readonly course: Course }[];
  readonly runs: number;
  readonly exitOnDone: boolean;
  readonly reported: Set<string>; // movement ids already told to the game: the hub passes each only once
  index: number;
  run: number;
  left: Left; // of the current movement, while another sequence runs above
}

export function newSequence(plan: Movements, freshId: () => string): Sequence {
  const movements = plan.movements.map(({ id, course }) => ({ id: id ?? freshId(), course }));
  return { movements, runs: plan.runs, exitOnDone: plan.exitOnDone, reported: new Set(), index: 0, run: 0, left: {} };
}

export function current(sequence: Sequence): { readonly id: string; readonly course: Course } {
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

// On to the next movement; false when the sequence is done.
export function advance(sequence: Sequence): boolean {
  sequence.index += 1;
  if (sequence.index < sequence.movements.length) return true;
  sequence.index = 0;
  sequence.run += 1;
  return sequence.run < sequence.runs;
}
