import { beforeEach, describe, expect, it } from 'vitest';
import { TicketPocket } from './ticket';

const ticket = { pid: 'secret', sid: 'public' };
let tab: Map<string, string>;

function storageOf(entries: Map<string, string>) {
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  };
}
const pocketOf = (entries: Map<string, string>) => new TicketPocket(() => storageOf(entries));

beforeEach(() => {
  tab = new Map();
});

describe('the ticket', () => {
  it('passes from a page to the one that is loaded in its place, once', () => {
    pocketOf(tab).put(ticket, true);
    expect(pocketOf(tab).take(false)).toEqual(ticket);
    expect(pocketOf(tab).take(true)).toBeNull();
  });

  it('is not in the storage that a duplicated tab gets, while its owner shows it', () => {
    const owner = pocketOf(tab);
    owner.put(ticket, true);
    owner.take(true);
    owner.put(ticket, false);
    owner.drop();
    expect(pocketOf(new Map(tab)).take(true)).toBeNull();
  });

  it('of a hidden page serves who replaces it, not who was duplicated from it', () => {
    pocketOf(tab).put(ticket, false);
    const copy = new Map(tab);
    expect(pocketOf(copy).take(false)).toBeNull();
    expect(pocketOf(tab).take(true)).toEqual(ticket);
  });

  it.each([
    '',
    'x',
    '[]',
    '{}',
    '{"pid":"","sid":"s","left":true}',
    '{"pid":{},"sid":"s","left":true}',
  ])('is nothing if somebody wrote %j there', (written) => {
    tab.set('recess-session', written);
    expect(pocketOf(tab).take(true)).toBeNull();
  });

  it('does without storage where it is forbidden', () => {
    const pocket = new TicketPocket(() => {
      throw new Error('SecurityError');
    });
    pocket.put(ticket, true);
    expect(pocket.take(true)).toBeNull();
  });
});
