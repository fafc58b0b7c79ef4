// What the page knows about its connection, as far as it can be said without a socket: is it there, who is it, does a game
// listen, has the play ended.
import type { Device, PlayNews } from '../protocol/events';
import type { PlayInfo } from '../protocol/pages';

export type Connection = 'connecting' | 'connected' | 'reconnecting' | 'refused' | 'ended';

export interface Ending {
  readonly reason: string | null;
  readonly detail: string | null;
  readonly score: number | null;
  readonly inside: boolean; // this viewer may see the play from inside: its console, why it crashed
}

export interface Presence {
  readonly connection: Connection;
  readonly nr: number | null; // of this device, null until the hub gave one
  readonly scripts: number; // programs that hold our id
  readonly players: number; // devices of our id that can steer
  readonly refusal: string | null; // why the hub does not want us, in its words
  readonly ending: Ending | null;
}

export const absent: Presence = {
  connection: 'connecting',
  nr: null,
  scripts: 0,
  players: 0,
  refusal: null,
  ending: null,
};

export function countDevices(presence: Presence, devices: readonly Device[], own: string): Presence {
  const ours = devices.filter(({ id }) => id === own);
  const scripts = ours.filter(({ client }) => !client).length;
  return { ...presence, scripts, players: ours.filter(({ client, silent }) => client && !silent).length };
}

export function lose(presence: Presence): Presence {
  if (presence.connection === 'ended') return presence;
  const connection = presence.connection === 'connecting' ? 'connecting' : 'reconnecting';
  return { ...presence, connection, scripts: 0, players: 0 };
}

export function end(presence: Presence, ending: Ending): Presence {
  return { ...presence, connection: 'ended', ending };
}

export function endingOfNews({ reason, detail, score }: PlayNews): Ending {
  return { reason, detail, score, inside: false };
}

// The server tells the detail of an ending only to the authors of a game and to admins.
export function endingOfPlay({ reason, detail, score }: Pick<PlayInfo, 'reason' | 'detail' | 'score'>): Ending {
  return { reason, detail: detail ?? null, score, inside: detail !== undefined };
}
