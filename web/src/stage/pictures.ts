// Images of games, decoded once each and drawn at any size. A picture that is not ready yet, or cannot be decoded, draws
// nothing. SVG is only ever used as the source of an image element, where it can neither run scripts nor fetch anything.
import type { ImageFile } from '../protocol/events';
import { type Gif, readGif } from './gif';
import { sizedSvg } from './svg';

type Context = CanvasRenderingContext2D;

export interface Picture {
  readonly url: string; // for an element of its own: the background, where the browser animates by itself
  ready: boolean;
  animated: boolean;
  width: number; // natural size
  height: number;
  draw(context: Context, x: number, y: number, width: number, height: number, now: number): void;
  dispose(): void;
}

const mimeTypes = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  png: 'png',
  gif: 'gif',
  bmp: 'bmp',
  webp: 'webp',
  svg: 'svg+xml',
} as const;

export class Pictures {
  readonly #known = new Map<ImageFile, Picture>();
  readonly #onReady: () => void;

  constructor(onReady: () => void) {
    this.#onReady = onReady;
  }

  // Decodes what is new and lets go of what is no longer in use.
  keep(files: Iterable<ImageFile>): void {
    const wanted = new Set(files);
    for (const [file, picture] of this.#known) {
      if (wanted.has(file)) continue;
      picture.dispose();
      this.#known.delete(file);
    }
    for (const file of wanted) {
      if (!this.#known.has(file)) this.#known.set(file, openPicture(file, this.#onReady));
    }
  }

  of(file: ImageFile | undefined): Picture | null {
    return (file && this.#known.get(file)) ?? null;
  }
}

function openPicture(file: ImageFile, onReady: () => void): Picture {
  const data = typeof file.data === 'string' ? sizedSvg(file.data) : file.data;
  const url = URL.createObjectURL(new Blob([data], { type: `image/${mimeTypes[file.type]}` }));
  const image = new Image();
  const scaled = new Scaled(image, file.type === 'svg');
  let film: Film | null = null;
  const picture: Picture = {
    url,
    ready: false,
    animated: false,
    width: 0,
    height: 0,
    draw(context, x, y, width, height, now) {
      if (film) context.drawImage(film.at(now), x, y, width, height);
      else scaled.draw(context, x, y, width, height);
    },
    dispose: () => URL.revokeObjectURL(url),
  };
  image.onload = () => {
    // An SVG without any size of its own is taken as a square.
    picture.width = image.naturalWidth || 100;
    picture.height = image.naturalHeight || 100;
    const gif = file.type === 'gif' && typeof file.data !== 'string' ? readGif(file.data) : null;
    film = gif && gif.frames.length > 1 ? new Film(gif) : null;
    picture.animated = film !== null;
    picture.ready = true;
    onReady();
  };
  image.onerror = () => console.warn(`the image ${file.name} cannot be shown`);
  image.src = url;
  return picture;
}

// Keeps the picture in the sizes in which it was drawn last: scaling a photo, or drawing an SVG, is too slow to be done for
// a hundred sprites sixty times a second.
class Scaled {
  readonly #sizes = new Map<string, HTMLCanvasElement>();
  readonly #source: HTMLImageElement;
  readonly #vector: boolean;

  constructor(source: HTMLImageElement, vector: boolean) {
    this.#source = source;
    this.#vector = vector;
  }

  draw(context: Context, x: number, y: number, width: number, height: number): void {
    const zoom = Math.hypot(context.getTransform().a, context.getTransform().b);
    const [w, h] = [roundUp(width * zoom), roundUp(height * zoom)];
    const shrunk = w * 1.5 < this.#source.naturalWidth;
    const fits = w > 0 && h > 0 && w <= 2048 && h <= 2048;
    const source = fits && (this.#vector || shrunk) ? this.#at(w, h) : this.#source;
    context.drawImage(source, x, y, width, height);
  }

  #at(width: number, height: number): CanvasImageSource {
    const key = `${width}x${height}`;
    const known = this.#sizes.get(key);
    if (known) return known;
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    if (!context) return this.#source;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#source, 0, 0, width, height);
    if (this.#sizes.size >= 6) this.#sizes.clear();
    this.#sizes.set(key, canvas);
    return canvas;
  }
}

// To steps of about a sixteenth, so that a growing sprite does not need a new size for each frame.
function roundUp(pixels: number): number {
  const step = Math.max(1, 2 ** Math.floor(Math.log2(Math.max(1, pixels)) - 4));
  return Math.ceil(pixels / step) * step;
}

// The frames of a GIF, composed as they are needed.
class Film {
  readonly #frames: readonly HTMLCanvasElement[];
  readonly #ends: readonly number[]; // seconds from the start

  constructor(gif: Gif) {
    this.#frames = compose(gif);
    let end = 0;
    this.#ends = gif.frames.map(({ seconds }) => {
      end += seconds;
      return end;
    });
  }

  at(now: number): HTMLCanvasElement {
    const total = this.#ends.at(-1) ?? 1;
    const moment = now % total;
    const index = this.#ends.findIndex((end) => moment < end);
    return this.#frames[Math.max(0, index)] as HTMLCanvasElement;
  }
}

function compose(gif: Gif): HTMLCanvasElement[] {
  let current = new Uint8ClampedArray(gif.width * gif.height * 4);
  return gif.frames.map((frame) => {
    const before = frame.disposal === 3 ? current.slice() : null;
    for (let y = 0; y < frame.height; y += 1) {
      for (let x = 0; x < frame.width; x += 1) {
        const color = frame.pixels[y * frame.width + x] ?? 0;
        const [left, top] = [x + frame.left, y + frame.top];
        if (color === frame.clear || left >= gif.width || top >= gif.height) continue;
        const at = (top * gif.width + left) * 4;
        current.set(frame.colors.subarray(color * 3, color * 3 + 3), at);
        current[at + 3] = 255;
      }
    }
    const canvas = document.createElement('canvas');
    canvas.width = gif.width;
    canvas.height = gif.height;
    canvas.getContext('2d')?.putImageData(new ImageData(current.slice(), gif.width, gif.height), 0, 0);
    if (before) current = before;
    if (frame.disposal === 2) erase(current, gif.width, frame);
    return canvas;
  });
}

function erase(pixels: Uint8ClampedArray, width: number, { left, top, width: w, height }: Gif['frames'][number]): void {
  for (let y = top; y < top + height; y += 1) {
    pixels.fill(0, (y * width + left) * 4, (y * width + Math.min(width, left + w)) * 4);
  }
}
