// Calls back every few milliseconds while it runs, also while the page is hidden.
const period = 8; // ms

export class Ticker {
  readonly #tick: () => void;
  #worker: Worker | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #running = false;

  constructor(tick: () => void) {
    this.#tick = tick;
    try {
      this.#worker = new Worker(new URL('./tick.worker.ts', import.meta.url), { type: 'module' });
      this.#worker.onmessage = () => this.#running && tick();
      this.#worker.onerror = () => this.#fallBack();
    } catch {
      this.#fallBack();
    }
  }

  run(wanted: boolean): void {
    if (wanted === this.#running) return;
    this.#running = wanted;
    this.#apply();
  }

  stop(): void {
    this.run(false);
    this.#worker?.terminate();
    this.#worker = null;
  }

  #apply(): void {
    clearInterval(this.#timer);
    if (this.#worker) this.#worker.postMessage(this.#running ? period : 0);
    else if (this.#running) this.#timer = setInterval(this.#tick, period);
  }

  // No worker, no matter: then the simulation is coarser while the page is hidden.
  #fallBack(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#apply();
  }
}
