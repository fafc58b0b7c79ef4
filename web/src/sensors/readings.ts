// From the browser's events to what a game is told. Units and signs are those of Android: m/s² with gravity, z = +9.81 on a
// table; degrees.
import type { Acceleration, Gyro } from '../protocol/events';

type Axis = number | null | undefined;
export interface MotionLike {
  readonly accelerationIncludingGravity: { readonly x?: Axis; readonly y?: Axis; readonly z?: Axis } | null;
  readonly interval?: number;
}
export interface OrientationLike {
  readonly alpha?: Axis;
  readonly beta?: Axis;
  readonly gamma?: Axis;
  readonly absolute?: boolean;
}

const usualInterval = 16; // ms

// iPhones report all three axes the other way round (`inverted`), and some the interval in seconds. Null: a device without
// the sensor sends one event without any value.
export function accelerationOf(event: MotionLike, inverted: boolean): Acceleration | null {
  const { x, y, z } = event.accelerationIncludingGravity ?? {};
  if (typeof x !== 'number' && typeof y !== 'number' && typeof z !== 'number') return null;
  const axis = (value: Axis) => (inverted ? -(value ?? 0) : (value ?? 0)) + 0; // + 0 turns -0 into 0
  const given = event.interval ?? usualInterval;
  const interval = given > 0 && given < 1 ? given * 1000 : given || usualInterval;
  return { type: 'acceleration', x: axis(x), y: axis(y), z: axis(z), interval };
}

export function gyroOf(event: OrientationLike): Gyro | null {
  const { alpha, beta, gamma } = event;
  if (typeof alpha !== 'number' && typeof beta !== 'number' && typeof gamma !== 'number') return null;
  return { type: 'gyro', alpha: alpha ?? 0, beta: beta ?? 0, gamma: gamma ?? 0, absolute: event.absolute === true };
}

// Made-up values for a device without sensors, one every simulationPeriod; `random` is from 0 to 1.
export const simulationPeriod = 64; // ms

export function simulatedAcceleration(count: number, random: () => number): Acceleration {
  const [x, y] = [random() / 10, 9.81 + random() / 10];
  return { type: 'acceleration', x, y, z: Math.sin((count * simulationPeriod) / 50), interval: simulationPeriod };
}

export function simulatedGyro(count: number): Gyro {
  const phase = (count * simulationPeriod) / 2000;
  return { type: 'gyro', alpha: 180 + 180 * Math.sin(phase), beta: 180 * Math.cos(phase), gamma: 0, absolute: true };
}

// How a phone on a table is tilted with a finger on the tilt pad: from -1 to 1, `right` and `away` are the edges that go
// down.
export interface Tilt {
  readonly right: number;
  readonly away: number;
}

const gravity = 9.81;
const steepest = 60; // degrees

export function tiltedAcceleration({ right, away }: Tilt): Acceleration {
  const [roll, pitch] = [radians(right), radians(away)];
  const [x, y] = [-gravity * Math.sin(roll), -gravity * Math.sin(pitch)];
  const z = Math.sqrt(Math.max(0, gravity ** 2 - x ** 2 - y ** 2));
  return { type: 'acceleration', x: x + 0, y: y + 0, z, interval: simulationPeriod };
}

export function tiltedGyro({ right, away }: Tilt): Gyro {
  return { type: 'gyro', alpha: 0, beta: -away * steepest + 0, gamma: right * steepest, absolute: true };
}

function radians(part: number): number {
  return (part * steepest * Math.PI) / 180;
}
