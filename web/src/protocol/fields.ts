// Reading one member of a message of unknown make. Everything that is missing, null or of the wrong kind reads as undefined,
// because games contain typos and a typo in one field must not cost the whole sprite.
import type { Id, Paint, Pair } from './events';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ArrayBuffer);
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

// Numbers typed by hand arrive as text now and then: int(input()) forgotten.
export function number(value: unknown): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

export function positive(value: unknown): number | undefined {
  const read = number(value);
  return read !== undefined && read > 0 ? read : undefined;
}

export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

export function flag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  return undefined;
}

export function identity(value: unknown): Id | undefined {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)) ? value : undefined;
}

export function pair(value: unknown): Pair | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [a, b] = [number(value[0]), number(value[1])];
  return a === undefined || b === undefined ? undefined : [a, b];
}

export function word<Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  return words.find((known) => typeof value === 'string' && known === value.toLowerCase());
}

const noColor = new Set(['', 'invisible', 'unset', 'undefined', 'none']);
const colorName = /^[a-z]{3,30}$/;
const hexColor = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/;
const colorFunction = /^(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([-+\d.e%,/\sa-z]{1,80}\)$/;

// The look of a CSS colour; whether a name exists is for the drawing surface to know, which ignores strangers. Nothing
// that could fetch or close anything (quotes, braces, url) gets through.
export function cssColor(value: string): string | undefined {
  const plain = value.trim().toLowerCase();
  const known = colorName.test(plain) || hexColor.test(plain) || colorFunction.test(plain);
  return known ? plain : undefined;
}

// Colours of sprites, borders, texts and lines: a number means "no colour", a list is red, green, blue and opacity.
export function paint(value: unknown): Paint | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number') return null;
  if (Array.isArray(value)) return paintOfList(value);
  if (typeof value !== 'string') return undefined;
  if (noColor.has(value.trim().toLowerCase())) return null;
  return cssColor(value) ?? null;
}

function paintOfList(parts: readonly unknown[]): Paint | undefined {
  const [red, green, blue, alpha] = parts.map(number);
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return parts.length === 3 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${alpha ?? 1})`;
}
