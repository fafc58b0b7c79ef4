import { describe, expect, it } from 'vitest';
import { deviceIdFor, isPlay, readOptions, type Store } from './options';

function store(content: Record<string, string> = {}): Store {
  const map = new Map(Object.entries(content));
  return { getItem: (key) => map.get(key) ?? null, setItem: (key, value) => void map.set(key, value) };
}

describe('the address', () => {
  it.each([
    ['?silent=1', true],
    ['?silent=true', true],
    ['?silent=0', true],
    ['?silent=', false],
    ['?silent', false],
    ['', false],
  ])('%s makes silence %s', (search, silent) => {
    expect(readOptions(search).silent).toBe(silent);
  });

  it('of a watched play looks on without any control', () => {
    expect(readOptions('', '/watch/game-17')).toMatchObject({ deviceId: 'game-17', silent: true, striped: true });
    expect(readOptions('?device_id=game-17', '/observer')).toMatchObject({ silent: true, striped: false });
    expect(readOptions('', '/playground')).toMatchObject({ deviceId: null, silent: false });
  });

  it('hides the header by either name', () => {
    expect(readOptions('?no_nav=true').noHeader).toBe(true);
    expect(readOptions('?no_header=1').noHeader).toBe(true);
  });
});

describe('the id of the page', () => {
  it('is that of the address, then the chosen one, then a random one that a reload keeps', () => {
    const chosen = store({ device_id: 'FooBar' });
    expect(deviceIdFor(readOptions('?device_id=game-1'), chosen, store(), () => 0)).toBe('game-1');
    expect(deviceIdFor(readOptions(''), chosen, store(), () => 0)).toBe('FooBar');
    const tab = store();
    expect(deviceIdFor(readOptions(''), store(), tab, () => 0)).toBe('Device100');
    expect(deviceIdFor(readOptions(''), store(), tab, () => 0.9999)).toBe('Device100');
    expect(deviceIdFor(readOptions(''), store(), store(), () => 0.9999)).toBe('Device998');
  });

  it('may be that of a play', () => {
    expect([isPlay('game-1763724000000000000'), isPlay('FooBar'), isPlay('game-')]).toEqual([true, false, false]);
  });
});
