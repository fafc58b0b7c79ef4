// Images of games, decoded once each and drawn at any size. A picture that is not ready yet, or cannot be decoded, draws
// nothing. SVG is only ever used as the source of an image element, where it can neither run scripts nor fetch anything.
import type { ImageFile } from '../protocol/events';
import { type Film, openFilm } from './film';
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
  let film: Film | null | undefined; // undefined: not asked for yet
  const picture: Picture = {
    url,
    ready: false,
    animated: false,
    width: 0,
    height: 0,
    draw(context, x, y, width, height, now) {
      if (film) context.drawImage(film.at(now), x, y, width, height);
      else scaled.draw(context, x, y, width, height);
      // Unpacked only for sprites; a background animates by itself.
      if (film === undefined) void unpack();
    },
    dispose: () => URL.revokeObjectURL(url),
  };
  const unpack = async () => {
    film = null;
    film = typeof file.data === 'string' ? null : await openFilm(file.type, file.data);
    picture.animated = film !== null;
    if (film) onReady();
  };
  image.onload = () => {
    // An SVG without any size of its own is taken as a square.
    picture.width = image.naturalWidth || 100;
    picture.height = image.naturalHeight || 100;
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
