// Draws the planet by WebGL 2: one mesh with the sea floor as its texture, and one buffer of coloured triangles and lines a
// frame for all that swims. Names are drawn by the caller, on a canvas above.
import type { Fleet, Ship } from './fleet';
import { type Look, shipColour, shipColours } from './look';
import type { Picture } from './relief';
import { type Camera, type Matrix, mesh, perspective, point, tube } from './ring';
import { difference, turn } from './torus';
import { wakeBands } from './trail';

const floorVertex = `#version 300 es
in vec3 place; in vec3 normal; in vec2 uv;
uniform mat4 view; out vec2 at; out vec3 up; out vec3 where;
void main() { at = uv; up = normal; where = place; gl_Position = view * vec4(place, 1.0); }`;
const floorFragment = `#version 300 es
precision highp float;
in vec2 at; in vec3 up; in vec3 where;
uniform sampler2D sea; uniform vec3 light; uniform vec3 eye; uniform vec3 sky; uniform float ambient;
out vec4 colour;
void main() {
  vec3 n = normalize(up);
  vec3 toEye = normalize(eye - where);
  float shine = ambient + (1.0 - ambient) * max(dot(n, light), 0.0);
  float gleam = 0.12 * pow(max(dot(reflect(-light, n), toEye), 0.0), 24.0);
  vec2 cell = abs(fract(at * 9.0 - 0.5) - 0.5) / fwidth(at * 9.0);
  float grid = 0.16 * (1.0 - min(min(cell.x, cell.y), 1.0));
  float rim = pow(1.0 - max(dot(n, toEye), 0.0), 3.0);
  colour = vec4(mix(texture(sea, at).rgb * shine + gleam + grid, sky, 0.55 * rim), 1.0);
}`;
const shipVertex = `#version 300 es
in vec3 place; in vec4 tint; uniform mat4 view; out vec4 paint;
void main() { paint = tint; gl_Position = view * vec4(place, 1.0); }`;
const shipFragment = `#version 300 es
precision mediump float;
in vec4 paint; out vec4 colour;
void main() { colour = vec4(paint.rgb * paint.a, paint.a); }`;

const stride = 7; // x, y, z, red, green, blue, opacity
const mostVertices = 120_000;
const manyShips = 80;
const fineBlooms = 8; // with more of them, the pieces that they are made of are larger

type Tint = readonly [number, number, number, number];
const tints: readonly Tint[] = shipColours.map((colour) => {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255, 1];
});

export class Planet {
  readonly matrix: Matrix = new Float32Array(16);
  private readonly gl: WebGL2RenderingContext;
  private readonly floor: WebGLProgram;
  private readonly ships: WebGLProgram;
  private readonly floorArray: WebGLVertexArrayObject | null;
  private readonly shipArray: WebGLVertexArrayObject | null;
  private readonly floorBuffer: WebGLBuffer | null;
  private readonly indexBuffer: WebGLBuffer | null;
  private readonly shipBuffer: WebGLBuffer | null;
  private readonly texture: WebGLTexture | null;
  private readonly data = new Float32Array(mostVertices * stride);
  private used = 0; // floats of data
  private triangles = 0;
  private depthAt: (u: number, v: number) => number = () => 30;
  private readonly frame = new Float32Array(9); // a point, and the ways east and north at it

  static on(canvas: HTMLCanvasElement): Planet | null {
    const gl = canvas.getContext('webgl2', { antialias: true, alpha: false });
    try {
      return gl && new Planet(gl);
    } catch {
      return null;
    }
  }

  private constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
    this.floor = program(gl, floorVertex, floorFragment);
    this.ships = program(gl, shipVertex, shipFragment);
    this.floorBuffer = gl.createBuffer();
    this.indexBuffer = gl.createBuffer();
    this.shipBuffer = gl.createBuffer();
    this.texture = gl.createTexture();
    this.floorArray = gl.createVertexArray();
    gl.bindVertexArray(this.floorArray);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.indexBuffer);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.floorBuffer);
    attribute(gl, this.floor, 'place', 3, 8, 0);
    attribute(gl, this.floor, 'normal', 3, 8, 3);
    attribute(gl, this.floor, 'uv', 2, 8, 6);
    this.shipArray = gl.createVertexArray();
    gl.bindVertexArray(this.shipArray);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.shipBuffer);
    gl.bufferData(gl.ARRAY_BUFFER, this.data.byteLength, gl.DYNAMIC_DRAW);
    attribute(gl, this.ships, 'place', 3, stride, 0);
    attribute(gl, this.ships, 'tint', 4, stride, 3);
    gl.enable(gl.DEPTH_TEST);
    gl.enable(gl.CULL_FACE);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  lay(picture: Picture): void {
    const { gl } = this;
    const { width, height, depth, pixels } = picture;
    this.depthAt = (u, v) => {
      const column = Math.floor((u - Math.floor(u)) * width) % width;
      const row = Math.floor((1 - v + Math.floor(v)) * height) % height;
      return depth[row * width + column] as number;
    };
    const { vertices, triangles } = mesh(this.depthAt);
    this.triangles = triangles.length;
    gl.bindVertexArray(this.floorArray);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.floorBuffer);
    gl.bufferData(gl.ARRAY_BUFFER, vertices, gl.STATIC_DRAW);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, triangles, gl.STATIC_DRAW);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    const bytes = new Uint8Array(pixels.buffer);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    gl.generateMipmap(gl.TEXTURE_2D);
  }

  draw(fleet: Fleet, camera: Camera, look: Look, followed: number | null, width: number, height: number): void {
    const { matrix } = this;
    const gl = this.gl;
    const [red, green, blue] = look.sky;
    perspective(camera, width / height, matrix);
    gl.viewport(0, 0, width, height);
    gl.clearColor(red, green, blue, 1);
    gl.depthMask(true);
    gl.disable(gl.BLEND);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    if (this.triangles > 0) this.drawFloor(camera, look);
    this.drawFleet(fleet, camera, followed);
  }

  private drawFloor(camera: Camera, look: Look): void {
    const { gl, floor } = this;
    const { around, above, far } = camera;
    gl.useProgram(floor);
    gl.uniformMatrix4fv(gl.getUniformLocation(floor, 'view'), false, this.matrix);
    const [x, y, z] = [Math.cos(above) * Math.cos(around), Math.cos(above) * Math.sin(around), Math.sin(above)];
    gl.uniform3f(gl.getUniformLocation(floor, 'eye'), far * x, far * y, far * z);
    // From above the eye's left shoulder.
    const light = [x * 0.75 + Math.sin(around) * 0.45, y * 0.75 - Math.cos(around) * 0.45, z * 0.75 + 0.5] as const;
    const length = Math.hypot(...light);
    gl.uniform3f(gl.getUniformLocation(floor, 'light'), light[0] / length, light[1] / length, light[2] / length);
    gl.uniform3f(gl.getUniformLocation(floor, 'sky'), ...look.sky);
    gl.uniform1f(gl.getUniformLocation(floor, 'ambient'), look.night ? 0.5 : 0.55);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.bindVertexArray(this.floorArray);
    gl.drawElements(gl.TRIANGLES, this.triangles, gl.UNSIGNED_SHORT, 0);
  }

  private drawFleet(fleet: Fleet, camera: Camera, followed: number | null): void {
    const { gl } = this;
    this.used = 0;
    for (const bloom of fleet.blooms) this.addDisc(bloom.x, bloom.y, bloom.radius, fleet, bloomTint);
    if (fleet.crowd) this.addCrowd(fleet);
    for (const [x, y] of fleet.treasures) this.addDisc(x, y, 9, fleet, treasureTint);
    for (const [x, y] of fleet.whales) this.addDisc(x, y, 9, fleet, whaleTint);
    const size = (camera.far / upscale) * (fleet.ships.length > manyShips ? 0.6 : 1);
    for (let i = 0; i < fleet.ships.length; i++) {
      const ship = fleet.ships[i] as Ship;
      if (ship.riding) this.addDisc(ship.x, ship.y, 10, fleet, whaleTint);
      if (ship.id === followed) this.addArrow(ship, fleet, size * 2.1, 1, followTint);
      this.addArrow(ship, fleet, size * 1.35, 1.5, edgeTint);
      this.addArrow(ship, fleet, size, 2, tints[shipColour(ship.id)] as Tint);
    }
    const solid = this.used / stride;
    this.addWakes(fleet);
    const all = this.used / stride;
    if (all === 0) return;
    gl.useProgram(this.ships);
    gl.uniformMatrix4fv(gl.getUniformLocation(this.ships, 'view'), false, this.matrix);
    gl.bindVertexArray(this.shipArray);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.shipBuffer);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, this.data, 0, this.used);
    gl.enable(gl.BLEND);
    gl.depthMask(false);
    gl.disable(gl.CULL_FACE);
    gl.drawArrays(gl.LINES, solid, all - solid);
    gl.drawArrays(gl.TRIANGLES, 0, solid);
    gl.enable(gl.CULL_FACE);
  }

  private add(x: number, y: number, z: number, tint: Tint): void {
    const { data } = this;
    if (this.used + stride > data.length) return;
    data[this.used] = x;
    data[this.used + 1] = y;
    data[this.used + 2] = z;
    data[this.used + 3] = tint[0];
    data[this.used + 4] = tint[1];
    data[this.used + 5] = tint[2];
    data[this.used + 6] = tint[3];
    this.used += stride;
  }

  // What swims is shown just above the floor, and above the trench at the height of the plain: at its true height it would
  // seem to fly beside the planet.
  private keel(x: number, y: number, fleet: Fleet): number {
    return Math.min(this.depthAt(x / fleet.w, y / fleet.h), 30) - 2;
  }

  private addSea(x: number, y: number, fleet: Fleet, tint: Tint, lift = 0): void {
    point((x / fleet.w) * turn, (y / fleet.h) * turn, this.keel(x, y, fleet) - lift, this.frame, 0);
    this.add(this.frame[0] as number, this.frame[1] as number, this.frame[2] as number, tint);
  }

  // Flat pieces on a bent sea: of 20 m with a little lift they stay above it; larger ones would be cut by it, but for more.
  private addDisc(x: number, y: number, radius: number, fleet: Fleet, tint: Tint): void {
    const [piece, lift] = fleet.blooms.length > fineBlooms ? [40, 12] : [20, 3]; // m
    const rings = Math.max(1, Math.ceil(radius / piece));
    const parts = radius > 30 ? Math.max(32, Math.ceil((radius * turn) / piece)) : 10;
    for (let ring = 0; ring < rings; ring++) {
      const [inner, outer] = [(radius * ring) / rings, (radius * (ring + 1)) / rings];
      for (let i = 0; i < parts; i++) {
        const [a, b] = [(i / parts) * turn, ((i + 1) / parts) * turn];
        const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
        this.addSea(x + outer * ca, y + outer * sa, fleet, tint, lift);
        this.addSea(x + outer * cb, y + outer * sb, fleet, tint, lift);
        this.addSea(x + inner * ca, y + inner * sa, fleet, tint, lift);
        if (ring === 0) continue;
        this.addSea(x + inner * ca, y + inner * sa, fleet, tint, lift);
        this.addSea(x + outer * cb, y + outer * sb, fleet, tint, lift);
        this.addSea(x + inner * cb, y + inner * sb, fleet, tint, lift);
      }
    }
  }

  private addCrowd(fleet: Fleet): void {
    const { crowd } = fleet;
    if (!crowd) return;
    const [cellW, cellH] = [fleet.w / crowd.nx, fleet.h / crowd.ny];
    for (let j = 0; j < crowd.ny; j++) {
      for (let i = 0; i < crowd.nx; i++) {
        const count = crowd.count[j * crowd.nx + i] as number;
        if (count === 0) continue;
        const [x, y] = [(i + 0.5) * cellW, (j + 0.5) * cellH];
        const rx = cellW * Math.min(0.2 + 0.1 * Math.sqrt(count), 0.5);
        const ry = (rx * cellH) / cellW;
        this.addSea(x - rx, y, fleet, crowdTint);
        this.addSea(x, y - ry, fleet, crowdTint);
        this.addSea(x + rx, y, fleet, crowdTint);
        this.addSea(x + rx, y, fleet, crowdTint);
        this.addSea(x, y + ry, fleet, crowdTint);
        this.addSea(x - rx, y, fleet, crowdTint);
      }
    }
  }

  // All arrows are equally big in space, although a metre is not equally long everywhere on the ring.
  private addArrow(ship: Ship, fleet: Fleet, size: number, lift: number, tint: Tint): void {
    const { frame } = this;
    const east = (ship.x / fleet.w) * turn;
    const north = (ship.y / fleet.h) * turn;
    point(east, north, this.keel(ship.x, ship.y, fleet) - lift, frame, 0);
    const [se, ce, sn, cn] = [Math.sin(east), Math.cos(east), Math.sin(north), Math.cos(north)];
    const wide = (1 + tube * cn) / fleet.w;
    const high = tube / fleet.h;
    let alongE = Math.cos(ship.heading) * wide;
    let alongN = Math.sin(ship.heading) * high;
    const length = Math.hypot(alongE, alongN) || 1;
    alongE *= size / length;
    alongN *= size / length;
    const put = (ahead: number, aside: number) => {
      const e = alongE * ahead - alongN * aside;
      const n = alongN * ahead + alongE * aside;
      this.add(
        (frame[0] as number) - se * e - sn * ce * n,
        (frame[1] as number) + ce * e - sn * se * n,
        (frame[2] as number) + cn * n,
        tint,
      );
    };
    put(1.2, 0);
    put(-0.8, 0.75);
    put(-0.4, 0);
    put(1.2, 0);
    put(-0.4, 0);
    put(-0.8, -0.75);
  }

  private addWakes(fleet: Fleet): void {
    const most = fleet.ships.length > manyShips ? 15 : 60;
    for (let i = 0; i < fleet.ships.length; i++) {
      const ship = fleet.ships[i] as Ship;
      const { trail } = ship;
      let [x, y] = [ship.x, ship.y];
      for (let age = 1; age < Math.min(trail.count, most); age++) {
        const at = trail.at(age);
        const tint = wakeTints[wakeBands.findIndex((band) => age < band.to)] ?? faintest;
        const nextX = x + difference((trail.xs[at] as number) - x, fleet.w);
        const nextY = y + difference((trail.ys[at] as number) - y, fleet.h);
        // A long straight piece would cut through the bent sea and be hidden by it.
        const [dx, dy] = [nextX - x, nextY - y];
        const pieces = Math.min(Math.ceil(Math.hypot(dx, dy) / longestPiece), 8);
        for (let piece = 0; piece < pieces; piece++) {
          this.addSea(x + (dx * piece) / pieces, y + (dy * piece) / pieces, fleet, tint);
          this.addSea(x + (dx * (piece + 1)) / pieces, y + (dy * (piece + 1)) / pieces, fleet, tint);
        }
        [x, y] = [nextX, nextY];
      }
    }
  }
}

const longestPiece = 10; // m, of a wake
const upscale = 130; // how small a ship is
const bloomTint: Tint = [0.48, 0.82, 0.26, 0.42];
const whaleTint: Tint = [0.16, 0.24, 0.29, 0.95];
const treasureTint: Tint = [1, 0.82, 0.4, 0.95];
const edgeTint: Tint = [0.02, 0.09, 0.13, 1];
const followTint: Tint = [1, 0.82, 0.4, 1];
const crowdTint: Tint = [1, 0.82, 0.4, 0.7];
const wakeTints: readonly Tint[] = wakeBands.map(({ alpha }) => [0.95, 1, 1, alpha]);
const faintest: Tint = [0.95, 1, 1, 0.1];

function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const made = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex] as const, [gl.FRAGMENT_SHADER, fragment] as const]) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error('WebGL has no shaders left');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made) ?? 'no program');
  return made;
}

function attribute(
  gl: WebGL2RenderingContext,
  of: WebGLProgram,
  name: string,
  count: number,
  floats: number,
  offset: number,
): void {
  const at = gl.getAttribLocation(of, name);
  gl.enableVertexAttribArray(at);
  gl.vertexAttribPointer(at, count, gl.FLOAT, false, floats * 4, offset * 4);
}
