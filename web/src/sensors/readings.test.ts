import { describe, expect, it } from 'vitest';
import { Pace } from './pace';
import {
  accelerationOf,
  gyroOf,
  simulatedAcceleration,
  simulatedGyro,
  tiltedAcceleration,
  tiltedGyro,
} from './readings';

const flat = { x: 0, y: 0, z: 9.81 };

describe('acceleration', () => {
  it('is the same for phones of both families', () => {
    expect(accelerationOf({ accelerationIncludingGravity: flat, interval: 16 }, false)).toEqual({
      type: 'acceleration',
      ...flat,
      interval: 16,
    });
    const inverted = { x: -0, y: 0, z: -9.81 };
    expect(accelerationOf({ accelerationIncludingGravity: inverted, interval: 0.016 }, true)).toEqual({
      type: 'acceleration',
      ...flat,
      interval: 16,
    });
  });

  it('has zero for a missing axis, and is nothing without all of them', () => {
    expect(accelerationOf({ accelerationIncludingGravity: { x: 1, y: null } }, false)).toMatchObject({
      x: 1,
      y: 0,
      z: 0,
    });
    expect(accelerationOf({ accelerationIncludingGravity: null }, false)).toBeNull();
    expect(accelerationOf({ accelerationIncludingGravity: { x: null, y: null, z: null } }, false)).toBeNull();
  });
});

describe('the gyro', () => {
  it('passes degrees through', () => {
    expect(gyroOf({ alpha: 1, beta: null, gamma: -3, absolute: false })).toEqual({
      type: 'gyro',
      alpha: 1,
      beta: 0,
      gamma: -3,
      absolute: false,
    });
    expect(gyroOf({ alpha: null, beta: null, gamma: null })).toBeNull();
  });
});

describe('made-up values', () => {
  it('stand upright and wobble', () => {
    expect(simulatedAcceleration(3, () => 0.5)).toEqual({
      type: 'acceleration',
      x: 0.05,
      y: 9.81 + 0.05,
      z: Math.sin(192 / 50),
      interval: 64,
    });
    expect(simulatedGyro(0)).toEqual({ type: 'gyro', alpha: 180, beta: 180, gamma: 0, absolute: true });
    for (let count = 0; count < 300; count += 1) {
      const { alpha } = simulatedGyro(count);
      expect(alpha >= 0 && alpha <= 360).toBe(true);
    }
  });

  it('follow the tilt pad with the signs of a real phone', () => {
    expect(tiltedAcceleration({ right: 0, away: 0 })).toMatchObject({ x: 0, y: 0, z: 9.81 });
    expect(tiltedAcceleration({ right: 1, away: 0 }).x).toBeLessThan(-8);
    expect(tiltedAcceleration({ right: -1, away: 0 }).x).toBeGreaterThan(8);
    expect(tiltedAcceleration({ right: 0, away: 1 }).y).toBeLessThan(-8);
    expect(tiltedGyro({ right: 0.5, away: -0.5 })).toMatchObject({ beta: 30, gamma: 30 });
  });
});

describe('the pace', () => {
  it('lets one value through per period, and of the others the newest', () => {
    let now = 0;
    const later: (() => void)[] = [];
    const sent: number[] = [];
    const pace = new Pace<number>(
      (value) => sent.push(value),
      16,
      () => now,
      (_, then) => later.push(then),
    );
    pace.offer(1);
    now = 4;
    pace.offer(2);
    now = 8;
    pace.offer(3);
    expect([sent, later.length]).toEqual([[1], 1]);
    now = 16;
    later[0]?.();
    now = 40;
    pace.offer(4);
    expect(sent).toEqual([1, 3, 4]);
  });
});
