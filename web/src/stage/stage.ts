// The playground on the screen: a background, a canvas above it, and fingers. Reads the world in its frame loop and draws
// only when something changed. What to do with a press is for its owner.
import { spriteAt, type TextBox } from '../model/hit';
import type { Sprite } from '../model/sprite';
import type { World } from '../model/world';
import { Colors } from './colors';
import { fontOf, fontPixels, lineOf, Painter } from './painter';
import { Pictures } from './pictures';
import { toWorld, type View, viewOf, within } from './view';

export interface StageOwner {
  world(): World;
  now(): number; // the world's clock
  beforeFrame(): void; // brings the world to the present
  pressed(sprite: Sprite): void; // a clickable one
}

const feedbackSeconds = 0.15;
const mostDensity = 3;
const mostPixels = 5_000_000; // of the canvas; beyond, a phone's memory is better spent otherwise

export class StageView {
  readonly #owner: StageOwner;
  readonly #area: HTMLElement;
  readonly #frame = document.createElement('div');
  readonly #background = document.createElement('img');
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #painter: Painter;
  readonly #colors: Colors;
  readonly #pictures = new Pictures(() => this.#refresh());
  readonly #pressed = new Map<Sprite, number>(); // until when it is lit
  readonly #observer: ResizeObserver;
  #keys = 0;
  #view: View;
  #density = 1;
  #drawn = { world: null as World | null, version: -1, alive: true };
  #stageKey = '';
  #request = 0;

  constructor(area: HTMLElement, owner: StageOwner, className: string) {
    this.#area = area;
    this.#owner = owner;
    this.#frame.className = className;
    this.#background.alt = '';
    this.#background.draggable = false;
    this.#canvas.setAttribute('aria-hidden', 'true');
    this.#frame.append(this.#background, this.#canvas);
    area.append(this.#frame);
    const context = this.#canvas.getContext('2d');
    if (!context) throw new Error('this browser has no canvas');
    this.#context = context;
    this.#colors = new Colors(context);
    this.#painter = new Painter(context, this.#colors, this.#pictures);
    this.#view = viewOf(owner.world().stage, 0, 0);
    this.#observer = new ResizeObserver(() => this.#layOut());
    this.#observer.observe(area);
    area.addEventListener('pointerdown', this.#onPointerDown);
    area.addEventListener('pointermove', this.#onPointerMove);
    area.addEventListener('contextmenu', prevent);
    area.addEventListener('gesturestart', prevent);
    area.addEventListener('dragstart', prevent);
    this.#request = requestAnimationFrame(this.#onFrame);
  }

  // Keys of this height lie over the lower end of the area.
  makeRoom(keys: number): void {
    this.#keys = keys;
    this.#layOut();
  }

  // To be called when images came or went.
  keepImages(): void {
    this.#pictures.keep(this.#owner.world().images.values());
    this.#refresh();
  }

  remove(): void {
    cancelAnimationFrame(this.#request);
    this.#observer.disconnect();
    this.#pictures.keep([]);
    this.#area.removeEventListener('pointerdown', this.#onPointerDown);
    this.#area.removeEventListener('pointermove', this.#onPointerMove);
    this.#area.removeEventListener('contextmenu', prevent);
    this.#area.removeEventListener('gesturestart', prevent);
    this.#area.removeEventListener('dragstart', prevent);
    this.#frame.remove();
  }

  #refresh(): void {
    this.#drawn.version = -1;
    this.#stageKey = '';
  }

  #layOut(): void {
    const world = this.#owner.world();
    this.#view = viewOf(world.stage, this.#area.clientWidth, this.#area.clientHeight, this.#keys);
    const { left, top, width, height } = this.#view;
    const pixels = Math.max(1, width * height);
    this.#density = Math.min(window.devicePixelRatio || 1, mostDensity, Math.sqrt(mostPixels / pixels));
    const { style } = this.#frame;
    [style.left, style.top, style.width, style.height] = [left, top, width, height].map((length) => `${length}px`) as [
      string,
      string,
      string,
      string,
    ];
    this.#canvas.width = Math.max(1, Math.round(width * this.#density));
    this.#canvas.height = Math.max(1, Math.round(height * this.#density));
    this.#refresh();
  }

  readonly #onFrame = (): void => {
    this.#request = requestAnimationFrame(this.#onFrame);
    this.#owner.beforeFrame();
    this.#draw();
  };

  #draw(): void {
    const world = this.#owner.world();
    const now = this.#owner.now();
    const lit = this.#pressed.size > 0;
    for (const [sprite, until] of this.#pressed) {
      if (until <= now) this.#pressed.delete(sprite);
    }
    const same = this.#drawn.world === world && this.#drawn.version === world.version;
    if (same && !this.#drawn.alive && !lit) return;
    this.#dress(world);
    const scene = { world, view: this.#view, density: this.#density, now, pressed: new Set(this.#pressed.keys()) };
    const alive = this.#painter.paint(scene);
    this.#drawn = { world, version: world.version, alive };
  }

  // Size, colour and picture of the stage itself, when they changed.
  #dress(world: World): void {
    const { width, height, shiftX, shiftY, color, image } = world.stage;
    const picture = image ? this.#pictures.of(world.images.get(image)) : null;
    const key = [width, height, shiftX, shiftY, color, picture?.ready ? picture.url : ''].join();
    if (key === this.#stageKey) return;
    this.#layOut();
    this.#stageKey = key;
    this.#frame.style.backgroundColor = this.#colors.resolve(color) ?? 'white';
    this.#background.hidden = !picture?.ready;
    if (picture?.ready && this.#background.src !== picture.url) this.#background.src = picture.url;
    if (!picture) this.#background.removeAttribute('src');
  }

  #spriteUnder(event: PointerEvent): Sprite | null {
    const area = this.#area.getBoundingClientRect();
    const [left, top] = [event.clientX - area.left, event.clientY - area.top];
    if (!within(this.#view, left, top)) return null;
    const { x, y } = toWorld(this.#view, left, top);
    return spriteAt(this.#owner.world(), x, y, this.#measure);
  }

  // Every finger counts by itself, at the moment it comes down.
  readonly #onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    window.focus();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    this.#owner.beforeFrame();
    const sprite = this.#spriteUnder(event);
    if (!sprite?.clickable) return;
    this.#pressed.set(sprite, this.#owner.now() + feedbackSeconds);
    this.#owner.pressed(sprite);
  };

  readonly #onPointerMove = (event: PointerEvent): void => {
    if (event.pointerType !== 'mouse') return;
    this.#frame.style.cursor = this.#spriteUnder(event)?.clickable ? 'pointer' : '';
  };

  readonly #measure = (sprite: Sprite): TextBox | null => {
    if (!sprite.text || sprite.fontColor === null) return null;
    const { scale } = this.#view;
    const pixels = fontPixels(sprite, scale);
    this.#context.font = fontOf(pixels);
    const width = this.#context.measureText(lineOf(sprite.text)).width / scale;
    const height = pixels / scale;
    const centred = sprite.color !== null || sprite.borderColor !== null || sprite.image !== '';
    const left = centred ? (sprite.width - width) / 2 : 0;
    const bottom = centred ? (sprite.height - height) / 2 : sprite.height * 0.1 - height * 0.2;
    return { left, right: left + width, bottom, top: bottom + height };
  };
}

function prevent(event: Event): void {
  event.preventDefault();
}
