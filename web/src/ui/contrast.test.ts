import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/ui/tokens.css', 'utf8');
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');

function tokens(part: string): Record<string, string> {
  return Object.fromEntries(
    [...part.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, colour]) => [name, colour]),
  );
}

function luminance(colour: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

const day = tokens(light);
const themes = { light: day, dark: { ...day, ...tokens(dark) } };
const white = '#ffffff';

const texts = [
  ['ink', 'paper'],
  ['ink', 'surface'],
  ['ink', 'sunken'],
  ['muted', 'paper'],
  ['muted', 'surface'],
  ['muted', 'sunken'],
  ['link', 'paper'],
  ['link', 'surface'],
  ['on-deep', 'deep'],
  ['on-deep-muted', 'deep'],
  ['sun', 'deep'],
  ['on-foam', 'foam'],
  ['on-sun', 'sun'],
  ['danger-text', 'surface'],
  ['danger-text', 'paper'],
  ['on-danger-soft', 'danger-soft'],
  ['on-warn-soft', 'warn-soft'],
  ['on-good-soft', 'good-soft'],
  ['on-code', 'code'],
  ['code-muted', 'code'],
  ['sun', 'code'],
  ['on-code-mark', 'code-mark'],
] as const;

describe.each(Object.entries(themes))('In the %s theme', (_, theme) => {
  const colour = (name: string) => theme[name] ?? name;

  it.each(texts)('%s on %s can be read (4.5:1)', (text, ground) =>
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5));

  it.each(['danger', 'deep'])('white on %s can be read (4.5:1)', (ground) =>
    expect(contrast(white, colour(ground))).toBeGreaterThanOrEqual(4.5));

  it.each([
    ['field-line', 'surface'],
    ['field-line', 'paper'],
    ['sea', 'surface'],
    ['sea', 'paper'],
  ])('%s on %s can be seen (3:1)', (line, ground) =>
    expect(contrast(colour(line), colour(ground))).toBeGreaterThanOrEqual(3));
});
