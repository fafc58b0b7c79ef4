// The sea floor as a picture: colours by depth, shaded as if lit from the north-west, with a fine line every five metres.
// Pure: makes the pixels, draws nothing. North is up, so row 0 of the picture is the last row of the grid.
import type { Grid } from './decode';

export interface Picture {
  width: number;
  height: number;
  pixels: Uint8ClampedArray; // red, green, blue, opacity
  depth: Float32Array; // metres, by pixel
}
export type Colour = readonly [red: number, green: number, blue: number];
export type Stops = readonly (readonly [depth: number, colour: Colour])[];

export const daySea: Stops = [
  [0, [240, 226, 178]],
  [4, [196, 226, 196]],
  [12, [126, 206, 206]],
  [22, [82, 172, 196]],
  [30, [60, 146, 182]],
  [40, [34, 94, 146]],
  [50, [22, 58, 112]],
];
export const nightSea: Stops = [
  [0, [150, 140, 104]],
  [4, [92, 132, 116]],
  [12, [44, 112, 118]],
  [22, [22, 78, 98]],
  [30, [14, 58, 82]],
  [40, [8, 34, 62]],
  [50, [4, 14, 38]],
];

const largest = 1024; // pixels a side

export function relief(grid: Grid, stops: Stops): Picture {
  const fine = Math.max(1, Math.min(8, Math.floor(largest / Math.max(grid.nx, grid.ny))));
  const width = grid.nx * fine;
  const height = grid.ny * fine;
  const depth = smooth(grid, fine);
  const pixels = new Uint8ClampedArray(width * height * 4);
  const step = grid.cell / fine; // metres a pixel
  const colour: [number, number, number] = [0, 0, 0];
  for (let row = 0; row < height; row++) {
    const up = ((row + height - 1) % height) * width;
    const down = ((row + 1) % height) * width;
    for (let column = 0; column < width; column++) {
      const here = depth[row * width + column] as number;
      const east = (depth[row * width + ((column + 1) % width)] as number) - here;
      const west = here - (depth[row * width + ((column + width - 1) % width)] as number);
      const south = (depth[down + column] as number) - here;
      const north = here - (depth[up + column] as number);
      // Depth that grows towards south-east falls away from the light.
      const slope = (east + west + south + north) / (4 * step);
      const light = 1 - 0.34 * Math.tanh(2.6 * slope);
      const line = band(here) !== band(here + east) || band(here) !== band(here + south);
      mix(stops, here, colour);
      const at = (row * width + column) * 4;
      const tone = light * (line ? 0.9 : 1);
      pixels[at] = colour[0] * tone;
      pixels[at + 1] = colour[1] * tone;
      pixels[at + 2] = colour[2] * tone;
      pixels[at + 3] = 255;
    }
  }
  return { width, height, pixels, depth };
}

// Lines lie at 2.5, 7.5, ... metres: the plain of 30 m would otherwise be one big line.
function band(depth: number): number {
  return Math.floor((depth + 2.5) / 5);
}

function mix(stops: Stops, depth: number, into: [number, number, number]): void {
  let i = 1;
  while (i < stops.length - 1 && depth > (stops[i] as Stops[number])[0]) i++;
  const [low, from] = stops[i - 1] as Stops[number];
  const [high, to] = stops[i] as Stops[number];
  const part = Math.min(Math.max((depth - low) / (high - low), 0), 1);
  for (let channel = 0; channel < 3; channel++) {
    into[channel] = (from[channel] as number) * (1 - part) + (to[channel] as number) * part;
  }
}

// Cubic B-spline weights of the four cells around a point `part` of the way from the second to the third.
function weights(part: number): [number, number, number, number] {
  const rest = 1 - part;
  return [
    rest ** 3 / 6,
    (3 * part ** 3 - 6 * part ** 2 + 4) / 6,
    (3 * rest ** 3 - 6 * rest ** 2 + 4) / 6,
    part ** 3 / 6,
  ];
}

function smooth(grid: Grid, fine: number): Float32Array {
  const { nx, ny } = grid;
  const width = nx * fine;
  const height = ny * fine;
  const phases = Array.from({ length: fine }, (_, i) => {
    const offset = (i + 0.5) / fine - 0.5; // from the cell's centre
    return { first: offset < 0 ? -2 : -1, weights: weights(offset < 0 ? offset + 1 : offset) };
  });
  const wide = new Float32Array(width * ny); // rows as in the grid: south first
  for (let j = 0; j < ny; j++) {
    for (let column = 0; column < width; column++) {
      const cell = Math.floor(column / fine);
      const phase = phases[column % fine] as (typeof phases)[number];
      let sum = 0;
      for (let k = 0; k < 4; k++) {
        const i = (cell + phase.first + k + 2 * nx) % nx;
        sum += (phase.weights[k] as number) * (grid.depth[j * nx + i] as number);
      }
      wide[j * width + column] = sum / 5;
    }
  }
  const out = new Float32Array(width * height);
  for (let fromSouth = 0; fromSouth < height; fromSouth++) {
    const cell = Math.floor(fromSouth / fine);
    const phase = phases[fromSouth % fine] as (typeof phases)[number];
    const row = (height - 1 - fromSouth) * width;
    for (let k = 0; k < 4; k++) {
      const source = ((cell + phase.first + k + 2 * ny) % ny) * width;
      const weight = phase.weights[k] as number;
      for (let column = 0; column < width; column++) {
        out[row + column] = (out[row + column] as number) + weight * (wide[source + column] as number);
      }
    }
  }
  return out;
}
