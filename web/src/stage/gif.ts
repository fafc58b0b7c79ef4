// Reads the frames of an animated GIF. A canvas draws only the first picture of an animated image, and the browsers' own
// decoder for this (ImageDecoder) is missing on plain http, which is what a classroom network speaks.
export interface GifFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array; // indices into colors
  readonly colors: Uint8Array; // red, green, blue, …
  readonly clear: number; // index that stands for "transparent", -1: none
  readonly disposal: number; // 2: back to transparent afterwards, 3: back to what was before
  readonly seconds: number;
}
export interface Gif {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly GifFrame[];
}

const largestFrame = 16_000_000; // pixels

class Reader {
  at = 0;
  constructor(readonly bytes: Uint8Array) {}

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new RangeError('the GIF ends too early');
    this.at += 1;
    return value;
  }
  word(): number {
    return this.byte() | (this.byte() << 8);
  }
  take(count: number): Uint8Array {
    if (this.at + count > this.bytes.length) throw new RangeError('the GIF ends too early');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
  // A chain of blocks, each with its length in front.
  blocks(): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let size = this.byte(); size > 0; size = this.byte()) parts.push(this.take(size));
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

// Refuses, with null, what is not a GIF or too large to keep unpacked. Of a damaged one the frames before the damage count.
export function readGif(data: ArrayBuffer, mostPixels = 12_000_000): Gif | null {
  const reader = new Reader(new Uint8Array(data));
  const frames: GifFrame[] = [];
  let size = { width: 0, height: 0 };
  try {
    if (!/^GIF8[79]a$/.test(String.fromCharCode(...reader.take(6)))) return null;
    size = { width: reader.word(), height: reader.word() };
    const packed = reader.byte();
    reader.take(2);
    const common = packed & 0x80 ? reader.take(3 << ((packed & 7) + 1)) : new Uint8Array(0);
    readFrames(reader, common, (frame) => {
      frames.push(frame);
      return frames.length * size.width * size.height <= mostPixels;
    });
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem;
  }
  const large = frames.length * size.width * size.height > mostPixels;
  return frames.length === 0 || large ? null : { ...size, frames };
}

function readFrames(reader: Reader, common: Uint8Array, add: (frame: GifFrame) => boolean): void {
  let control = { clear: -1, disposal: 0, seconds: 0.1 };
  for (let kind = reader.byte(); kind !== 0x3b; kind = reader.byte()) {
    if (kind === 0x21) {
      const label = reader.byte();
      const block = reader.blocks();
      if (label === 0xf9) control = readControl(block);
    } else if (kind === 0x2c) {
      if (!add(readFrame(reader, common, control))) return;
      control = { clear: -1, disposal: 0, seconds: 0.1 };
    } else {
      return;
    }
  }
}

function readControl(block: Uint8Array) {
  const [packed = 0, low = 0, high = 0, index = 0] = block;
  const hundredths = low | (high << 8);
  // Browsers slow down frames that ask for no time at all.
  return {
    clear: packed & 1 ? index : -1,
    disposal: (packed >> 2) & 7,
    seconds: hundredths > 1 ? hundredths / 100 : 0.1,
  };
}

function readFrame(
  reader: Reader,
  common: Uint8Array,
  control: Pick<GifFrame, 'clear' | 'disposal' | 'seconds'>,
): GifFrame {
  const [left, top, width, height] = [reader.word(), reader.word(), reader.word(), reader.word()];
  if (width * height > largestFrame) throw new RangeError('a frame of the GIF is too large');
  const packed = reader.byte();
  const colors = packed & 0x80 ? reader.take(3 << ((packed & 7) + 1)) : common;
  const codeSize = reader.byte();
  const indices = unpack(reader.blocks(), codeSize, width * height);
  const pixels = packed & 0x40 ? uninterlaced(indices, width, height) : indices;
  return { left, top, width, height, pixels, colors, ...control };
}

// LZW with codes that grow up to 12 bits, least significant bit first.
function unpack(data: Uint8Array, codeSize: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  const [clear, end] = [1 << codeSize, (1 << codeSize) + 1];
  const prefix = new Uint16Array(4096);
  const suffix = new Uint8Array(4096);
  const stack = new Uint8Array(4097);
  let [next, size, previous, first, written, bits, held] = [end + 1, codeSize + 1, -1, 0, 0, 0, 0];
  for (let i = 0; i < clear && i < 256; i += 1) suffix[i] = i;
  for (const byte of data) {
    held |= byte << bits;
    bits += 8;
    while (bits >= size) {
      let code = held & ((1 << size) - 1);
      held >>= size;
      bits -= size;
      if (code === clear) {
        [next, size, previous] = [end + 1, codeSize + 1, -1];
        continue;
      }
      if (code === end || code > next || written >= count) return out;
      const given = code;
      let depth = 0;
      if (code === next) {
        if (previous < 0) return out;
        stack[depth++] = first;
        code = previous;
      }
      while (code > end) {
        stack[depth++] = suffix[code] ?? 0;
        code = prefix[code] ?? 0;
      }
      first = suffix[code] ?? 0;
      stack[depth++] = first;
      while (depth > 0 && written < count) out[written++] = stack[--depth] ?? 0;
      if (previous >= 0 && next < 4096) {
        prefix[next] = previous;
        suffix[next] = first;
        next += 1;
        if (next === 1 << size && size < 12) size += 1;
      }
      previous = given;
    }
  }
  return out;
}

function uninterlaced(indices: Uint8Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(indices.length);
  let row = 0;
  for (const [start, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const) {
    // biome-ignore format: passes
    for (let y = start; y < height; y += step) {
      out.set(indices.subarray(row * width, (row + 1) * width), y * width);
      row += 1;
    }
  }
  return out;
}
