import { render } from 'preact';
import { describe, expect, it } from 'vitest';
import { chances, Placeholder } from './placeholder';

function drawing(name: string): string {
  const place = document.createElement('div');
  render(<Placeholder name={name} />, place);
  return place.innerHTML;
}

describe('Placeholder', () => {
  it('is the same for the same name', () => expect(drawing('Snake')).toBe(drawing('Snake')));
  it('differs from name to name', () => {
    const names = Array.from({ length: 20 }, (_, i) => `Game ${i}`);
    expect(new Set(names.map(drawing)).size).toBe(20);
  });
  it('has no style attribute, which the content security policy would drop', () =>
    expect(drawing('Snake')).not.toContain('style='));
  it.each(['', 'é', '🎲', 'x'.repeat(32)])('is drawn for the name "%s"', (name) => {
    expect(drawing(name)).not.toMatch(/NaN|undefined/);
  });
});

describe('Chances', () => {
  it('lie between 0 and 1 and spread', () => {
    const next = chances('Snake');
    const drawn = Array.from({ length: 1000 }, next);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    expect(drawn.reduce((sum, value) => sum + value, 0) / 1000).toBeCloseTo(0.5, 1);
  });
});
