// A sprite as the page knows it, and how messages change its looks. What moves it is in motion.ts.
import type { Border, BorderStyle, Id, Paint, RelativeCourse, SpriteChange } from '../protocol/events';
import { beginLeg, type Left, type Leg } from './leg';
import type { Sequence } from './sequence';

export interface Sprite {
  readonly id: Id;
  readonly born: number; // age: the smaller, the older
  x: number; // of the anchor, as of the last step
  y: number;
  width: number;
  height: number;
  anchorX: number;
  anchorY: number;
  round: boolean;
  color: Paint;
  borderColor: Paint;
  borderWidth: number | null; // pu; null: 1 CSS px
  borderStyle: BorderStyle;
  text: string;
  fontColor: Paint;
  fontSize: number | null; // pu; null: 14 CSS px
  image: string;
  rotate: number;
  z: number;
  clickable: boolean;
  flagged: boolean; // looks for collisions itself
  gone: boolean;

  readonly box: Box; // of the position above, see fitBox()

  base: RelativeCourse; // its own movement, beneath all sequences
  baseLeft: Left; // of it, while a sequence runs
  sequences: Sequence[]; // the last one runs
  leg: Leg; // what moves it now, of the last sequence or else the base movement

  lastBorder: Border | null; // side reported last; survives leaving the stage
  outSince: number | null;
  readonly touching: Set<Sprite>; // pairs that were reported as overlapping; kept on both sides
}

export interface Box {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

// The box of a sprite for borders and collisions, unturned, also of an ellipse. To be called after every change of position,
// size or anchor; it writes into the same object, because this happens in every step.
export function fitBox({ box, x, y, width, height, anchorX, anchorY }: Sprite): void {
  box.left = x - anchorX * width;
  box.right = box.left + width;
  box.bottom = y - anchorY * height;
  box.top = box.bottom + height;
}

// Touching is not overlapping.
export function overlap(a: Readonly<Box>, b: Readonly<Box>): boolean {
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}

export function bornSprite(change: SpriteChange, born: number, z: number, now: number): Sprite {
  const [anchorX, anchorY] = change.anchor ?? (change.round ? [0.5, 0.5] : [0, 0]);
  const place = { x: change.x ?? 0, y: change.y ?? 0 };
  const base = mergedCourse({ kind: 'relative', direction: [0, 0], speed: 0, distance: null, span: null }, change);
  const sprite: Sprite = {
    id: change.id,
    born,
    ...place,
    width: 5,
    height: 5,
    anchorX,
    anchorY,
    round: false,
    color: null,
    borderColor: null,
    borderWidth: null,
    borderStyle: 'solid',
    text: '',
    fontColor: 'black',
    fontSize: null,
    image: '',
    rotate: 0,
    z,
    clickable: false,
    flagged: false,
    gone: false,
    box: { left: 0, right: 0, bottom: 0, top: 0 },
    base,
    baseLeft: {},
    sequences: [],
    leg: beginLeg(base, place, now),
    lastBorder: null,
    outSince: null,
    touching: new Set(),
  };
  changeLooks(sprite, change);
  fitBox(sprite);
  return sprite;
}

export function mergedCourse(course: RelativeCourse, change: SpriteChange): RelativeCourse {
  return {
    kind: 'relative',
    direction: change.direction ?? course.direction,
    speed: change.speed ?? course.speed,
    distance: change.distance ?? course.distance,
    span: change.span ?? course.span,
  };
}

// Everything but position, movement, layer and the collision flag.
export function changeLooks(sprite: Sprite, change: SpriteChange): void {
  sprite.width = Math.max(0, change.width ?? sprite.width);
  sprite.height = Math.max(0, change.height ?? sprite.height);
  if (change.anchor) [sprite.anchorX, sprite.anchorY] = change.anchor;
  sprite.round = change.round ?? sprite.round;
  sprite.borderWidth = change.borderWidth ?? sprite.borderWidth;
  sprite.borderStyle = change.borderStyle ?? sprite.borderStyle;
  sprite.text = change.text ?? sprite.text;
  sprite.fontSize = change.fontSize ?? sprite.fontSize;
  sprite.image = change.image ?? sprite.image;
  sprite.rotate = change.rotate ?? sprite.rotate;
  sprite.clickable = change.clickable ?? sprite.clickable;
  // null is a value here: no colour
  if (change.color !== undefined) sprite.color = change.color;
  if (change.borderColor !== undefined) sprite.borderColor = change.borderColor;
  if (change.fontColor !== undefined) sprite.fontColor = change.fontColor;
}
