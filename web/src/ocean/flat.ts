// Draws the flat map. The sea floor is painted once onto a canvas of its own and then copied; a frame of ships makes no
// objects. Every ship, whale and bloom is drawn at the copy that is nearest to the middle of the window; what lies over the
// edge of that one copy (wakes, blooms) is drawn again on the other side.
import type { Fleet, Ship } from './fleet';
import { type Look, shipColour, shipColours } from './look';
import type { Picture } from './relief';
import { difference } from './torus';
import { wakeBands } from './trail';
import { scaleBar, screenX, screenY, smallestScale, type View } from './view';

const manyShips = 80; // from here on only the best and the followed have names
const shortWake = 20; // points of a wake when there are many ships

export interface Marks {
  followed: number | null;
  named: ReadonlySet<number>; // always with a name
}

export class FlatMap {
  private floor: HTMLCanvasElement | null = null;
  private readonly context: CanvasRenderingContext2D;
  private readonly xs = new Float64Array(64); // of the wake being drawn
  private readonly ys = new Float64Array(64);

  static on(canvas: HTMLCanvasElement): FlatMap | null {
    const context = canvas.getContext('2d', { alpha: false });
    return context && new FlatMap(context);
  }

  private constructor(context: CanvasRenderingContext2D) {
    this.context = context;
  }

  lay(picture: Picture): void {
    this.floor = paint(picture);
  }

  draw(fleet: Fleet, view: View, look: Look, marks: Marks, ratio: number): void {
    const c = this.context;
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.drawFloor(view, look);
    c.save();
    c.beginPath();
    c.rect(left(view), top(view), right(view) - left(view), bottom(view) - top(view));
    c.clip();
    this.drawBlooms(fleet, view, look);
    if (fleet.crowd) this.drawCrowd(fleet, view, look);
    this.drawWakes(fleet, view, look);
    this.drawFinds(fleet, view, look);
    this.drawShips(fleet, view, look, marks);
    c.restore();
    this.drawNames(fleet, view, look, marks);
  }

  private drawFloor(view: View, look: Look): void {
    const c = this.context;
    const { width, height, scale, w, h } = view;
    c.fillStyle = look.night ? '#0e3a52' : '#3c92b6';
    c.fillRect(0, 0, width, height);
    const tileW = w * scale;
    const tileH = h * scale;
    const startX = width / 2 - view.x * scale; // of the tile that holds the middle; its west edge
    const startY = height / 2 - (h - view.y) * scale; // and north edge
    const firstX = startX - Math.ceil(startX / tileW) * tileW;
    const firstY = startY - Math.ceil(startY / tileH) * tileH;
    if (this.floor) {
      c.imageSmoothingEnabled = true;
      for (let x = firstX; x < width; x += tileW) {
        for (let y = firstY; y < height; y += tileH) c.drawImage(this.floor, x, y, tileW, tileH);
      }
    }
    this.drawGrid(view, look, firstX, firstY);
    c.fillStyle = look.beyond;
    const [l, t, r, b] = [left(view), top(view), right(view), bottom(view)];
    if (l > 0.5) c.fillRect(0, 0, l, height);
    if (r < width - 0.5) c.fillRect(r, 0, width - r, height);
    if (t > 0.5) c.fillRect(l, 0, r - l, t);
    if (b < height - 0.5) c.fillRect(l, b, r - l, height - b);
  }

  private drawGrid(view: View, look: Look, firstX: number, firstY: number): void {
    const c = this.context;
    const { width, height, scale } = view;
    const step = view.w / (scale > 4 ? 90 : scale > 1.6 ? 18 : 9);
    const stepY = view.h / Math.max(1, Math.round(view.h / step));
    c.lineWidth = 1;
    c.strokeStyle = look.grid;
    c.beginPath();
    for (let x = firstX; x < width; x += step * scale) line(c, x, 0, x, height);
    for (let y = firstY; y < height; y += stepY * scale) line(c, 0, y, width, y);
    c.stroke();
    c.strokeStyle = look.seam;
    c.setLineDash([8, 8]);
    c.beginPath();
    for (let x = firstX; x < width; x += view.w * scale) line(c, x, 0, x, height);
    for (let y = firstY; y < height; y += view.h * scale) line(c, 0, y, width, y);
    c.stroke();
    c.setLineDash([]);
  }

  private drawBlooms(fleet: Fleet, view: View, look: Look): void {
    const c = this.context;
    c.fillStyle = look.bloom;
    c.strokeStyle = look.bloomEdge;
    c.lineWidth = 1.5;
    for (const bloom of fleet.blooms) {
      const radius = bloom.radius * view.scale;
      const x = screenX(view, bloom.x);
      const y = screenY(view, bloom.y);
      for (let i = -1; i <= 1; i++) {
        for (let j = -1; j <= 1; j++) {
          const cx = x + i * view.w * view.scale;
          const cy = y + j * view.h * view.scale;
          if (outside(view, cx - radius, cy - radius, cx + radius, cy + radius)) continue;
          c.beginPath();
          c.arc(cx, cy, radius, 0, 7);
          c.fill();
          c.stroke();
        }
      }
    }
  }

  private drawCrowd(fleet: Fleet, view: View, look: Look): void {
    const { crowd } = fleet;
    if (!crowd) return;
    const c = this.context;
    const cellW = view.w / crowd.nx;
    const cellH = view.h / crowd.ny;
    const size = Math.min(cellW, cellH) * view.scale;
    for (let j = 0; j < crowd.ny; j++) {
      for (let i = 0; i < crowd.nx; i++) {
        const count = crowd.count[j * crowd.nx + i] as number;
        if (count === 0) continue;
        const x = screenX(view, (i + 0.5) * cellW);
        const y = screenY(view, (j + 0.5) * cellH);
        const radius = size * Math.min(0.2 + 0.12 * Math.sqrt(count), 0.75);
        if (outside(view, x - radius, y - radius, x + radius, y + radius)) continue;
        c.fillStyle = look.night ? nightHeat : dayHeat;
        c.beginPath();
        c.arc(x, y, radius, 0, 7);
        c.fill();
      }
    }
  }

  private drawWakes(fleet: Fleet, view: View, look: Look): void {
    const c = this.context;
    const most = fleet.ships.length > manyShips ? shortWake : 60;
    c.lineCap = 'round';
    c.lineJoin = 'round';
    c.strokeStyle = look.night ? '#d6f1f4' : '#fff';
    for (const band of wakeBands) {
      if (band.from >= most) break;
      c.beginPath();
      for (let i = 0; i < fleet.ships.length; i++) {
        this.addWake(fleet.ships[i] as Ship, view, band.from, Math.min(band.to, most));
      }
      c.lineWidth = band.width;
      c.globalAlpha = look.night ? band.alpha * 0.75 : band.alpha;
      c.stroke();
    }
    c.globalAlpha = 1;
  }

  // The points of ages `from` to `to`, joined to the one before them.
  private addWake(ship: Ship, view: View, from: number, to: number): void {
    const { trail } = ship;
    const all = Math.min(trail.count, to);
    if (all < 2 || all <= from) return;
    let x = screenX(view, ship.x);
    let y = screenY(view, ship.y);
    let [worldX, worldY] = [ship.x, ship.y];
    let [west, east, north, south] = [x, x, y, y];
    this.xs[0] = x;
    this.ys[0] = y;
    let count = 1;
    for (let age = 0; age < all; age++) {
      const at = trail.at(age);
      const px = trail.xs[at] as number;
      const py = trail.ys[at] as number;
      // The newest point may lie ahead of a ship that is shown late.
      const dx = difference(px - worldX, view.w);
      const dy = difference(py - worldY, view.h);
      if (age === 0 && dx * Math.cos(ship.heading) + dy * Math.sin(ship.heading) > 0) continue;
      x += dx * view.scale;
      y -= dy * view.scale;
      worldX = px;
      worldY = py;
      if (age < from) {
        this.xs[0] = x;
        this.ys[0] = y;
        [west, east, north, south] = [x, x, y, y];
        continue;
      }
      this.xs[count] = x;
      this.ys[count++] = y;
      west = Math.min(west, x);
      east = Math.max(east, x);
      north = Math.min(north, y);
      south = Math.max(south, y);
    }
    const tileW = view.w * view.scale;
    const tileH = view.h * view.scale;
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        const [ox, oy] = [i * tileW, j * tileH];
        if (outside(view, west + ox, north + oy, east + ox, south + oy)) continue;
        this.context.moveTo((this.xs[0] as number) + ox, (this.ys[0] as number) + oy);
        for (let k = 1; k < count; k++) this.context.lineTo((this.xs[k] as number) + ox, (this.ys[k] as number) + oy);
      }
    }
  }

  private drawFinds(fleet: Fleet, view: View, look: Look): void {
    const c = this.context;
    c.lineWidth = 1.5;
    c.strokeStyle = look.halo;
    c.fillStyle = look.treasure;
    for (const [x, y] of fleet.treasures) {
      const px = screenX(view, x);
      const py = screenY(view, y);
      c.beginPath();
      c.moveTo(px, py - 8);
      c.lineTo(px + 7, py);
      c.lineTo(px, py + 8);
      c.lineTo(px - 7, py);
      c.closePath();
      c.fill();
      c.stroke();
    }
    c.fillStyle = look.whale;
    for (const [x, y] of fleet.whales) whale(c, screenX(view, x), screenY(view, y), 1);
  }

  private drawShips(fleet: Fleet, view: View, look: Look, marks: Marks): void {
    const c = this.context;
    const { ships } = fleet;
    const size = shipSize(view, ships.length);
    c.lineWidth = 1.2;
    c.strokeStyle = look.night ? 'rgba(2,16,26,0.85)' : 'rgba(6,34,47,0.8)';
    for (let colour = 0; colour < shipColours.length; colour++) {
      c.beginPath();
      for (let i = 0; i < ships.length; i++) {
        const ship = ships[i] as Ship;
        if (shipColour(ship.id) !== colour) continue;
        const x = screenX(view, ship.x);
        const y = screenY(view, ship.y);
        if (outside(view, x - 20, y - 20, x + 20, y + 20)) continue;
        arrow(c, x, y, ship.heading, ship.z > 0 ? size * 0.8 : size);
      }
      c.fillStyle = shipColours[colour] as string;
      c.fill();
      c.stroke();
    }
    c.fillStyle = look.whale;
    for (let i = 0; i < ships.length; i++) {
      const ship = ships[i] as Ship;
      if (ship.riding) whale(c, screenX(view, ship.x), screenY(view, ship.y) + size, 0.8);
    }
    const followed = marks.followed === null ? undefined : fleet.ship(marks.followed);
    if (!followed) return;
    c.strokeStyle = look.accent;
    c.lineWidth = 3;
    c.beginPath();
    c.arc(screenX(view, followed.x), screenY(view, followed.y), size + 9, 0, 7);
    c.stroke();
  }

  private drawNames(fleet: Fleet, view: View, look: Look, marks: Marks): void {
    const c = this.context;
    const { ships } = fleet;
    const everybody = ships.length <= manyShips || view.scale > 3 * smallestScale(view);
    const size = shipSize(view, ships.length);
    c.font = `600 ${view.width > 1200 ? 16 : 13}px system-ui, sans-serif`;
    c.textAlign = 'center';
    c.textBaseline = 'top';
    c.lineJoin = 'round';
    c.lineWidth = 3.5;
    c.strokeStyle = look.halo;
    c.fillStyle = look.ink;
    for (let i = 0; i < ships.length; i++) {
      const ship = ships[i] as Ship;
      if (!everybody && ship.id !== marks.followed && !marks.named.has(ship.id)) continue;
      const x = screenX(view, ship.x);
      const y = screenY(view, ship.y);
      if (outside(view, x, y, x, y)) continue;
      c.strokeText(ship.name, x, y + size + 3);
      c.fillText(ship.name, x, y + size + 3);
    }
  }

  // The scale, in the lower left corner; `label` is already in the page's language.
  drawScale(view: View, look: Look, label: (metres: number) => string): void {
    const c = this.context;
    const { metres, pixels } = scaleBar(view);
    const y = view.height - 18;
    c.lineWidth = 5;
    for (const style of [look.halo, look.ink]) {
      c.strokeStyle = style;
      c.beginPath();
      line(c, 16, y, 16 + pixels, y);
      line(c, 16, y - 5, 16, y + 5);
      line(c, 16 + pixels, y - 5, 16 + pixels, y + 5);
      c.stroke();
      c.lineWidth = 2;
    }
    c.font = '600 13px system-ui, sans-serif';
    c.textAlign = 'left';
    c.textBaseline = 'bottom';
    c.lineWidth = 3.5;
    c.strokeStyle = look.halo;
    c.fillStyle = look.ink;
    c.strokeText(label(metres), 18, y - 6);
    c.fillText(label(metres), 18, y - 6);
  }
}

const dayHeat = 'rgba(255,209,102,0.75)';
const nightHeat = 'rgba(255,209,102,0.55)';

export function paint(picture: Picture): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  const context = canvas.getContext('2d');
  if (!context) return null;
  const image = context.createImageData(picture.width, picture.height);
  image.data.set(picture.pixels);
  context.putImageData(image, 0, 0);
  return canvas;
}

function shipSize(view: View, ships: number): number {
  const base = view.width > 1200 ? 13 : 10;
  return Math.min(ships > 200 ? base * 0.65 : base, 10 + view.scale * 2) * (view.scale > 4 ? 1.4 : 1);
}

// The part of the window that shows the one copy of the torus around its middle.
function left(view: View): number {
  return Math.max(0, (view.width - view.w * view.scale) / 2);
}
function right(view: View): number {
  return view.width - left(view);
}
function top(view: View): number {
  return Math.max(0, (view.height - view.h * view.scale) / 2);
}
function bottom(view: View): number {
  return view.height - top(view);
}

function outside(view: View, west: number, north: number, east: number, south: number): boolean {
  return east < left(view) || west > right(view) || south < top(view) || north > bottom(view);
}

function line(c: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  c.moveTo(Math.round(x0) + 0.5, Math.round(y0) + 0.5);
  c.lineTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
}

function arrow(c: CanvasRenderingContext2D, x: number, y: number, heading: number, size: number): void {
  const ux = Math.cos(heading) * size;
  const uy = -Math.sin(heading) * size;
  c.moveTo(x + ux * 1.2, y + uy * 1.2);
  c.lineTo(x - ux * 0.8 - uy * 0.75, y - uy * 0.8 + ux * 0.75);
  c.lineTo(x - ux * 0.4, y - uy * 0.4);
  c.lineTo(x - ux * 0.8 + uy * 0.75, y - uy * 0.8 - ux * 0.75);
  c.closePath();
}

// A rounded back and a fluke.
function whale(c: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  c.beginPath();
  c.ellipse(x, y, 10 * size, 5.5 * size, 0, 0, 7);
  c.moveTo(x + 8 * size, y);
  c.lineTo(x + 16 * size, y - 6 * size);
  c.lineTo(x + 16 * size, y + 6 * size);
  c.closePath();
  c.fill();
  c.stroke();
}
