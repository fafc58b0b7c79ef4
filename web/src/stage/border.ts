// The border styles of CSS, drawn inside the box of a sprite on a canvas whose origin is the upper left corner of that box.
import type { BorderStyle } from '../protocol/events';

export interface Shape {
  readonly round: boolean;
  readonly width: number;
  readonly height: number;
}

type Context = CanvasRenderingContext2D;

export function addOutline(context: Context, { round, width, height }: Shape, inset: number): void {
  const [w, h] = [Math.max(0, width - 2 * inset), Math.max(0, height - 2 * inset)];
  if (round) {
    context.moveTo(width / 2 + w / 2, height / 2);
    context.ellipse(width / 2, height / 2, w / 2, h / 2, 0, 0, 2 * Math.PI);
  } else {
    context.rect(inset, inset, w, h);
  }
}

export function drawBorder(context: Context, shape: Shape, border: number, style: BorderStyle, color: string): void {
  context.fillStyle = color;
  context.strokeStyle = color;
  switch (style) {
    case 'none':
    case 'hidden':
      return;
    case 'dotted':
    case 'dashed':
      drawBroken(context, shape, border, style === 'dotted');
      return;
    case 'double':
      fillRing(context, shape, 0, border / 3);
      fillRing(context, shape, (border * 2) / 3, border);
      return;
    case 'inset':
    case 'outset':
      fillRing(context, shape, 0, border);
      shade(context, shape, 0, border, style === 'inset');
      return;
    case 'groove':
    case 'ridge':
      fillRing(context, shape, 0, border);
      shade(context, shape, 0, border / 2, style === 'groove');
      shade(context, shape, border / 2, border, style === 'ridge');
      return;
    default:
      fillRing(context, shape, 0, border);
  }
}

function fillRing(context: Context, shape: Shape, from: number, to: number): void {
  context.beginPath();
  addOutline(context, shape, from);
  addOutline(context, shape, to);
  context.fill('evenodd');
}

// Darkens the half of a ring that lies away from a light at the upper left: what is sunken is dark above and on the left.
function shade(context: Context, shape: Shape, from: number, to: number, upper: boolean): void {
  context.save();
  context.beginPath();
  for (const [x, y] of upper ? upperHalf(shape) : lowerHalf(shape)) context.lineTo(x, y);
  context.clip();
  context.fillStyle = 'rgba(0,0,0,0.4)';
  fillRing(context, shape, from, to);
  context.restore();
}

type Points = readonly (readonly [number, number])[];

// Rectangles are mitred at 45 degrees from each corner, ellipses cut along the diagonal.
function upperHalf({ round, width, height }: Shape): Points {
  const m = Math.min(width, height) / 2;
  const inner: Points = round ? [] : [[width - m, m], [m, m], [m, height - m]]; // biome-ignore format: points
  return [[0, height], [0, 0], [width, 0], ...inner]; // biome-ignore format: points
}
function lowerHalf({ round, width, height }: Shape): Points {
  const m = Math.min(width, height) / 2;
  const inner: Points = round ? [] : [[m, height - m], [width - m, height - m], [width - m, m]]; // biome-ignore format: points
  return [[width, 0], [width, height], [0, height], ...inner]; // biome-ignore format: points
}

// Dots and dashes are stretched a little so that a whole number of them goes along each side, or around an ellipse.
function drawBroken(context: Context, shape: Shape, border: number, dotted: boolean): void {
  const half = border / 2;
  const [right, bottom] = [shape.width - half, shape.height - half];
  context.lineWidth = border;
  context.lineCap = dotted ? 'round' : 'butt';
  if (shape.round) {
    const [a, b] = [(right - half) / 2, (bottom - half) / 2];
    const around = Math.PI * (3 * (a + b) - Math.sqrt((3 * a + b) * (a + 3 * b)));
    context.setLineDash(closedPattern(around, border, dotted));
    context.beginPath();
    context.ellipse(shape.width / 2, shape.height / 2, Math.max(0, a), Math.max(0, b), 0, 0, 2 * Math.PI);
    context.stroke();
  } else {
    const inset = dotted ? half : 0; // dots sit in the corners, dashes start there
    strokeSide(context, [inset, half], [shape.width - inset, half], border, dotted);
    strokeSide(context, [inset, bottom], [shape.width - inset, bottom], border, dotted);
    strokeSide(context, [half, inset], [half, shape.height - inset], border, dotted);
    strokeSide(context, [right, inset], [right, shape.height - inset], border, dotted);
  }
  context.setLineDash([]);
  context.lineCap = 'butt';
}

function closedPattern(length: number, border: number, dotted: boolean): number[] {
  const period = length / Math.max(1, Math.round(length / (dotted ? 2 * border : 3 * border)));
  return dotted ? [0, period] : [(period * 2) / 3, period / 3];
}

function strokeSide(
  context: Context,
  from: readonly [number, number],
  to: readonly [number, number],
  border: number,
  dotted: boolean,
): void {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (dotted) {
    const period = length / Math.max(1, Math.round(length / (2 * border)));
    context.setLineDash([0, period]);
  } else {
    // n dashes of two widths and n - 1 gaps between them fill the side.
    const dashes = Math.max(1, Math.round((length + border) / (3 * border)));
    const dash = length / (dashes + (dashes - 1) / 2);
    context.setLineDash([dash, dash / 2]);
  }
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}
