// One stream of sensor values, acceleration or gyro: on or off by the player's choice, from the device or made up. The
// switch never claims to be on while nothing comes.
import { signal } from '@preact/signals';
import type { Acceleration, Gyro } from '../protocol/events';
import { Pace } from './pace';
import {
  accelerationOf,
  gyroOf,
  type MotionLike,
  type OrientationLike,
  simulatedAcceleration,
  simulatedGyro,
  simulationPeriod,
  type Tilt,
  tiltedAcceleration,
  tiltedGyro,
} from './readings';

export type SensorState =
  | 'off'
  | 'starting' // listening, nothing came yet
  | 'on'
  | 'simulated'
  | 'ask' // wanted, but the browser wants a gesture first
  | 'denied' // by the person
  | 'nothing' // no value came: no sensor, or not allowed without https
  | 'missing'; // the browser has no such thing

type Reading = Acceleration | Gyro;
interface Permitted {
  requestPermission?: () => Promise<'granted' | 'denied' | 'default'>;
}

interface Kind<Event_> {
  readonly event: 'devicemotion' | 'deviceorientation';
  readonly api: () => Permitted | undefined;
  readonly read: (event: Event_, inverted: boolean) => Reading | null;
  readonly simulate: (count: number, tilt: Tilt | null) => Reading;
}

export const accelerationKind: Kind<MotionLike> = {
  event: 'devicemotion',
  api: () => (globalThis as { DeviceMotionEvent?: Permitted }).DeviceMotionEvent,
  read: accelerationOf,
  simulate: (count, tilt) => (tilt ? tiltedAcceleration(tilt) : simulatedAcceleration(count, Math.random)),
};
export const gyroKind: Kind<OrientationLike> = {
  event: 'deviceorientation',
  api: () => (globalThis as { DeviceOrientationEvent?: Permitted }).DeviceOrientationEvent,
  read: gyroOf,
  simulate: (count, tilt) => (tilt ? tiltedGyro(tilt) : simulatedGyro(count)),
};

// Every browser on iPhones and iPads is Apple's inside. (That it wants to be asked for permission no longer tells it apart.)
function hasInvertedAxes(): boolean {
  return navigator.vendor.startsWith('Apple');
}

const silence = 1500; // ms without a value before we say so
const fastest = 1000 / 60;

export class Sensor<Event_> {
  readonly state = signal<SensorState>('off');
  tilt: Tilt | null = null; // of the tilt pad, while one is used

  readonly #kind: Kind<Event_>;
  readonly #pace: Pace<Reading>;
  #timer: ReturnType<typeof setInterval> | undefined;
  #listening = false;

  constructor(kind: Kind<Event_>, send: (reading: Reading) => void) {
    this.#kind = kind;
    const later = (ms: number, then: () => void) => void setTimeout(then, ms);
    this.#pace = new Pace(send, fastest, () => performance.now(), later);
  }

  get supported(): boolean {
    return this.#kind.api() !== undefined;
  }

  // `gesture`: called from within one, so that the browser may be asked for permission.
  async start(simulated: boolean, gesture: boolean): Promise<void> {
    this.stop();
    if (simulated) {
      this.#simulate();
      return;
    }
    const api = this.#kind.api();
    if (!api) {
      this.state.value = 'missing';
      return;
    }
    // Some browsers grant it without a question, phones by Apple refuse to ask outside of a gesture.
    const answer = api.requestPermission ? await this.#ask(api.requestPermission.bind(api), gesture) : 'granted';
    if (answer === 'granted') this.#listen();
    else this.state.value = answer;
  }

  async #ask(request: () => Promise<string>, gesture: boolean): Promise<'granted' | 'denied' | 'ask'> {
    try {
      return (await request()) === 'granted' ? 'granted' : 'denied';
    } catch {
      return gesture ? 'denied' : 'ask';
    }
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#listening) window.removeEventListener(this.#kind.event, this.#onEvent);
    this.#listening = false;
    this.state.value = 'off';
  }

  #simulate(): void {
    let count = 0;
    this.state.value = 'simulated';
    this.#timer = setInterval(() => {
      this.#pace.offer(this.#kind.simulate(count, this.tilt));
      count += 1;
    }, simulationPeriod);
  }

  #listen(): void {
    this.state.value = 'starting';
    this.#listening = true;
    window.addEventListener(this.#kind.event, this.#onEvent);
    this.#timer = setTimeout(() => {
      if (this.state.value === 'starting') this.state.value = 'nothing';
    }, silence);
  }

  readonly #onEvent = (event: Event): void => {
    const reading = this.#kind.read(event as Event_, hasInvertedAxes());
    if (!reading) return;
    this.state.value = 'on';
    this.#pace.offer(reading);
  };
}
