// The wake of one ship: the last points of its way, one a second, in a ring that never grows.
export const trailLength = 60;

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
