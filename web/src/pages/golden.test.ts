// The server's tests write what it sends to tests/golden/pages; here the same files are held against the samples, which the
// compiler holds against the contract. A member renamed on one side fails on the other.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PageData } from '../protocol/pages';
import { refusedUpdate, sampleNotice, samples } from './samples';

const folder = '../tests/golden/pages';
const golden = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, data: JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as PageData }));

// The names of members of every object, by where it stands; elements of a list stand at the same place.
function members(
  value: unknown,
  path = '$',
  found: Map<string, Set<string>[]> = new Map(),
): Map<string, Set<string>[]> {
  if (Array.isArray(value)) {
    for (const element of value) members(element, `${path}[]`, found);
  } else if (value !== null && typeof value === 'object') {
    found.set(path, [...(found.get(path) ?? []), new Set(Object.keys(value))]);
    for (const [name, member] of Object.entries(value)) members(member, `${path}.${name}`, found);
  }
  return found;
}

describe.each(golden)('$name of the server', ({ data }) => {
  // An answer to a program that posted a form repeats the error at the top.
  const { error: _, ...page } = data as PageData & { error?: unknown };
  const known = members(samples[page.page]);
  members(sampleNotice, '$.notice', known);
  if (page.page === 'game_form') members(refusedUpdate, '$', known);

  it('has the members of the contract, all of them and no others', () => {
    for (const [path, objects] of members(page)) {
      const examples = known.get(path);
      expect(examples, `${path} is in no sample`).toBeDefined();
      const all = new Set(examples?.flatMap((names) => [...names]));
      const always = [...all].filter((name) => examples?.every((names) => names.has(name)));
      for (const names of objects) {
        expect([...all], path).toEqual(expect.arrayContaining([...names]));
        expect([...names], path).toEqual(expect.arrayContaining(always));
      }
    }
  });
});
