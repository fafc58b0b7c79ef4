// Who may be near whom: a grid of square cells, each knowing the sprites whose box reaches into it. A sprite changes cells
// only when it crosses a border between them, so a step costs next to nothing for most.
import { type Box, boxOf, type Sprite } from './sprite';

interface Range {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

const mostCells = 64; // a sprite that covers more is kept aside and counts as near everybody
const farthestCell = 2 ** 30;

export class CellIndex {
  readonly #size: number;
  readonly #cells = new Map<number, Set<Sprite>>();
  readonly #ranges = new Map<Sprite, Range>();
  readonly #large = new Set<Sprite>();

  constructor(size: number) {
    this.#size = size;
  }

  // Adds the sprite, or notes that it has moved or grown.
  place(sprite: Sprite): void {
    const range = this.#rangeOf(boxOf(sprite));
    const before = this.#ranges.get(sprite);
    if (before && same(before, range)) return;
    if (before) this.#forget(sprite, before);
    this.#ranges.set(sprite, range);
    if (tooMany(range)) this.#large.add(sprite);
    else for (const key of keys(range)) this.#cell(key).add(sprite);
  }

  remove(sprite: Sprite): void {
    const range = this.#ranges.get(sprite);
    if (range) this.#forget(sprite, range);
    this.#ranges.delete(sprite);
  }

  // Adds everybody who might overlap the sprite to `into`, and some who do not.
  near(sprite: Sprite, into: Set<Sprite>): void {
    const range = this.#ranges.get(sprite);
    if (!range || tooMany(range)) {
      for (const other of this.#ranges.keys()) into.add(other);
    } else {
      for (const other of this.#large) into.add(other);
      for (const key of keys(range)) {
        for (const other of this.#cells.get(key) ?? []) into.add(other);
      }
    }
    into.delete(sprite);
  }

  #rangeOf({ left, right, bottom, top }: Box): Range {
    const cell = (length: number) => Math.floor(length / this.#size);
    return { x0: cell(left), x1: cell(right), y0: cell(bottom), y1: cell(top) };
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
    for (const key of keys(range)) {
      const cell = this.#cells.get(key);
      cell?.delete(sprite);
      if (cell?.size === 0) this.#cells.delete(key);
    }
  }
}

function same(a: Range, b: Range): boolean {
  return a.x0 === b.x0 && a.x1 === b.x1 && a.y0 === b.y0 && a.y1 === b.y1;
}

// Written so that a range that is not a number, or so far out that counting up to it fails, counts as too many.
function tooMany({ x0, x1, y0, y1 }: Range): boolean {
  const far = Math.max(-x0, x1, -y0, y1);
  return !(far < farthestCell && (x1 - x0 + 1) * (y1 - y0 + 1) <= mostCells);
}

// Far cells may share a key: the boxes are compared in the end anyway.
function* keys({ x0, x1, y0, y1 }: Range): Iterable<number> {
  for (let x = x0; x <= x1; x += 1) {
    for (let y = y0; y <= y1; y += 1) yield ((x & 0xffff) << 16) | (y & 0xffff);
  }
}
