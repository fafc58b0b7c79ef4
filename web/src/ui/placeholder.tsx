// The picture of a game that brought none: a small seascape that follows from its name alone, so that a game looks the same
// on every page, and two games side by side hardly ever alike.
import type { ComponentChildren } from 'preact';

interface Palette {
  sky: string;
  glow: string;
  sun: string;
  far: string;
  middle: string;
  near: string;
  figure: string;
}

const palettes: readonly [Palette, ...Palette[]] = [
  {
    sky: '#9fd8e0',
    glow: '#c9ecee',
    sun: '#ffd166',
    far: '#3f9fae',
    middle: '#1c7887',
    near: '#0b4d63',
    figure: '#fff6e0',
  },
  {
    sky: '#ffd9a0',
    glow: '#ffe9c4',
    sun: '#ff9f5a',
    far: '#5b8fa8',
    middle: '#2f6583',
    near: '#173f5c',
    figure: '#fff6e0',
  },
  {
    sky: '#f7b5a5',
    glow: '#fdd3c2',
    sun: '#fff0b8',
    far: '#7a7fae',
    middle: '#4d5590',
    near: '#2b3268',
    figure: '#fff0dc',
  },
  {
    sky: '#17466a',
    glow: '#24608a',
    sun: '#ffe9a8',
    far: '#1b5a7e',
    middle: '#103f5f',
    near: '#082a43',
    figure: '#ffd166',
  },
  {
    sky: '#c7e8c9',
    glow: '#e3f5dd',
    sun: '#ffd166',
    far: '#4fa893',
    middle: '#24806f',
    near: '#0f564f',
    figure: '#fff6e0',
  },
  {
    sky: '#bcd3f2',
    glow: '#dce8fa',
    sun: '#ffc46b',
    far: '#5d86c4',
    middle: '#3a62a3',
    near: '#213f74',
    figure: '#fff6e0',
  },
];

// Each figure stands around the point where it touches the water.
const figures: readonly ((palette: Palette) => ComponentChildren)[] = [
  ({ figure, sun, near }) => (
    <>
      <path d="M-2-62v56M-2-60L30-12H2z" fill={figure} stroke={near} stroke-width="3" stroke-linejoin="round" />
      <path d="M-6-50l-22 38h22z" fill={sun} />
      <path d="M-36-6h72L24 12h-48z" fill={near} />
    </>
  ),
  ({ figure, near }) => (
    <>
      <path
        d="M-52 8c4-34 30-44 58-36 16 4 26 16 30 28 6-2 8-10 6-18 8 2 12 6 12 12 6-4 10-4 14 0-6 12-18 16-30 16z"
        fill={near}
      />
      <path d="M-50 0c10 6 40 8 56 2-4 6-14 8-26 8h-30z" fill={figure} />
      <circle cx="-30" cy="-8" r="3" fill={figure} />
      <path
        d="M-18-36c0-14-10-16-14-12M-18-36c0-16 10-18 14-12"
        fill="none"
        stroke={figure}
        stroke-width="4"
        stroke-linecap="round"
      />
    </>
  ),
  ({ figure, sun, near }) => (
    <g transform="translate(0 -34)">
      <path d="M-34-34a34 34 0 1 1 68 0c0 22-18 34-24 50h-20c-6-16-24-28-24-50z" fill={figure} />
      <path d="M-12-66c-10 22-4 58 4 82h16c8-24 14-60 4-82a34 34 0 0 0-24 0z" fill={sun} />
      <path d="M-9 16l3 12M9 16l-3 12" stroke={near} stroke-width="2" />
      <path d="M-8 28H8v10H-8z" fill={near} />
    </g>
  ),
  ({ figure, sun, near }) => (
    <>
      <path d="M-46 10c6-16 26-22 46-22s40 6 46 22z" fill={near} />
      <path d="M-13-10l5-54h16l5 54z" fill={figure} />
      <path d="M-11-28h22l1 12h-24zM-9-48H9l1 10h-20z" fill={sun} />
      <path d="M-10-64h20v-4h-4v-10L0-86l-6 8v10h-4z" fill={near} />
      <path d="M8-73l48-14v26z" fill={sun} opacity="0.45" />
    </>
  ),
  ({ figure, sun, near }) => (
    <g transform="translate(0 -44) rotate(14)">
      <path d="M0-46L30 0 0 40-30 0z" fill={figure} />
      <path d="M0-46L30 0H0zM0 40L-30 0H0z" fill={sun} />
      <path d="M0 40c12 10-8 18 4 28s-6 16 0 22" fill="none" stroke={near} stroke-width="3" stroke-linecap="round" />
    </g>
  ),
  ({ figure, near }) => (
    <>
      <path d="M-60 12c10-20 34-26 60-26s50 8 60 26z" fill={figure} />
      <path d="M-2-10c-6-22-4-38 6-54" fill="none" stroke={near} stroke-width="6" stroke-linecap="round" />
      <path
        d="M8-64c-18-14-34-6-40 8 14-6 26-6 40-8zM8-64c0-18 18-26 32-18-10 6-20 10-32 18zM8-64c20-4 32 8 32 24-8-12-18-18-32-24zM8-64c-14 4-22 16-18 30 6-12 10-20 18-30z"
        fill={near}
      />
    </>
  ),
];

// A handful of numbers from 0 up to 1 that depend on the text only (FNV-1a, then xorshift).
export function chances(text: string): () => number {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  state = state || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

function swell(level: number, height: number, length: number, phase: number): string {
  let path = `M${-length + phase} ${level}`;
  for (let x = -length; x < 320 + length; x += length) {
    path += `q${length / 4} ${-height} ${length / 2} 0t${length / 2} 0`;
  }
  return `${path}V180H${-length}z`;
}

function pick<T>(list: readonly T[], chance: number): T {
  return list[Math.floor(chance * list.length)] as T;
}

export function Placeholder({ name }: { name: string }) {
  const next = chances(name);
  for (let i = 0; i < 4; i += 1) next(); // short names differ little in the first numbers
  const palette = pick(palettes, next());
  const figure = pick(figures, next());
  const sunX = 40 + next() * 240;
  const sunY = 34 + next() * 44;
  const place = sunX > 160 ? 60 + next() * 70 : 190 + next() * 70;
  return (
    <svg viewBox="0 0 320 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">
      <rect width="320" height="180" fill={palette.sky} />
      <circle cx={sunX} cy={sunY} r="78" fill={palette.glow} opacity="0.55" />
      <circle cx={sunX} cy={sunY} r="50" fill={palette.glow} />
      <circle cx={sunX} cy={sunY} r="26" fill={palette.sun} />
      <path d={swell(118, 12, 120, next() * 110)} fill={palette.far} />
      <g transform={`translate(${place} 132) scale(1.05)`}>{figure(palette)}</g>
      <path d={swell(138, 12, 96, next() * 90)} fill={palette.middle} />
      <path d={swell(158, 10, 72, next() * 70)} fill={palette.near} />
    </svg>
  );
}
