import { describe, expect, it } from 'vitest';
import { sizedSvg } from './svg';

describe('an SVG', () => {
  it('with a size stays as it is', () => {
    const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="10px" height="20"></svg>';
    expect(sizedSvg(svg)).toBe(svg);
  });

  it('gets the size of its viewBox, also instead of percentages', () => {
    const svg = '<svg xmlns="x" viewBox="0 0 30,40" width="100%" height=\'100%\'><g width="5"/></svg>';
    expect(sizedSvg(svg)).toBe('<svg width="30" height="40" xmlns="x" viewBox="0 0 30,40"><g width="5"/></svg>');
  });

  it('gets the namespace that an image needs', () => {
    expect(sizedSvg('<svg width="1" height="1"/>')).toContain('xmlns="http://www.w3.org/2000/svg"');
  });

  it('that is none is left alone', () => {
    expect(sizedSvg('hello $& world')).toBe('hello $& world');
  });
});
