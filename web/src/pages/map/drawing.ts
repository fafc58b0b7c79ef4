// What both views share: a loop that draws once a picture of the screen, the size of a canvas, and what is drawn as
// attributes of the canvas, for tests and for whoever asks a page what it shows.
import type { Fleet } from '../../ocean/fleet';
import type { Voyage } from './voyage';

const noteEvery = 0.25; // seconds
const mostNoted = 20;

export interface Loop {
  wake(): void; // something other than time has changed
  stop(): void;
}

// `draw` gets local seconds. For people who asked for less motion it draws when a frame has come, not in between.
export function drawLoop(voyage: Voyage, draw: (now: number, dark: boolean) => void): Loop {
  const darkness = matchMedia('(prefers-color-scheme: dark)');
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let awake = true;
  let seen = -1;
  let last = 0;
  let handle = requestAnimationFrame(function step(at) {
    handle = requestAnimationFrame(step);
    const due = !calm.matches || voyage.changes !== seen || at - last > 1000;
    if (!awake && !due) return;
    awake = false;
    seen = voyage.changes;
    last = at;
    draw(at / 1000, darkness.matches);
  });
  return {
    wake() {
      awake = true;
    },
    stop() {
      cancelAnimationFrame(handle);
    },
  };
}

export interface CanvasSize {
  width: number; // CSS pixels
  height: number;
  ratio: number;
  measure(): void;
}

// Reads the layout only after it changed, and keeps the canvas's own pixels in step.
export function canvasSize(canvas: HTMLCanvasElement): CanvasSize {
  let stale = true;
  if (typeof ResizeObserver !== 'undefined') {
    new ResizeObserver(() => {
      stale = true;
    }).observe(canvas);
  }
  const size: CanvasSize = {
    width: 1,
    height: 1,
    ratio: 1,
    measure() {
      if (!stale && size.ratio === ratio()) return;
      stale = false;
      size.ratio = ratio();
      size.width = Math.max(1, canvas.clientWidth);
      size.height = Math.max(1, canvas.clientHeight);
      canvas.width = Math.round(size.width * size.ratio);
      canvas.height = Math.round(size.height * size.ratio);
    },
  };
  size.measure();
  stale = true;
  return size;
}

// More than two pixels a pixel cost much and show little.
function ratio(): number {
  return Math.min(devicePixelRatio || 1, 2);
}

const noted = new WeakMap<HTMLCanvasElement, number>();

export function noteShips(canvas: HTMLCanvasElement, fleet: Fleet, view: string, now: number): void {
  if (now - (noted.get(canvas) ?? 0) < noteEvery) return;
  noted.set(canvas, now);
  canvas.dataset.view = view;
  canvas.dataset.players = String(fleet.players);
  canvas.dataset.t = fleet.t.toFixed(2);
  canvas.dataset.ships = fleet.ships
    .slice(0, mostNoted)
    .map((ship) => `${ship.id}:${ship.x.toFixed(1)},${ship.y.toFixed(1)}`)
    .join(' ');
}
