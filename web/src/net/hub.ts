// The one way between page and hub. Registers where the hub does not know it (line.ts, Standing); asks for the state of its
// group after that and after a change of id, never on a mere change of number. While the line is down, keys, sensors and
// reports are dropped (a burst of old input helps nobody); answers to questions are kept and sent later.
import {
  concerns,
  DecodeError,
  decodeDevice,
  decodeDevices,
  decodeEnvelope,
  decodeMessage,
  decodePlayNews,
  decodeSnapshot,
  type Snapshot,
} from '../protocol/decode';
import type { Answer, Device, Message, Outgoing, PlayNews } from '../protocol/events';
import { isFields, text } from '../protocol/fields';
import type { Dial, Line, Standing } from './line';

export interface Owner {
  connected(): void; // registered under the id; a snapshot follows unless the hub knows that we have missed nothing
  disconnected(): void;
  device(device: Device): void; // own number, at first or anew
  devices(devices: readonly Device[]): void;
  message(message: Message): void;
  snapshot(snapshot: Snapshot): void;
  cleared(): void; // somebody emptied the store of our id
  play(news: PlayNews): void;
  refused(event: string, why: string): void;
}

export interface Identity {
  readonly id: string;
  readonly silent: boolean;
}

const deadAfter = 3; // seconds without a sign of life after waking up; the hub says the time every second

export class Hub {
  readonly #line: Line;
  readonly #owner: Owner;
  readonly #now: () => number;
  #identity: Identity;
  #up = false;
  #registered = false;
  #synchronised = false; // asked for the snapshot since we registered
  #expecting = false; // the first event says whether our seat has a device
  #seated: string | null = null; // the id under which the hub has our socket, if it is the one it was
  #nr: number | null = null;
  #devices: readonly Device[] | null = null; // the newest list
  #kept: Answer[] = [];
  #lastSign = 0;

  constructor(dial: Dial, owner: Owner, identity: Identity, now: () => number) {
    this.#owner = owner;
    this.#identity = identity;
    this.#now = now;
    this.#line = dial({
      up: (standing) => this.#onUp(standing),
      down: () => this.#onDown(),
      received: (event, payload) => this.#onReceived(event, payload),
    });
  }

  get registered(): boolean {
    return this.#registered;
  }

  rename(id: string): void {
    const old = this.#identity.id;
    if (id === old) return;
    this.#identity = { ...this.#identity, id };
    this.#nr = null;
    this.#kept = [];
    if (this.#up) this.#register(old);
  }

  // Input and reports: gone if nobody listens.
  tell(message: Outgoing): void {
    if (this.#registered) this.#send(message);
  }

  // Sensor values: gone also if the line is busy.
  tellLatest(message: Outgoing): void {
    if (this.#registered) this.#line.send('new_data', this.#enveloped(message), true);
  }

  answer(message: Answer): void {
    if (this.#registered) this.#send(message);
    else this.#kept.push(message);
  }

  // To be called when the page comes back to the front: a phone that slept often holds a dead line that looks open.
  // `later` calls back after some seconds.
  checkAlive(later: (seconds: number, then: () => void) => void): void {
    if (!this.#up) {
      this.#line.wake();
      return;
    }
    const asked = this.#now();
    later(deadAfter, () => {
      if (this.#up && this.#lastSign < asked) this.#line.drop();
    });
  }

  close(): void {
    this.#registered = false;
    this.#line.close();
  }

  #send(message: Outgoing): void {
    this.#line.send('new_data', this.#enveloped(message));
  }

  #enveloped(message: object): object {
    const nr = this.#nr === null ? {} : { device_nr: this.#nr };
    return { device_id: this.#identity.id, ...nr, time_stamp: this.#now(), broadcast: false, ...message };
  }

  #register(old?: string): void {
    this.#registered = false;
    this.#synchronised = false;
    const { id, silent } = this.#identity;
    const former = old === undefined ? {} : { old_device_id: old };
    this.#line.send('new_device', { device_id: id, ...former, is_client: true, is_silent: silent });
  }

  #onUp(standing: Standing): void {
    this.#up = true;
    this.#lastSign = this.#now();
    this.#expecting = standing === 'seat';
    if (standing === 'whole') this.#resume();
    if (standing !== 'new') return;
    this.#seated = null;
    this.#devices = null;
    this.#nr = null;
    this.#register();
  }

  // Everything is as it was, unless the line was lost in the middle of a registration or the id changed meanwhile.
  #resume(): void {
    if (this.#seated !== this.#identity.id) {
      this.#register(this.#seated ?? undefined);
      return;
    }
    if (this.#devices) this.#owner.devices(this.#devices);
    this.#settle(this.#synchronised);
  }

  // The hub has us under our id. `told`: it has sent the state, or will without being asked.
  #settle(told: boolean): void {
    this.#registered = true;
    this.#owner.connected();
    if (!told) this.#line.send('get_all_data', this.#enveloped({}));
    for (const answer of this.#kept.splice(0)) this.#send(answer);
  }

  #onDown(): void {
    this.#up = false;
    this.#registered = false;
    this.#expecting = false;
    this.#owner.disconnected();
  }

  #onReceived(event: string, payload: unknown): void {
    this.#lastSign = this.#now();
    if (this.#expecting && event !== 'device') {
      this.#expecting = false;
      this.#register();
    }
    const problem = Object.hasOwn(this.#handlers, event) ? this.#handlers[event]?.(payload) : undefined;
    if (problem) console.warn(`ignored ${event}: ${problem.message}`);
  }

  readonly #handlers: Readonly<Record<string, (payload: unknown) => DecodeError | undefined>> = {
    new_data: (payload) => this.#onData(payload),
    all_data: (payload) => this.#onSnapshot(payload),
    device: (payload) => this.#onDevice(payload),
    devices: (payload) => {
      this.#devices = decodeDevices(payload);
      this.#owner.devices(this.#devices);
      return undefined;
    },
    play_state: (payload) => {
      const news = decodePlayNews(payload);
      if (news instanceof DecodeError) return news;
      if (news.deviceId === this.#identity.id) this.#owner.play(news);
      return undefined;
    },
    error_msg: (payload) => {
      const error = isFields(payload) ? payload : {};
      this.#owner.refused(text(error.type) ?? '', text(error.msg) ?? text(error.err) ?? '');
      return undefined;
    },
  };

  #onData(payload: unknown): DecodeError | undefined {
    if (!concerns(decodeEnvelope(payload), this.#identity.id)) return undefined;
    const message = decodeMessage(payload);
    if (message instanceof DecodeError) return message;
    if (message) this.#owner.message(message);
    return undefined;
  }

  #onDevice(payload: unknown): DecodeError | undefined {
    const device = decodeDevice(payload);
    if (device instanceof DecodeError) return device;
    const expected = this.#expecting;
    this.#expecting = false;
    this.#seated = device.id;
    const same = device.id === this.#identity.id;
    if (expected && !(same && device.silent === this.#identity.silent)) {
      this.#register(same ? undefined : device.id); // the tab shows another page than before
      return undefined;
    }
    if (!same) return undefined; // of an id we have left meanwhile
    this.#nr = device.nr;
    this.#owner.device(device);
    if (this.#registered) return undefined;
    if (expected) this.#synchronised = false;
    this.#settle(expected);
    return undefined;
  }

  #onSnapshot(payload: unknown): DecodeError | undefined {
    const snapshot = decodeSnapshot(payload);
    if (snapshot instanceof DecodeError) return snapshot;
    if (snapshot.deviceId !== this.#identity.id) return undefined;
    // The answer to our question; a later, empty one tells all pages that the store was emptied.
    if (this.#synchronised && snapshot.empty) this.#owner.cleared();
    else this.#owner.snapshot(snapshot);
    this.#synchronised = true;
    return undefined;
  }
}
