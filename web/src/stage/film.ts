// The frames of an animated image, for sprites: a canvas draws only the first picture of an image element.
import { type Gif, type GifFrame, readGif } from './gif';

export interface FilmFrame {
  readonly picture: CanvasImageSource;
  readonly seconds: number;
}

export class Film {
  readonly #frames: readonly FilmFrame[];
  readonly #total: number;

  constructor(frames: readonly FilmFrame[]) {
    this.#frames = frames;
    this.#total = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  }

  at(now: number): CanvasImageSource {
    let moment = now % this.#total;
    for (const { picture, seconds } of this.#frames) {
      moment -= seconds;
      if (moment < 0) return picture;
    }
    return (this.#frames[0] as FilmFrame).picture;
  }
}

// Null: it stands still, cannot be read here, or is too large to keep unpacked.
export async function openFilm(type: string, data: ArrayBuffer): Promise<Film | null> {
  if (type === 'gif') {
    const gif = readGif(data);
    return gif && gif.frames.length > 1 ? new Film(compose(gif)) : null;
  }
  return type === 'webp' ? decodeWebp(data) : null;
}

interface Decoder {
  readonly completed: Promise<void>;
  readonly tracks: { readonly selectedTrack: { readonly frameCount: number } | null };
  decode(options: { frameIndex: number }): Promise<{ image: VideoFrame }>;
  close(): void;
}
type DecoderClass = new (options: { data: ArrayBuffer; type: string }) => Decoder;

const mostWebpFrames = 120;

// Only browsers with a decoder of their own for this animate WebP sprites, and they offer it only over https.
async function decodeWebp(data: ArrayBuffer): Promise<Film | null> {
  const { ImageDecoder } = globalThis as { ImageDecoder?: DecoderClass };
  if (!ImageDecoder) return null;
  const decoder = new ImageDecoder({ data: data.slice(0), type: 'image/webp' });
  try {
    await decoder.completed;
    const count = decoder.tracks.selectedTrack?.frameCount ?? 1;
    if (count < 2 || count > mostWebpFrames) return null;
    const frames: FilmFrame[] = [];
    for (let index = 0; index < count; index += 1) {
      const { image } = await decoder.decode({ frameIndex: index });
      const picture = blank(image.displayWidth, image.displayHeight);
      picture.getContext('2d')?.drawImage(image, 0, 0);
      frames.push({ picture, seconds: (image.duration ?? 100_000) / 1e6 || 0.1 });
      image.close();
    }
    return new Film(frames);
  } catch {
    return null;
  } finally {
    decoder.close();
  }
}

function blank(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

function compose(gif: Gif): FilmFrame[] {
  let current = new Uint8ClampedArray(gif.width * gif.height * 4);
  return gif.frames.map((frame) => {
    const before = frame.disposal === 3 ? current.slice() : null;
    lay(current, gif, frame);
    const picture = blank(gif.width, gif.height);
    picture.getContext('2d')?.putImageData(new ImageData(current.slice(), gif.width, gif.height), 0, 0);
    if (before) current = before;
    if (frame.disposal === 2) erase(current, gif.width, frame);
    return { picture, seconds: frame.seconds };
  });
}

function lay(onto: Uint8ClampedArray, gif: Gif, frame: GifFrame): void {
  for (let y = 0; y < frame.height; y += 1) {
    for (let x = 0; x < frame.width; x += 1) {
      const color = frame.pixels[y * frame.width + x] ?? 0;
      const [left, top] = [x + frame.left, y + frame.top];
      if (color === frame.clear || left >= gif.width || top >= gif.height) continue;
      const at = (top * gif.width + left) * 4;
      onto.set(frame.colors.subarray(color * 3, color * 3 + 3), at);
      onto[at + 3] = 255;
    }
  }
}

function erase(pixels: Uint8ClampedArray, width: number, { left, top, width: w, height }: GifFrame): void {
  for (let y = top; y < top + height; y += 1) {
    pixels.fill(0, (y * width + left) * 4, (y * width + Math.min(width, left + w)) * 4);
  }
}
