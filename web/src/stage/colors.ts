// Colours for the canvas. A canvas ignores a name it does not know and would go on with the colour of the sprite before;
// so each colour is tried once, and strangers are drawn as nothing.
export class Colors {
  readonly #known = new Map<string, string | null>();
  readonly #probe: CanvasRenderingContext2D;

  constructor(probe: CanvasRenderingContext2D) {
    this.#probe = probe;
  }

  resolve(color: string | null): string | null {
    if (color === null) return null;
    const known = this.#known.get(color);
    if (known !== undefined) return known;
    if (this.#known.size > 2000) this.#known.clear();
    const resolved = this.#try(color, '#000') === this.#try(color, '#fff') ? color : null;
    this.#known.set(color, resolved);
    return resolved;
  }

  #try(color: string, before: string): string {
    this.#probe.fillStyle = before;
    this.#probe.fillStyle = color;
    return this.#probe.fillStyle as string;
  }
}
