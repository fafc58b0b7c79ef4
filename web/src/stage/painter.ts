// Draws the playground on a canvas: sprites and lines in their order. The background lies beneath the canvas, see stage.ts.
import { type Painted, paintOrder } from '../model/order';
import type { Sprite } from '../model/sprite';
import type { Line, World } from '../model/world';
import { addOutline, drawBorder, type Shape } from './border';
import type { Colors } from './colors';
import type { Picture, Pictures } from './pictures';
import type { View } from './view';

type Context = CanvasRenderingContext2D;

export const plainFontPixels = 14; // of text without a font size, whatever the stage's scale
const fontFamily = 'monospace';
const plainBorderPixels = 1;

export function fontPixels(sprite: Sprite, scale: number): number {
  return sprite.fontSize === null ? plainFontPixels : sprite.fontSize * scale;
}

export function fontOf(pixels: number): string {
  return `${pixels}px ${fontFamily}`;
}

// One line, whatever the game put into it.
export function lineOf(text: string): string {
  return text.replace(/\s+/g, ' ');
}

export interface Scene {
  readonly world: World;
  readonly view: View;
  readonly density: number; // device pixels per CSS pixel
  readonly now: number; // seconds, for animated images
  readonly pressed: ReadonlySet<Sprite>;
}

export class Painter {
  readonly #context: Context;
  readonly #colors: Colors;
  readonly #pictures: Pictures;

  constructor(context: Context, colors: Colors, pictures: Pictures) {
    this.#context = context;
    this.#colors = colors;
    this.#pictures = pictures;
  }

  // Returns whether something in the picture changes by itself.
  paint(scene: Scene): boolean {
    const { density, view } = scene;
    this.#context.setTransform(density, 0, 0, density, 0, 0);
    this.#context.clearRect(0, 0, view.width + 1, view.height + 1);
    let alive = false;
    for (const entry of paintOrder(scene.world)) alive = this.#paintOne(scene, entry) || alive;
    return alive;
  }

  #paintOne(scene: Scene, entry: Painted): boolean {
    if (entry.kind === 'sprite') return this.#sprite(scene, entry.sprite);
    this.#line(scene, entry.line);
    return false;
  }

  #line({ view, density }: Scene, line: Line): void {
    const color = this.#colors.resolve(line.color);
    const { x1, y1, x2, y2 } = line;
    if (!color || x1 === null || y1 === null || x2 === null || y2 === null) return;
    const context = this.#context;
    context.setTransform(density, 0, 0, density, 0, 0);
    context.strokeStyle = color;
    context.lineWidth = line.width * view.scale;
    if (!(context.lineWidth > 0 && line.width > 0)) return;
    context.beginPath();
    context.moveTo((x1 - view.shiftX) * view.scale, view.height - (y1 - view.shiftY) * view.scale);
    context.lineTo((x2 - view.shiftX) * view.scale, view.height - (y2 - view.shiftY) * view.scale);
    context.stroke();
  }

  #sprite(scene: Scene, sprite: Sprite): boolean {
    const { world, view } = scene;
    const picture = sprite.image ? this.#pictures.of(world.images.get(sprite.image)) : null;
    const shown = picture?.ready ? picture : null;
    const border = this.#border(sprite, view.scale);
    const shape = this.#enter(scene, sprite);
    if (!shape) return false;
    const context = this.#context;
    const pressed = scene.pressed.has(sprite);
    const fill = this.#colors.resolve(sprite.color) ?? (pressed ? 'grey' : null);
    if (fill) this.#fill(shape, fill);
    const thickness = border ? Math.min(border.width, shape.width / 2, shape.height / 2) : 0;
    if (border && thickness > 0) drawBorder(context, shape, thickness, sprite.borderStyle, border.color);
    if (shown) drawContained(context, shown, shape, thickness, scene.now);
    if (pressed) this.#fill(shape, 'rgba(0,0,0,0.15)');
    if (sprite.text) this.#text(sprite, shape, view.scale, fill !== null || border !== null || shown !== null);
    return shown?.animated ?? false;
  }

  #border(sprite: Sprite, scale: number): { color: string; width: number } | null {
    const color = this.#colors.resolve(sprite.borderColor);
    if (!color || sprite.borderStyle === 'none' || sprite.borderStyle === 'hidden') return null;
    return { color, width: sprite.borderWidth === null ? plainBorderPixels : sprite.borderWidth * scale };
  }

  // Puts the canvas' origin at the upper left corner of the sprite's box, turned about its anchor. Boxes that are not
  // turned are set on whole device pixels, so that neighbouring tiles leave no gap. Null: nothing of it is on the stage.
  #enter({ view, density }: Scene, sprite: Sprite): Shape | null {
    const { scale } = view;
    const [width, height] = [sprite.width * scale, sprite.height * scale];
    const anchorX = (sprite.x - view.shiftX) * scale;
    const anchorY = view.height - (sprite.y - view.shiftY) * scale;
    const [left, top] = [sprite.anchorX * width, (1 - sprite.anchorY) * height];
    if (sprite.rotate % 360 === 0) {
      const box = { x0: anchorX - left, x1: anchorX - left + width, y0: anchorY - top, y1: anchorY - top + height };
      const outside = box.x1 < 0 || box.y1 < 0 || box.x0 > view.width || box.y0 > view.height;
      if (outside && !sprite.text) return null;
      const [x0, x1] = [Math.round(box.x0 * density), Math.round(box.x1 * density)];
      const [y0, y1] = [Math.round(box.y0 * density), Math.round(box.y1 * density)];
      this.#context.setTransform(density, 0, 0, density, x0, y0);
      return { round: sprite.round, width: (x1 - x0) / density, height: (y1 - y0) / density };
    }
    const turn = (sprite.rotate * Math.PI) / 180;
    const [cos, sin] = [Math.cos(turn) * density, Math.sin(turn) * density];
    this.#context.setTransform(cos, sin, -sin, cos, anchorX * density, anchorY * density);
    this.#context.translate(-left, -top);
    return { round: sprite.round, width, height };
  }

  #fill(shape: Shape, color: string): void {
    const context = this.#context;
    context.fillStyle = color;
    if (shape.round) {
      context.beginPath();
      addOutline(context, shape, 0);
      context.fill();
    } else {
      context.fillRect(0, 0, shape.width, shape.height);
    }
  }

  #text(sprite: Sprite, shape: Shape, scale: number, centred: boolean): void {
    const color = this.#colors.resolve(sprite.fontColor);
    const pixels = fontPixels(sprite, scale);
    if (!color || pixels < 1) return;
    const context = this.#context;
    context.fillStyle = color;
    context.font = fontOf(pixels);
    context.textAlign = centred ? 'center' : 'left';
    context.textBaseline = centred ? 'middle' : 'alphabetic';
    const [x, y] = centred ? [shape.width / 2, shape.height / 2] : [0, shape.height * 0.9];
    context.fillText(lineOf(sprite.text), x, y);
  }
}

// Whole, as large as fits, in the middle of what the border leaves.
function drawContained(context: Context, picture: Picture, shape: Shape, border: number, now: number): void {
  const [width, height] = [shape.width - 2 * border, shape.height - 2 * border];
  const scale = Math.min(width / picture.width, height / picture.height);
  if (!(scale > 0)) return;
  const [w, h] = [picture.width * scale, picture.height * scale];
  picture.draw(context, (shape.width - w) / 2, (shape.height - h) / 2, w, h, now);
}
