// Which playing sounds a stop_audio means, and which starts are worth making up for once the browser allows sound.
import type { Id, SoundMessage } from '../protocol/events';

export interface Playing {
  readonly name: string;
  readonly id: Id | null;
}

type Stop = Extract<SoundMessage, { type: 'stop_audio' }>;
type Start = Extract<SoundMessage, { type: 'start_audio' }>;

// Neither name nor id: everything. Otherwise what agrees with all that is given.
export function isStopped(sound: Playing, stop: Stop): boolean {
  return (stop.name === null || stop.name === sound.name) && (stop.id === null || stop.id === sound.id);
}

export interface Wanted {
  readonly start: Start;
  readonly since: number;
}

const oneShotPatience = 1;

export function stillWanted(wanted: readonly Wanted[], now: number): Start[] {
  return wanted.filter(({ start, since }) => start.repeat || now - since <= oneShotPatience).map(({ start }) => start);
}

// What of `present` is too much and what of `wanted` is missing, instance by instance: a track may play several times.
export function sameSounds<There extends Playing, Wanted extends Playing>(
  present: readonly There[],
  wanted: readonly Wanted[],
): { over: There[]; missing: Wanted[] } {
  const over = [...present];
  const missing = wanted.filter(({ name, id }) => {
    const at = over.findIndex((sound) => sound.name === name && sound.id === id);
    if (at >= 0) over.splice(at, 1);
    return at < 0;
  });
  return { over, missing };
}
