// The planet in space: a ring around the z axis, east along it, north around its tube. Pure: points, meshes and the camera.
// Lengths are those of the ring (radius 1 to the middle of its tube), not metres.
import { difference, turn } from './torus';

export const tube = 0.46; // radius of the sea's surface around the middle of the tube
const deepening = 0.0011; // by which a metre of depth is shown; about four times too much, to be seen at all

export interface Camera {
  around: number; // radians, where the eye stands east of the planet's x axis
  above: number; // radians, from the plane of the ring
  far: number; // distance of the eye from the middle
}
export const nearest = 1.75;
export const farthest = 6;
export const upright: Camera = { around: 0.4, above: 0.75, far: 3.6 };

export function turned(camera: Readonly<Camera>, dx: number, dy: number): Camera {
  const above = Math.min(Math.max(camera.above + dy, -1.5), 1.5);
  return { ...camera, around: camera.around + dx, above };
}

export function neared(camera: Readonly<Camera>, factor: number): Camera {
  return { ...camera, far: Math.min(Math.max(camera.far / factor, nearest), farthest) };
}

// Where the eye sees the point (x, y) best.
export function facing(camera: Readonly<Camera>, x: number, y: number, w: number, h: number): Camera {
  const north = difference((y / h) * turn, turn);
  return { ...camera, around: (x / w) * turn, above: Math.min(Math.max(north * 0.75, -1.35), 1.35) };
}

export type Matrix = Float32Array; // 4 x 4, by columns

export function perspective(camera: Readonly<Camera>, aspect: number, out: Matrix): void {
  const { around, above, far } = camera;
  const [sa, ca, sb, cb] = [Math.sin(around), Math.cos(around), Math.sin(above), Math.cos(above)];
  // Right, up and back of the eye, which looks at the middle.
  const [rx, ry] = [-sa, ca];
  const [ux, uy, uz] = [-sb * ca, -sb * sa, cb];
  const [bx, by, bz] = [cb * ca, cb * sa, sb];
  // A tall window sees as much across as a square one.
  const focus = aspect < 1 ? 2.1 * aspect : 2.1;
  const [near, end] = [0.1, 12];
  const depthScale = (near + end) / (near - end);
  const depthShift = (2 * near * end) / (near - end);
  const fx = focus / aspect;
  out.set([fx * rx, focus * ux, depthScale * bx, -bx], 0);
  out.set([fx * ry, focus * uy, depthScale * by, -by], 4);
  out.set([0, focus * uz, depthScale * bz, -bz], 8);
  out.set([0, 0, -depthScale * far + depthShift, far], 12);
}

export function eye(camera: Readonly<Camera>, out: Float32Array): void {
  out[0] = camera.far * Math.cos(camera.above) * Math.cos(camera.around);
  out[1] = camera.far * Math.cos(camera.above) * Math.sin(camera.around);
  out[2] = camera.far * Math.sin(camera.above);
}

// The point at east, north (radians) and a depth in metres, into out[at..at+2].
export function point(east: number, north: number, depth: number, out: Float32Array, at: number): void {
  const radius = tube - depth * deepening;
  const fromAxis = 1 + radius * Math.cos(north);
  out[at] = fromAxis * Math.cos(east);
  out[at + 1] = fromAxis * Math.sin(east);
  out[at + 2] = radius * Math.sin(north);
}

// Pixel of a point in space; false if it lies behind the eye.
export function project(m: Matrix, p: Float32Array, width: number, height: number, out: Float32Array): boolean {
  const [x, y, z] = [p[0] as number, p[1] as number, p[2] as number];
  const at = (row: number) =>
    (m[row] as number) * x + (m[row + 4] as number) * y + (m[row + 8] as number) * z + (m[row + 12] as number);
  const depth = at(3);
  if (depth <= 0.05) return false;
  out[0] = ((at(0) / depth + 1) / 2) * width;
  out[1] = ((1 - at(1) / depth) / 2) * height;
  return true;
}

// Whether the planet itself stands between a point on the sea and the eye.
export function hidden(p: Float32Array, from: Float32Array): boolean {
  const [x, y, z] = [p[0] as number, p[1] as number, p[2] as number];
  const [dx, dy, dz] = [(from[0] as number) - x, (from[1] as number) - y, (from[2] as number) - z];
  const length = Math.hypot(dx, dy, dz);
  for (let step = 1; step <= 40; step++) {
    const part = (step * 0.07) / length;
    if (part > 1) return false;
    const [px, py, pz] = [x + dx * part, y + dy * part, z + dz * part];
    if ((Math.hypot(px, py) - 1) ** 2 + pz * pz < (tube - 0.045) ** 2) return true;
  }
  return false;
}

export interface Mesh {
  vertices: Float32Array; // x, y, z, normal x, y, z, texture u, v
  triangles: Uint16Array;
}

const eastParts = 240;
const northParts = 120;

// `depthAt` gets 0..1 east and north.
export function mesh(depthAt: (u: number, v: number) => number): Mesh {
  const row = eastParts + 1;
  const vertices = new Float32Array(row * (northParts + 1) * 8);
  const triangles = new Uint16Array(eastParts * northParts * 6);
  let at = 0;
  for (let j = 0; j <= northParts; j++) {
    const north = (j / northParts) * turn;
    for (let i = 0; i <= eastParts; i++) {
      const east = (i / eastParts) * turn;
      point(east, north, depthAt(i / eastParts, j / northParts), vertices, at);
      vertices[at + 3] = Math.cos(north) * Math.cos(east);
      vertices[at + 4] = Math.cos(north) * Math.sin(east);
      vertices[at + 5] = Math.sin(north);
      vertices[at + 6] = i / eastParts;
      vertices[at + 7] = 1 - j / northParts; // row 0 of the picture is the north
      at += 8;
    }
  }
  at = 0;
  for (let j = 0; j < northParts; j++) {
    for (let i = 0; i < eastParts; i++) {
      const a = j * row + i;
      triangles.set([a, a + 1, a + row, a + 1, a + row + 1, a + row], at);
      at += 6;
    }
  }
  return { vertices, triangles };
}
