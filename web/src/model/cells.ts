// Who may be near whom: a grid of square cells, each knowing the sprites whose box reaches into it. A sprite changes cells
// only when it crosses a border between them, so a step costs next to nothing for most.
import type { Sprite } from './sprite';

interface Range {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  large: boolean;
  query: number; // the last one this sprite was found by
}

const mostCells = 64; // a sprite that covers more is kept aside and counts as near everybody
const farthestCell = 2 ** 30;

export class CellIndex {
  readonly #size: number;
  readonly #cells = new Map<number, Set<Sprite>>();
  readonly #ranges = new Map<Sprite, Range>();
  readonly #large = new Set<Sprite>();
  readonly #found: Sprite[] = [];
  #queries = 0;

  constructor(size: number) {
    this.#size = size;
  }

  // Adds the sprite, or notes that its box has changed.
  place(sprite: Sprite): void {
    const { left, right, bottom, top } = sprite.box;
    const x0 = Math.floor(left / this.#size);
    const x1 = Math.floor(right / this.#size);
    const y0 = Math.floor(bottom / this.#size);
    const y1 = Math.floor(top / this.#size);
    const before = this.#ranges.get(sprite);
    if (before && before.x0 === x0 && before.x1 === x1 && before.y0 === y0 && before.y1 === y1) return;
    if (before) this.#forget(sprite, before);
    const range = { x0, x1, y0, y1, large: tooMany(x0, x1, y0, y1), query: 0 };
    this.#ranges.set(sprite, range);
    if (range.large) this.#large.add(sprite);
    else this.#eachCell(range, (key) => this.#cell(key).add(sprite));
  }

  remove(sprite: Sprite): void {
    const range = this.#ranges.get(sprite);
    if (range) this.#forget(sprite, range);
    this.#ranges.delete(sprite);
  }

  // Everybody who might overlap the sprite, and some who do not, each once. The list is used again by the next call.
  near(sprite: Sprite): readonly Sprite[] {
    const range = this.#ranges.get(sprite);
    const found = this.#found;
    found.length = 0;
    this.#queries += 1;
    if (!range || range.large) {
      for (const other of this.#ranges.keys()) if (other !== sprite) found.push(other);
      return found;
    }
    range.query = this.#queries;
    for (const other of this.#large) found.push(other);
    for (let x = range.x0; x <= range.x1; x += 1) {
      for (let y = range.y0; y <= range.y1; y += 1) this.#collect(keyOf(x, y));
    }
    return found;
  }

  #collect(key: number): void {
    for (const other of this.#cells.get(key) ?? []) {
      const range = this.#ranges.get(other);
      if (!range || range.query === this.#queries) continue;
      range.query = this.#queries;
      this.#found.push(other);
    }
  }

  #eachCell({ x0, x1, y0, y1 }: Range, visit: (key: number) => void): void {
    for (let x = x0; x <= x1; x += 1) {
      for (let y = y0; y <= y1; y += 1) visit(keyOf(x, y));
    }
  }

  #cell(key: number): Set<Sprite> {
    let cell = this.#cells.get(key);
    if (!cell) {
      cell = new Set();
      this.#cells.set(key, cell);
    }
    return cell;
  }

  #forget(sprite: Sprite, range: Range): void {
    if (this.#large.delete(sprite)) return;
    this.#eachCell(range, (key) => {
      const cell = this.#cells.get(key);
      cell?.delete(sprite);
      if (cell?.size === 0) this.#cells.delete(key);
    });
  }
}

// Written so that a range that is not a number, or so far out that counting up to it fails, counts as too many.
function tooMany(x0: number, x1: number, y0: number, y1: number): boolean {
  const far = Math.max(-x0, x1, -y0, y1);
  return !(far < farthestCell && (x1 - x0 + 1) * (y1 - y0 + 1) <= mostCells);
}

// Far cells may share a key: the boxes are compared in the end anyway.
function keyOf(x: number, y: number): number {
  return ((x & 0xffff) << 16) | (y & 0xffff);
}
