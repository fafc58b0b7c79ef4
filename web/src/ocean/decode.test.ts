import { describe, expect, it } from 'vitest';
import { decodeFrame, decodeGrid, decodeHello, decodeSpan, FeedError, type Frame, type Grid } from './decode';

const season = { number: 2, state: 'running', elapsed: 5, remaining: 55 };
const frame = {
  ...{ t: 12.5, p: [[3, 1.25, 899.5, 5, 3.5, 5, 1]], names: [[3, 'fred']], gone: [1, 2], bloom: [[10, 20, 30]] },
  ...{ top: [[1, 3, 80]], season, paused: false, whales: [[1, 2]], treasures: [[3, 4, 5]] },
};
const hello = {
  ...{ world: 'main', t: 12, grid: '/map/grid', w: 900, h: 900, scoring: true, season, paused: true },
  ...{
    players: [[3, 'fred']],
    trails: [
      [
        3,
        [
          [1, 2],
          [3, 4],
        ],
      ],
    ],
  },
};
const grid = { w: 20, h: 20, cell: 10, nx: 2, ny: 2, depth: btoa(String.fromCharCode(0, 50, 150, 250)) };

describe('A frame', () => {
  it('is read from text as from a value', () => {
    const read = decodeFrame(JSON.stringify(frame)) as Frame;
    expect(read).toEqual(decodeFrame(frame));
    expect(read.ships).toEqual([{ id: 3, x: 1.25, y: 899.5, z: 5, heading: 3.5, speed: 5, riding: true }]);
    expect(read.top).toEqual([{ rank: 1, id: 3, score: 80 }]);
    expect(read.treasures).toEqual([[3, 4]]);
    expect(read.crowd).toBeNull();
  });

  it('of a crowd says how many are where', () => {
    const read = decodeFrame({ ...frame, players: 600, nx: 2, ny: 1, count: [400, 200] }) as Frame;
    expect(read.crowd).toEqual({ players: 600, nx: 2, ny: 1, count: [400, 200] });
  });

  it.each([
    ['no JSON', '{"t":'],
    ['no object', '[]'],
    ['no text at all', null],
    ['no time', { ...frame, t: undefined }],
    ['a time that is a word', { ...frame, t: '12' }],
    ['a time beyond every number', '{"t":1e999}'],
    ['a ship without a place', { ...frame, p: [[3]] }],
    ['a ship at NaN', { ...frame, p: [[3, Number.NaN, 0, 0, 0, 0, 0]] }],
    ['a ship with a text for an id', { ...frame, p: [['__proto__', 1, 2, 3, 4, 5, 0]] }],
    ['a name that is an object', { ...frame, names: [[3, { toString: 'x' }]] }],
    ['a list that is none', { ...frame, p: { length: 3 } }],
    ['a list without end', { ...frame, gone: Array(10_001).fill(1) }],
    ['a bloom of negative size', { ...frame, bloom: [[1, 2, -3]] }],
    ['counts that do not fill their grid', { ...frame, players: 600, nx: 2, ny: 2, count: [1] }],
    ['no season', { ...frame, season: null }],
  ])('with %s is refused', (_, message) => expect(decodeFrame(message)).toBeInstanceOf(FeedError));
});

describe('A greeting', () => {
  it('names everybody and brings the wakes', () => {
    expect(decodeHello(hello)).toMatchObject({ world: 'main', w: 900, players: [[3, 'fred']], paused: true });
  });

  it('keeps a name as it is, but not for ever', () => {
    const read = decodeHello({
      ...hello,
      players: [
        [0, '<b>x</b>'],
        [1, 'y'.repeat(1000)],
      ],
    });
    expect(read).toMatchObject({
      players: [
        [0, '<b>x</b>'],
        [1, 'y'.repeat(64)],
      ],
    });
  });

  it.each([
    ['a world without size', { ...hello, w: 0 }],
    ['a world without a name', { ...hello, world: 7 }],
    ['a wake of words', { ...hello, trails: [[3, [['a', 'b']]]] }],
  ])('with %s is refused', (_, message) => expect(decodeHello(message)).toBeInstanceOf(FeedError));
});

describe('A sea floor', () => {
  it('is a byte a cell', () => expect([...(decodeGrid(grid) as Grid).depth]).toEqual([0, 50, 150, 250]));

  it.each([
    ['too few cells', { ...grid, nx: 3 }],
    ['half a cell', { ...grid, nx: 1.5 }],
    ['more cells than fit', { ...grid, nx: 1e5, ny: 1e5 }],
    ['no base64', { ...grid, depth: '\u2603' }],
    ['no depth', { ...grid, depth: undefined }],
  ])('with %s is refused', (_, message) => expect(decodeGrid(message)).toBeInstanceOf(FeedError));
});

describe('A span', () => {
  it('is two moments', () => expect(decodeSpan({ from: 1, until: 2 })).toEqual({ from: 1, until: 2 }));
  it('without an end is refused', () => expect(decodeSpan({ from: 1 })).toBeInstanceOf(FeedError));
});
