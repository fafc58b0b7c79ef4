// A line for tests: what the page sent is a list, what it receives is a call.
import type { Dial, LineEvents, Standing } from './line';

export interface Sent {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export class FakeServer {
  readonly sent: Sent[] = [];
  dropped = 0;
  woken = 0;
  #events: LineEvents | null = null;

  readonly dial: Dial = (events) => {
    this.#events = events;
    return {
      send: (event, payload) => this.sent.push({ event, payload: { ...payload } }),
      wake: () => {
        this.woken += 1;
      },
      drop: () => {
        this.dropped += 1;
      },
      close: () => undefined,
    };
  };

  up(standing: Standing = 'new'): void {
    this.#events?.up(standing);
  }

  down(): void {
    this.#events?.down();
  }

  give(event: string, payload: unknown): void {
    this.#events?.received(event, payload);
  }

  // What the hub does with a new_device: tells the device its number.
  welcome(id = 'FooBar', nr = 0): void {
    this.give('device', { device_id: id, device_nr: nr, socket_id: 's', is_client: true, is_silent: false });
  }

  data(body: object, id = 'FooBar'): void {
    this.give('new_data', { device_id: id, time_stamp: 1, ...body });
  }

  events(): string[] {
    return this.sent.map(({ event }) => event);
  }

  // The new_data messages of a type.
  of(type: string): Sent['payload'][] {
    return this.sent
      .filter(({ event, payload }) => event === 'new_data' && payload.type === type)
      .map(({ payload }) => payload);
  }
}
