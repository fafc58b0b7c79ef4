import { afterEach, describe, expect, it } from 'vitest';
import { bytes, clock, dateTime, minutes, ratingText, stars, tenths } from './format';
import { setLanguage } from './index';

afterEach(() => setLanguage('en'));

function drawn(mean: number | null): string {
  return stars(mean)
    .map((star) => ({ full: '*', half: '+', empty: '.' })[star])
    .join('');
}

describe('Stars', () => {
  it.each([
    [null, ''],
    [1, '*....'],
    [1.24, '*....'],
    [1.25, '*+...'],
    [1.74, '*+...'],
    [1.75, '**...'],
    [3.74, '***+.'],
    [3.75, '****.'],
    [4.5, '****+'],
    [5, '*****'],
    [0, '.....'],
  ])('of %s are %s', (mean, expected) => expect(drawn(mean)).toBe(expected));
});

describe('One decimal', () => {
  it.each([
    [3.75, '3.8'],
    [3.25, '3.3'],
    [1.15, '1.2'],
    [1.05, '1.1'],
    [2.449, '2.4'],
    [4, '4.0'],
    [0, '0.0'],
    [-0.05, '-0.1'],
    [-2.25, '-2.3'],
    [1501.15, '1,501.2'],
  ])('of %s is %s, halves away from zero', (value, expected) => expect(tenths(value)).toBe(expected));

  it('is written with a comma in German', () => {
    setLanguage('de');
    expect(ratingText(3.75)).toBe('3,8');
  });

  it('is a dash for a game without ratings', () => expect(ratingText(null)).toBe('–'));
});

describe('Minutes', () => {
  it.each([
    [0, '0.0'],
    [2.9, '0.0'],
    [3, '0.1'],
    [69, '1.2'],
    [90.5, '1.5'],
    [3600, '60.0'],
    [-5, '0.0'],
  ])('of %s seconds are %s', (seconds, expected) => expect(minutes(seconds)).toBe(expected));
});

describe('Sizes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 kB'],
    [1536, '1.5 kB'],
    [16 * 1024 * 1024, '16 MB'],
    [16 * 1024 * 1024 + 1, '16 MB'],
    [123.4 * 1024 * 1024, '123 MB'],
    [2 ** 50, '1,024 TB'],
  ])('of %s bytes read %s', (count, expected) => expect(bytes(count)).toBe(expected));
});

describe('Clock', () => {
  it.each([
    [0, '0:00'],
    [7.9, '0:07'],
    [83.5, '1:23'],
    [750, '12:30'],
    [3723, '1:02:03'],
    [-1, '0:00'],
  ])('shows %s seconds as %s', (seconds, expected) => expect(clock(seconds)).toBe(expected));
});

describe('Dates', () => {
  it('name the year only when it is another one', () => {
    const start = '2025-11-21T12:00:00Z';
    expect(dateTime(start, new Date('2025-12-01T00:00:00Z'))).not.toContain('2025');
    expect(dateTime(start, new Date('2026-03-01T00:00:00Z'))).toContain('2025');
  });

  it('that are none are shown as they came', () => expect(dateTime('yesterday')).toBe('yesterday'));
});
