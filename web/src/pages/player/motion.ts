// The player's choices about motion: which sensors are sent, and whether their values are made up.
import { computed, signal } from '@preact/signals';
import type { Acceleration, Gyro } from '../../protocol/events';
import type { Badges } from '../../protocol/pages';
import type { Tilt } from '../../sensors/readings';
import { accelerationKind, gyroKind, Sensor, type SensorState } from '../../sensors/sensor';
import { lasting, ofTab } from './storage';

export type Stream = 'acceleration' | 'gyro';

// The names under which browsers have remembered these switches ever since.
const storageKeys = { acceleration: 'devicemotion', gyro: 'deviceorientation' } as const;
const simulateKey = 'simulate_sensor';
const hintKey = 'recess.motion_hint';

const urgency: readonly SensorState[] = ['ask', 'denied', 'missing', 'nothing'];

export class Motion {
  readonly acceleration;
  readonly gyro;
  readonly wanted;
  readonly simulated = signal(lasting.getItem(simulateKey) === 'yes');
  readonly hintClosed = signal(ofTab.getItem(hintKey) === 'closed');

  // What stands in the way of the streams that are wanted. One sensor that works is enough to play.
  readonly problem = computed<SensorState | null>(() => {
    const states = [this.acceleration.state.value, this.gyro.state.value];
    if (states.includes('on') || states.includes('starting')) return null;
    return urgency.find((state) => states.includes(state)) ?? null;
  });
  readonly tiltable = computed(() => {
    return this.acceleration.state.value === 'simulated' || this.gyro.state.value === 'simulated';
  });

  // A game that is played by tilting has its streams on unless the player switched them off.
  constructor(send: (reading: Acceleration | Gyro) => void, badges: Badges | null) {
    this.acceleration = new Sensor(accelerationKind, send);
    this.gyro = new Sensor(gyroKind, send);
    const remembered = (stream: Stream, usual: boolean) => {
      const stored = lasting.getItem(storageKeys[stream]);
      return stored === null ? usual : stored === 'on';
    };
    this.wanted = {
      acceleration: signal(remembered('acceleration', badges?.acc ?? false)),
      gyro: signal(remembered('gyro', badges?.gyro ?? false)),
    };
  }

  get supported(): boolean {
    return this.acceleration.supported || this.gyro.supported;
  }

  async start(gesture: boolean): Promise<void> {
    // Both are asked for within the same gesture: the first answer may come too late for the second question.
    await Promise.all([this.#apply('acceleration', gesture), this.#apply('gyro', gesture)]);
  }

  closeHint(): void {
    this.hintClosed.value = true;
    ofTab.setItem(hintKey, 'closed');
  }

  stop(): void {
    this.acceleration.stop();
    this.gyro.stop();
  }

  choose(stream: Stream, wanted: boolean): void {
    this.wanted[stream].value = wanted;
    lasting.setItem(storageKeys[stream], wanted ? 'on' : 'off');
    this.hintClosed.value = false;
    void this.#apply(stream, true);
  }

  simulate(simulated: boolean): void {
    this.simulated.value = simulated;
    lasting.setItem(simulateKey, simulated ? 'yes' : 'no');
    void this.start(true);
  }

  tilt(tilt: Tilt | null): void {
    this.acceleration.tilt = tilt;
    this.gyro.tilt = tilt;
  }

  async #apply(stream: Stream, gesture: boolean): Promise<void> {
    if (this.wanted[stream].value) await this[stream].start(this.simulated.value, gesture);
    else this[stream].stop();
  }
}
