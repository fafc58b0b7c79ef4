// Lets time pass on the playground. step() brings the world to `now` in steps of at most 5 ms, so that even a short overlap
// is seen, and returns what the game must be told, in order. Same world, same times: same reports.
//
// In each step the sprites take their turns by age; a turn is: move, then test the borders, then test for collisions with
// wherever the others are at that moment. This order is observable by games, so it is kept although it forbids moving all
// sprites at once.
import type { Border, Party, Report } from '../protocol/events';
import { move } from './motion';
import { type Box, fitBox, overlap, type Sprite } from './sprite';
import { meet, part, removeSprite, stageBox, type World } from './world';

const longestStep = 0.005;
const longestCatchUp = 0.25; // after a longer stall the rest is jumped
const graceOutside = 2;
// A sprite that needs exactly two seconds to come in must not be lost to a rounding error.
const rounding = 0.001;

export function step(world: World, now: number): Report[] {
  const reports: Report[] = [];
  const start = world.now;
  if (world.idle) world.now = Math.max(start, now);
  if (world.idle) return reports;
  const span = Math.min(now - start, longestCatchUp);
  if (!(span > 0)) return reports;
  const count = Math.ceil(span / longestStep - 1e-9);
  for (let i = 1; i < count; i += 1) takeTurns(world, start + (span * i) / count, reports);
  takeTurns(world, now, reports);
  return reports;
}

function takeTurns(world: World, now: number, reports: Report[]): void {
  world.now = now;
  world.idle = true;
  const stage = stageBox(world.stage);
  for (const sprite of world.sprites.values()) takeTurn(world, sprite, stage, reports);
}

function takeTurn(world: World, sprite: Sprite, stage: Box, reports: Report[]): void {
  const { x, y } = sprite;
  const stays = move(sprite, world.now, reports);
  if (sprite.x !== x || sprite.y !== y) {
    world.version += 1;
    fitBox(sprite);
    world.index?.place(sprite);
  }
  if (!stays || !testBorders(world.now, sprite, stage, reports)) {
    removeSprite(world, sprite.id);
    reports.push({ type: 'sprite_removed', id: sprite.id });
    return;
  }
  if (sprite.flagged) testCollisions(world, sprite, reports);
  if (sprite.outSince !== null || !sprite.leg.still) world.idle = false;
}

// Returns whether the sprite stays.
function testBorders(now: number, sprite: Sprite, stage: Box, reports: Report[]): boolean {
  if (!overlap(sprite.box, stage)) {
    if (sprite.outSince === null) {
      sprite.outSince = now;
      reports.push({ type: 'sprite_out', id: sprite.id });
    }
    return now - sprite.outSince <= graceOutside + rounding;
  }
  sprite.outSince = null;
  const border = crossed(sprite.box, stage);
  if (border && border !== sprite.lastBorder) {
    const { id, x, y, flagged } = sprite;
    reports.push({ type: 'border_overlap', id, border, x, y, collision_detection: flagged });
  }
  sprite.lastBorder = border;
  return true;
}

// One side at a time: in a corner left or right comes first.
function crossed(box: Box, stage: Box): Border | null {
  if (box.left < stage.left) return 'left';
  if (box.right > stage.right) return 'right';
  if (box.top > stage.top) return 'top';
  return box.bottom < stage.bottom ? 'bottom' : null;
}

function testCollisions(world: World, sprite: Sprite, reports: Report[]): void {
  const changed: Sprite[] = [];
  for (const other of sprite.touching) {
    if (reportsPair(sprite, other) && (other.gone || !overlap(sprite.box, other.box))) changed.push(other);
  }
  for (const other of world.index?.near(sprite) ?? []) {
    if (!overlap(sprite.box, other.box) || sprite.touching.has(other)) continue;
    if (reportsPair(sprite, other)) changed.push(other);
  }
  if (changed.length > 1) changed.sort((a, b) => a.born - b.born);
  for (const other of changed) {
    const out = sprite.touching.has(other);
    if (out) part(sprite, other);
    else meet(sprite, other);
    const sprites = [party(sprite), party(other)] as const;
    reports.push({ type: 'sprite_collision', sprites, overlap: out ? 'out' : 'in', time_stamp: world.now });
  }
}

// Of two that both look, the older one reports. A removed partner can only be reported by who is left.
function reportsPair(sprite: Sprite, other: Sprite): boolean {
  return !other.flagged || other.gone || sprite.born < other.born;
}

function party(sprite: Sprite): Party {
  return { id: sprite.id, collision_detection: sprite.flagged, pos_x: sprite.x, pos_y: sprite.y };
}
