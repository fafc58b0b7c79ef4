// The playground as data: stage, sprites, lines, images, sounds. apply() takes a message at a moment, simulation.ts lets
// time pass. Plain mutable data, because a hundred things move two hundred times a second; free of DOM, socket, clock and
// chance all the same.
import type {
  ConfigChange,
  Id,
  ImageFile,
  LineChange,
  Paint,
  Report,
  SpriteChange,
  StageMessage,
  TrackFile,
} from '../protocol/events';
import { CellIndex } from './cells';
import { announceStart, changeMotion, runSequence } from './motion';
import { type Box, bornSprite, changeLooks, fitBox, type Sprite } from './sprite';

export interface Line {
  readonly id: Id;
  readonly born: number;
  x1: number | null;
  y1: number | null;
  x2: number | null;
  y2: number | null;
  color: Paint;
  width: number;
  z: number;
}

export interface Stage {
  readonly width: number;
  readonly height: number;
  readonly shiftX: number;
  readonly shiftY: number;
  readonly color: Paint;
  readonly image: string;
}

// Before any configuration the origin is in the middle: games that only clear the playground count on it.
export const plainStage: Stage = { width: 100, height: 100, shiftX: -50, shiftY: -50, color: 'lightgrey', image: '' };

export interface World {
  now: number; // seconds; everything is as of this moment
  stage: Stage;
  readonly sprites: Map<Id, Sprite>; // in order of creation
  readonly lines: Map<Id, Line>;
  readonly images: Map<string, ImageFile>;
  readonly tracks: Map<string, TrackFile>;
  nextLayer: number; // what has no z_index of its own takes the next
  births: number;
  ownMovements: number; // ids made up for movements that came without
  flagged: number; // sprites that look for collisions
  index: CellIndex | null; // exists while any does
  idle: boolean; // nothing moves and every report was made: time changes nothing until the next message
  version: number; // grows whenever the picture may have changed
  layers: number; // grows when the painting order changed
}

export function emptyWorld(now: number): World {
  return {
    now,
    stage: plainStage,
    sprites: new Map(),
    lines: new Map(),
    images: new Map(),
    tracks: new Map(),
    nextLayer: 1,
    births: 0,
    ownMovements: 0,
    flagged: 0,
    index: null,
    idle: true,
    version: 0,
    layers: 0,
  };
}

export function stageBox({ shiftX, shiftY, width, height }: Stage): Box {
  return { left: shiftX, right: shiftX + width, bottom: shiftY, top: shiftY + height };
}

// Applies one message as of `at`, which is the world's present, or earlier for a message that was on its way before this
// page was there. Step the world to the present first.
export function apply(world: World, message: StageMessage, at: number): Report[] {
  world.version += 1;
  world.idle = false;
  switch (message.type) {
    case 'playground_config':
      configure(world, message.config);
      return [];
    case 'sprites':
      return message.sprites.flatMap((change) => applySprite(world, change, at));
    case 'lines':
      for (const change of message.lines) applyLine(world, change);
      return [];
    case 'remove_sprite':
      removeSprite(world, message.id);
      return [];
    case 'remove_line':
      if (world.lines.delete(message.id)) world.layers += 1;
      return [];
    case 'clear_playground':
      clean(world);
      world.stage = plainStage;
      world.images.clear();
      world.tracks.clear();
      world.nextLayer = 1;
      return [];
    case 'clean_playground':
      clean(world);
      return [];
  }
}

function configure(world: World, change: ConfigChange): void {
  const { stage } = world;
  world.stage = {
    width: change.width ?? stage.width,
    height: change.height ?? stage.height,
    shiftX: change.shiftX ?? stage.shiftX,
    shiftY: change.shiftY ?? stage.shiftY,
    color: change.color === undefined ? stage.color : change.color,
    image: change.image ?? stage.image,
  };
  for (const file of change.images) world.images.set(file.name, file);
  for (const file of change.tracks) world.tracks.set(file.name, file);
  if (world.index) buildIndex(world);
}

function buildIndex(world: World): void {
  world.index = new CellIndex(Math.max(world.stage.width, world.stage.height) / 20);
  for (const sprite of world.sprites.values()) world.index.place(sprite);
}

function applySprite(world: World, change: SpriteChange, at: number): Report[] {
  const known = world.sprites.get(change.id);
  return known ? updateSprite(world, known, change, at) : createSprite(world, change, at);
}

const freshId = (world: World) => () => {
  world.ownMovements += 1;
  return `page-${world.ownMovements}`;
};

function createSprite(world: World, change: SpriteChange, at: number): Report[] {
  const sprite = bornSprite(change, world.births, takeLayer(world, change.z), at);
  world.births += 1;
  world.layers += 1;
  world.sprites.set(sprite.id, sprite);
  setFlag(world, sprite, change.flagged ?? false);
  world.index?.place(sprite);
  if (!change.movements) return [];
  runSequence(sprite, change.movements, at, freshId(world));
  return announceStart(sprite);
}

function updateSprite(world: World, sprite: Sprite, change: SpriteChange, at: number): Report[] {
  changeLooks(sprite, change);
  if (change.z !== undefined && change.z !== sprite.z) {
    sprite.z = change.z;
    world.layers += 1;
  }
  if (change.flagged !== undefined) setFlag(world, sprite, change.flagged);
  const reports = changeMotion(sprite, change, at, freshId(world));
  fitBox(sprite);
  world.index?.place(sprite);
  return reports;
}

function takeLayer(world: World, wanted: number | undefined): number {
  if (wanted !== undefined) return wanted;
  world.nextLayer += 1;
  return world.nextLayer - 1;
}

// Switching the flag off ends the reports without an "out"; a partner that looks for collisions itself goes on.
function setFlag(world: World, sprite: Sprite, flagged: boolean): void {
  if (sprite.flagged === flagged) return;
  sprite.flagged = flagged;
  world.flagged += flagged ? 1 : -1;
  if (flagged && !world.index) buildIndex(world);
  if (world.flagged === 0) world.index = null;
  if (flagged) return;
  for (const other of sprite.touching) {
    if (!other.flagged || other.gone) part(sprite, other);
  }
}

export function meet(a: Sprite, b: Sprite): void {
  a.touching.add(b);
  b.touching.add(a);
}

export function part(a: Sprite, b: Sprite): void {
  a.touching.delete(b);
  b.touching.delete(a);
}

// Partners that look for collisions keep the removed sprite in `touching` until their next turn, and report it then.
export function removeSprite(world: World, id: Id): void {
  const sprite = world.sprites.get(id);
  if (!sprite) return;
  sprite.gone = true;
  world.sprites.delete(id);
  world.index?.remove(sprite);
  for (const other of sprite.touching) {
    if (!other.flagged) part(sprite, other);
  }
  if (sprite.flagged) world.flagged -= 1;
  if (world.flagged === 0) world.index = null;
  world.idle = false;
  world.version += 1;
  world.layers += 1;
}

function clean(world: World): void {
  world.sprites.clear();
  world.lines.clear();
  world.flagged = 0;
  world.index = null;
  world.layers += 1;
}

function applyLine(world: World, change: LineChange): void {
  let line = world.lines.get(change.id);
  if (!line) {
    const nowhere = { x1: null, y1: null, x2: null, y2: null };
    line = { id: change.id, born: world.births, ...nowhere, color: 'black', width: 0.1, z: takeLayer(world, change.z) };
    world.births += 1;
    world.layers += 1;
    world.lines.set(line.id, line);
  }
  line.x1 = change.x1 ?? line.x1;
  line.y1 = change.y1 ?? line.y1;
  line.x2 = change.x2 ?? line.x2;
  line.y2 = change.y2 ?? line.y2;
  line.width = change.width ?? line.width;
  if (change.color !== undefined) line.color = change.color;
  if (change.z !== undefined && change.z !== line.z) {
    line.z = change.z;
    world.layers += 1;
  }
}
