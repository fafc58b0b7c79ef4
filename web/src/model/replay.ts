// The world anew from what the hub has kept: after a (re)connect, and after a change of id.
import type { Snapshot } from '../protocol/decode';
import type { ConfigChange, SpriteChange, StageMessage } from '../protocol/events';
import type { Sprite } from './sprite';
import { apply, emptyWorld, type World } from './world';

const stageTypes = new Set([
  'playground_config',
  'sprites',
  'remove_sprite',
  'lines',
  'remove_line',
  'clear_playground',
  'clean_playground',
]);

export function isStageMessage(message: { type: string }): message is StageMessage {
  return stageTypes.has(message.type);
}

const longestAge = 600; // seconds that movements are put forward at most

// `known` is what this page showed before it lost the line, or null. `clocksAgree`: senders and server share a clock, as
// within a play, so that movements can go on where they would be now. Nothing is reported: what was there already does not
// happen again.
export function rebuild(known: World | null, snapshot: Snapshot, now: number, clocksAgree: boolean): World {
  const world = emptyWorld(now);
  for (const { stamp, message } of snapshot.messages) {
    if (!isStageMessage(message)) continue;
    const age = clocksAgree ? Math.min(longestAge, Math.max(0, snapshot.now - stamp)) : 0;
    apply(world, known ? remembered(message, known) : message, now - age);
  }
  world.nextLayer = Math.max(world.nextLayer, snapshot.screen?.nextLayer ?? 1);
  if (known) {
    world.nextLayer = Math.max(world.nextLayer, known.nextLayer);
    for (const sprite of world.sprites.values()) remember(sprite, known, world);
  }
  return world;
}

function remembered(message: StageMessage, known: World): StageMessage {
  if (message.type === 'sprites')
    return { ...message, sprites: message.sprites.map((change) => inLayer(change, known)) };
  if (message.type === 'playground_config') return { ...message, config: withKnownFiles(message.config, known) };
  return message;
}

// The hub sorts sprites by their last change, which says nothing about who lay on top.
function inLayer(change: SpriteChange, known: World): SpriteChange {
  return { ...change, z: change.z ?? known.sprites.get(change.id)?.z };
}

// The same file again keeps its identity, so that it need not be decoded again and the picture does not blink.
function withKnownFiles(config: ConfigChange, known: World): ConfigChange {
  const images = config.images.map((file) => {
    const before = known.images.get(file.name);
    return before && before.type === file.type && sameData(before.data, file.data) ? before : file;
  });
  const tracks = config.tracks.map((file) => {
    const before = known.tracks.get(file.name);
    return before && sameData(before.data, file.data) ? before : file;
  });
  return { ...config, images, tracks };
}

function sameData(a: ArrayBuffer | string, b: ArrayBuffer | string): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  if (a.byteLength !== b.byteLength) return false;
  const [left, right] = [new Uint8Array(a), new Uint8Array(b)];
  return left.every((byte, i) => byte === right[i]);
}

// What was reported before the line was lost is not reported again.
function remember(sprite: Sprite, known: World, world: World): void {
  const before = known.sprites.get(sprite.id);
  if (!before) return;
  sprite.lastBorder = before.lastBorder;
  sprite.outSince = before.outSince;
  for (const partner of before.touching) {
    const other = world.sprites.get(partner.id);
    if (other) sprite.touching.add(other);
  }
}
