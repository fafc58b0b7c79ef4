// Lets at most one value through per period; of those that come too soon the newest waits for its turn.
export class Pace<Value> {
  readonly #send: (value: Value) => void;
  readonly #period: number; // ms
  readonly #now: () => number;
  readonly #later: (ms: number, then: () => void) => void;
  #last = Number.NEGATIVE_INFINITY;
  #waiting: { value: Value } | null = null;

  constructor(
    send: (value: Value) => void,
    period: number,
    now: () => number,
    later: (ms: number, then: () => void) => void,
  ) {
    this.#send = send;
    this.#period = period;
    this.#now = now;
    this.#later = later;
  }

  offer(value: Value): void {
    if (this.#waiting) {
      this.#waiting.value = value;
      return;
    }
    const early = this.#last + this.#period - this.#now();
    if (early <= 0) {
      this.#deliver(value);
      return;
    }
    this.#waiting = { value };
    this.#later(early, () => {
      const held = this.#waiting;
      this.#waiting = null;
      if (held) this.#deliver(held.value);
    });
  }

  #deliver(value: Value): void {
    this.#last = this.#now();
    this.#send(value);
  }
}
