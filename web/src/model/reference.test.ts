import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fieldsOf, pythonLine, readAsyncApi, readOpenApi, resolve } from './reference';

const document = (name: string) => JSON.parse(readFileSync(`../docs/protocol/${name}`, 'utf8')) as unknown;

describe('A reference', () => {
  const small = {
    components: {
      schemas: {
        Base: { type: 'object', properties: { id: { type: 'string', maxLength: 4 } }, required: ['id'] },
        Circle: { $ref: '#/components/schemas/Circle' },
      },
    },
  };

  it('follows references, and gives up on circles', () => {
    expect(resolve(small, { $ref: '#/components/schemas/Base' }).type).toBe('object');
    expect(resolve(small, { $ref: '#/components/schemas/Circle' })).toEqual({});
    expect(resolve(small, { $ref: '#/components/nothing' })).toEqual({});
  });

  it('joins the parts of a schema, and says of every member what it is', () => {
    const schema = {
      allOf: [
        { $ref: '#/components/schemas/Base' },
        { properties: { way: { enum: ['in', 'out'] }, share: { type: 'number', minimum: 0, maximum: 1 } } },
      ],
    };
    expect(fieldsOf(small, schema)).toEqual([
      { name: 'id', required: true, kind: 'string, at most 4 bytes', description: '' },
      { name: 'way', required: false, kind: 'in, out', description: '' },
      { name: 'share', required: false, kind: 'number, 0 to 1', description: '' },
    ]);
  });

  it('takes nonsense for an empty document', () => {
    for (const nonsense of [null, 7, 'x', [], { paths: 3, operations: [], tags: 'no' }]) {
      expect(readOpenApi(nonsense).chapters).toEqual([]);
      expect(readAsyncApi(nonsense).title).toBe('');
    }
  });

  it('writes a request as a line of Python', () => {
    expect(pythonLine('http://a.example', '/steps?message=hello+you')).toBe(
      'print(requests.get("http://a.example/steps?message=hello+you").text)',
    );
  });
});

describe('The description of the hub', () => {
  const reference = readAsyncApi(document('hub.asyncapi.json'));

  it('has what one sends, what one receives, and the messages between devices', () => {
    expect(reference.chapters.map((chapter) => chapter.id)).toEqual(['you-send', 'you-receive', 'messages']);
    const titles = reference.chapters.flatMap((chapter) => chapter.entries.map((entry) => entry.title));
    expect(titles).toEqual(expect.arrayContaining(['new_device', 'devices', 'timer', 'new_data: key']));
    expect(new Set(reference.chapters.flatMap((chapter) => chapter.entries.map((entry) => entry.id))).size).toBe(
      titles.length,
    );
  });

  it('shows examples as they stand on the wire, and an envelope only once', () => {
    const key = reference.chapters[2]?.entries.find((entry) => entry.title === 'new_data: key');
    expect(JSON.parse(key?.example ?? '')).toMatchObject(['new_data', { type: 'key', key: 'up' }]);
    expect(key?.fields.map((field) => field.name)).toEqual(['type', 'key']);
  });
});

describe('The description of Steps and Mocean', () => {
  const reference = readOpenApi(document('openapi.json'));

  it('has a chapter for each game, with something to try in every entry that can be asked', () => {
    expect(reference.chapters.map((chapter) => chapter.title)).toEqual(['Steps', 'Mocean']);
    for (const entry of reference.chapters.flatMap((chapter) => chapter.entries)) {
      expect(entry.summary, entry.title).not.toBe('');
      if (entry.title.startsWith('GET ')) expect(entry.asked).toMatch(/^\/[a-z/]/);
    }
    const accel = reference.chapters[1]?.entries.find((entry) => entry.title === 'GET /accel');
    expect(accel?.asked).toBe('/accel?id=0&ctrl=w&heading=u');
  });
});
