// Numbers, durations and dates for people. The server sends raw values (means, seconds, ISO times); rounding happens here.
import { locale } from './index';

export type Star = 'full' | 'half' | 'empty';

// Star i (from 0) is full from i + 0.75 on and half from i + 0.25 on; a game without ratings has no stars at all.
export function stars(mean: number | null): Star[] {
  if (mean === null) return [];
  return [0, 1, 2, 3, 4].map((i) => (mean >= i + 0.75 ? 'full' : mean >= i + 0.25 ? 'half' : 'empty'));
}

// One decimal, halves away from zero: Intl rounds the shortest decimal form of a number, so 1.15 becomes 1.2.
export function tenths(value: number): string {
  return new Intl.NumberFormat(locale(), {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(value);
}

export function ratingText(mean: number | null): string {
  return mean === null ? '–' : tenths(mean);
}

export function minutes(seconds: number): string {
  return tenths(Math.max(0, seconds) / 60);
}

export function whole(value: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 0 }).format(value);
}

// Powers of 1024, because the limits of uploads are such: 16 MiB reads "16 MB", as file managers have it.
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 || Number.isInteger(value) ? 0 : 1;
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
  return `${number} ${units[unit]}`;
}

// Seconds as a clock would show them: 0:07, 12:30, 1:02:03.
export function clock(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const two = (part: number) => String(part).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const rest = `${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest.replace(/^0/, '');
}

function moment(iso: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(locale(), options).format(date);
}

// Short enough for a table on a phone: the year is named only when it is not this one.
export function dateTime(iso: string, now: Date = new Date()): string {
  const sameYear = new Date(iso).getFullYear() === now.getFullYear();
  const year: Intl.DateTimeFormatOptions = sameYear ? {} : { year: 'numeric' };
  return moment(iso, { ...year, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
}

export function day(iso: string): string {
  return moment(iso, { dateStyle: 'medium' });
}

export function timeOfDay(iso: string): string {
  return moment(iso, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}
