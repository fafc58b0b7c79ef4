import { describe, expect, it } from 'vitest';
import { type KeyPress, meaningOf } from './keys';

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', repeat: false, ctrlKey: false, metaKey: false, altKey: false, ...more };
}

describe('a key', () => {
  it.each([
    ['ArrowUp', ['up']],
    ['ArrowDown', ['down']],
    ['ArrowLeft', ['left']],
    ['ArrowRight', ['right']],
    [' ', ['home']],
    ['F1', ['F1']],
    ['F4', ['F4']],
    ['F5', ['F5']],
    ['a', ['a']],
    ['Enter', ['Enter']],
    ['Shift', ['Shift']],
    ['toString', ['toString']],
  ])('%s is told as %j', (key, sent) => {
    expect(meaningOf(press(key)).sent).toEqual(sent);
  });

  it('of the top row is told twice, whatever the layout makes of it', () => {
    expect(meaningOf(press('2', { code: 'Digit2' })).sent).toEqual(['2', 'F2']);
    expect(meaningOf(press('é', { code: 'Digit2' })).sent).toEqual(['é', 'F2']);
    expect(meaningOf(press('5', { code: 'Digit5' })).sent).toEqual(['5']);
    expect(meaningOf(press('2', { code: 'Numpad2' })).sent).toEqual(['2']);
  });

  it('is told once however long it is held, unless repeating was chosen', () => {
    expect(meaningOf(press('ArrowUp', { repeat: true }))).toEqual({ sent: [], keepFromBrowser: true });
    expect(meaningOf(press('ArrowUp', { repeat: true }), true).sent).toEqual(['up']);
  });

  it.each(['ctrlKey', 'metaKey', 'altKey'])('with %s belongs to the browser', (modifier) => {
    expect(meaningOf(press('ArrowUp', { [modifier]: true }))).toEqual({ sent: [], keepFromBrowser: false });
  });

  it('is kept from the browser only where the browser would scroll or help', () => {
    const kept = [' ', 'ArrowUp', 'F1', 'a', 'Tab', 'F5'].map((key) => meaningOf(press(key)).keepFromBrowser);
    expect(kept).toEqual([true, true, true, false, false, false]);
  });
});
