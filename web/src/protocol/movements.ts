// Movement sequences of a sprite as they arrive. A movement that could never do anything is left out; of a list in which
// nothing remains there is no trace, so that it does not stop what the sprite is doing.
import type { AbsoluteCourse, Movement, Movements, RelativeCourse } from './events';
import { type Fields, isFields, list, number, pair, text } from './fields';

export function readMovements(value: unknown): Movements | undefined {
  if (!isFields(value)) return undefined;
  const movements = list(value.movements)
    .map(readMovement)
    .filter((movement) => movement !== undefined);
  if (movements.length === 0) return undefined;
  const repeat = Math.max(1, Math.floor(number(value.repeat) ?? 1));
  return {
    movements,
    runs: value.cycle === true ? Number.POSITIVE_INFINITY : repeat,
    cancelPrevious: value.cancel_previous === true,
    exitOnDone: value.exit_on_done === true,
  };
}

function readMovement(value: unknown): Movement | undefined {
  if (!isFields(value)) return undefined;
  const course = value.movement === 'absolute' ? absolute(value) : relative(value);
  return course && { id: text(value.id) ?? null, course };
}

function absolute(fields: Fields): AbsoluteCourse | undefined {
  const to = pair(fields.to);
  const time = number(fields.time) ?? null;
  const speed = Math.abs(number(fields.speed) ?? 0);
  if (to === undefined || (time === null && speed === 0)) return undefined;
  return { kind: 'absolute', to, time: time === null ? null : Math.max(0, time), speed };
}

function relative(fields: Fields): RelativeCourse | undefined {
  const direction = pair(fields.direction) ?? [0, 0];
  const speed = number(fields.speed) ?? 0;
  const span = number(fields.time_span) ?? null;
  const still = speed === 0 || (direction[0] === 0 && direction[1] === 0);
  if (still && !(span !== null && span > 0)) return undefined;
  return { kind: 'relative', direction, speed, distance: still ? null : (number(fields.distance) ?? null), span };
}
