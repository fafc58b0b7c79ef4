import { describe, expect, it } from 'vitest';
import { readGif } from './gif';

// A small encoder, so that the tests need no binary files. It packs like the real ones: codes grow from `codeSize` + 1 to 12
// bits, then the dictionary is cleared.
function pack(pixels: readonly number[], codeSize: number): number[] {
  const [clear, end] = [1 << codeSize, (1 << codeSize) + 1];
  const out: number[] = [];
  let [held, bits, size] = [0, 0, codeSize + 1];
  const put = (code: number) => {
    held |= code << bits;
    for (bits += size; bits >= 8; bits -= 8, held >>= 8) out.push(held & 255);
  };
  let words = new Map<string, number>();
  const restart = () => {
    put(clear);
    words = new Map(Array.from({ length: clear }, (_, i) => [String(i), i]));
    size = codeSize + 1;
  };
  restart();
  let word = '';
  let next = end + 1;
  for (const pixel of pixels) {
    const longer = word === '' ? String(pixel) : `${word},${pixel}`;
    if (words.has(longer)) {
      word = longer;
      continue;
    }
    put(words.get(word) as number);
    if (next < 4096) {
      words.set(longer, next);
      if (next === 1 << size && size < 12) size += 1;
      next += 1;
    } else {
      restart();
      next = end + 1;
    }
    word = String(pixel);
  }
  put(words.get(word) as number);
  put(end);
  if (bits > 0) out.push(held & 255);
  return out;
}

interface FrameSpec {
  box: [number, number, number, number];
  pixels: number[];
  hundredths?: number;
  clear?: number;
  disposal?: number;
  interlaced?: boolean;
}

const two = (value: number) => [value & 255, value >> 8];

function gif(width: number, height: number, frames: FrameSpec[], colors = 4): ArrayBuffer {
  const bits = Math.log2(colors);
  const palette = Array.from({ length: colors }, (_, i) => [i, 2 * i, 3 * i].map((part) => part & 255)).flat();
  const bytes = [...'GIF89a'].map((letter) => letter.charCodeAt(0));
  bytes.push(...two(width), ...two(height), 0x80 | (bits - 1), 0, 0, ...palette);
  for (const { box, pixels, hundredths = 20, clear, disposal = 0, interlaced } of frames) {
    const flags = (disposal << 2) | (clear === undefined ? 0 : 1);
    bytes.push(0x21, 0xf9, 4, flags, ...two(hundredths), clear ?? 0, 0);
    bytes.push(0x21, 0xfe, 2, 104, 105, 0); // a comment, to be skipped
    bytes.push(0x2c, ...box.flatMap(two), interlaced ? 0x40 : 0, Math.max(2, bits));
    const packed = pack(pixels, Math.max(2, bits));
    for (let at = 0; at < packed.length; at += 255) {
      const block = packed.slice(at, at + 255);
      bytes.push(block.length, ...block);
    }
    bytes.push(0);
  }
  bytes.push(0x3b);
  return new Uint8Array(bytes).buffer;
}

describe('a GIF', () => {
  it('gives its frames with place, time, transparency and what follows', () => {
    const read = readGif(
      gif(3, 2, [
        { box: [0, 0, 3, 2], pixels: [0, 1, 2, 3, 2, 1] },
        { box: [1, 0, 2, 1], pixels: [3, 3], hundredths: 0, clear: 2, disposal: 2 },
      ]),
    );
    expect(read).toMatchObject({ width: 3, height: 2 });
    const [first, second] = read?.frames ?? [];
    expect([...(first?.pixels ?? [])]).toEqual([0, 1, 2, 3, 2, 1]);
    expect(first).toMatchObject({ seconds: 0.2, clear: -1, disposal: 0 });
    expect(second).toMatchObject({ left: 1, top: 0, width: 2, height: 1, seconds: 0.1, clear: 2, disposal: 2 });
    expect([...(second?.colors.subarray(9, 12) ?? [])]).toEqual([3, 6, 9]);
  });

  it('of many colours and pixels needs codes of every length', () => {
    let seed = 7;
    const pixels = Array.from({ length: 200 * 90 }, () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return (seed >> 16) & 255;
    });
    const read = readGif(gif(200, 90, [{ box: [0, 0, 200, 90], pixels }], 256));
    expect([...(read?.frames[0]?.pixels ?? [])]).toEqual(pixels);
  });

  it('may have its rows in four passes', () => {
    const rows = [0, 8, 4, 2, 6, 1, 3, 5, 7, 9].map((y) => y % 4);
    const read = readGif(gif(1, 10, [{ box: [0, 0, 1, 10], pixels: rows, interlaced: true }]));
    expect([...(read?.frames[0]?.pixels ?? [])]).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1]);
  });

  it('that is cut off gives what came before, or nothing', () => {
    const whole = gif(2, 1, [
      { box: [0, 0, 2, 1], pixels: [0, 1] },
      { box: [0, 0, 2, 1], pixels: [2, 3] },
    ]);
    expect(readGif(whole.slice(0, -12))?.frames).toHaveLength(1);
    for (let length = 0; length < whole.byteLength; length += 1) readGif(whole.slice(0, length));
    expect(readGif(new TextEncoder().encode('GIF89b, not really').buffer as ArrayBuffer)).toBeNull();
  });

  it('too large to keep unpacked is refused', () => {
    const frames = Array.from({ length: 5 }, () => ({
      box: [0, 0, 2, 2] as [number, number, number, number],
      pixels: [0, 1, 2, 3],
    }));
    expect(readGif(gif(2, 2, frames), 19)).toBeNull();
    expect(readGif(gif(2, 2, frames), 20)?.frames).toHaveLength(5);
  });
});
