// The wake of one ship: the last points of its way, one a second, in a ring that never grows.
export const trailLength = 60;

// How a wake fades: pieces of it by the age of their points in seconds, each thinner and fainter than the one before, so that a
// sea full of fast ships still shows where each of them is going.
export const wakeBands = [
  { from: 0, to: 6, width: 2.6, alpha: 0.85 },
  { from: 6, to: 14, width: 2, alpha: 0.42 },
  { from: 14, to: 28, width: 1.5, alpha: 0.2 },
  { from: 28, to: trailLength, width: 1, alpha: 0.1 },
] as const;

export class Trail {
  readonly xs = new Float32Array(trailLength);
  readonly ys = new Float32Array(trailLength);
  count = 0;
  private next = 0;

  push(x: number, y: number): void {
    this.xs[this.next] = x;
    this.ys[this.next] = y;
    this.next = (this.next + 1) % trailLength;
    this.count = Math.min(this.count + 1, trailLength);
  }

  clear(): void {
    this.count = 0;
  }

  // Where the point of `age` lies in xs and ys: 0 is the newest.
  at(age: number): number {
    return (this.next - 1 - age + 2 * trailLength) % trailLength;
  }
}
