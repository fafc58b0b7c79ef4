import { describe, expect, it } from 'vitest';
import {
  concerns,
  DecodeError,
  decodeDevice,
  decodeDevices,
  decodeEnvelope,
  decodeMessage,
  decodePlayNews,
  decodeSnapshot,
  decodeSprite,
} from './decode';
import { cssColor, paint } from './fields';

describe('a message', () => {
  it.each([
    'message',
    'report_score',
    'toString',
    '__proto__',
    'constructor',
  ])('of the type %s is nobody’s business', (type) => {
    expect(decodeMessage({ type, message: 'hi' })).toBeUndefined();
  });

  it.each([
    null,
    5,
    'text',
    [],
    { type: 'sprite' },
    { type: 'sprite', sprite: 'x' },
    { type: 'sprite', sprite: { id: {} } },
    { type: 'remove_sprite' },
    { type: 'playground_config' },
    { type: 'start_audio' },
  ])('%j is refused', (payload) => {
    expect(decodeMessage(payload)).toBeInstanceOf(DecodeError);
  });

  it('survives any rubbish without throwing', () => {
    const rubbish = [
      null,
      undefined,
      0,
      -1,
      Number.NaN,
      '',
      'x',
      [],
      {},
      [[1]],
      { movements: 'x' },
      true,
      new ArrayBuffer(2),
    ];
    for (const type of ['sprite', 'sprites', 'line', 'lines', 'playground_config', 'notification', 'input_prompt']) {
      for (const a of rubbish) {
        for (const b of rubbish) {
          const inner = {
            id: 'x',
            pos_x: a,
            anchor: b,
            color: a,
            movements: b,
            images: a,
            audio_tracks: b,
            text: a,
            z_index: b,
          };
          decodeMessage({
            type,
            sprite: inner,
            sprites: [inner, a],
            line: inner,
            lines: [b],
            config: inner,
            options: a,
            time: b,
          });
        }
      }
    }
  });
});

describe('a sprite', () => {
  it('keeps what makes sense and leaves out the rest', () => {
    const sprite = decodeSprite({
      id: 3,
      pos_x: '4',
      pos_y: null,
      width: 'wide',
      text: 12,
      form: 'circel',
      border_style: 'Dotted',
    });
    expect(sprite).toMatchObject({ id: 3, x: 4, text: '12', round: false, borderStyle: 'dotted' });
    expect([sprite?.y, sprite?.width]).toEqual([undefined, undefined]);
  });

  it('has no movements when none of them could move it', () => {
    const empty = [
      { movement: 'absolute', to: [1, 1] },
      { movement: 'relative', direction: [1, 1], speed: 0 },
    ];
    expect(decodeSprite({ id: 'a', movements: { movements: empty } })?.movements).toBeUndefined();
  });
});

describe('a colour', () => {
  it.each(['', 'none', 'None', 'INVISIBLE', 'unset', 'undefined', ' none ', 0, 5])('%j means no colour', (value) => {
    expect(paint(value)).toBeNull();
  });

  it.each([
    ['Red', 'red'],
    ['#ABC', '#abc'],
    ['#aabbccdd', '#aabbccdd'],
    ['rgba(255, 0, 0, 0.5)', 'rgba(255, 0, 0, 0.5)'],
    ['hsl(120deg 50% 50% / 20%)', 'hsl(120deg 50% 50% / 20%)'],
    [[1, 2, 3], 'rgb(1,2,3)'],
    [[1, 2, 3, 0.5], 'rgba(1,2,3,0.5)'],
  ])('%j becomes %s', (value, expected) => {
    expect(paint(value)).toBe(expected);
  });

  it.each([
    'url(//evil)',
    'red;background:url(x)',
    '#12',
    'rgb(0,0,0',
    'expression(alert(1))',
    'var(--x)',
    'linear-gradient(red,blue)',
  ])('%s gets nowhere near a style', (value) => {
    expect(cssColor(value)).toBeUndefined();
    expect(paint(value)).toBeNull();
  });

  it('that is absent changes nothing', () => {
    expect([paint(null), paint(undefined), paint({}), paint([1, 2])]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('files', () => {
  it('are taken with a name, a known kind and their bytes', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const message = decodeMessage({
      type: 'playground_config',
      config: {
        images: [
          { name: 'a', type: 'png', image: bytes.buffer },
          { name: 'b', type: 'PNG', image: bytes.subarray(1) },
          { name: 'c', type: 'svg', image: '<svg/>' },
          { name: 'd', type: 'png', image: 'raw' },
          { name: 'e', type: 'exe', image: bytes.buffer },
          { type: 'png', image: bytes.buffer },
        ],
        audio_tracks: [
          { name: 'goat', type: 'mp3', audio: bytes.buffer },
          { name: 'x', audio: 'raw' },
        ],
      },
    });
    expect(message).toMatchObject({
      config: { images: [{ name: 'a' }, { name: 'b' }, { name: 'c' }], tracks: [{ name: 'goat' }] },
    });
  });
});

describe('whom a message concerns', () => {
  const to = (fields: object) => concerns(decodeEnvelope(fields), 'me');
  it('is its group, the one it is delivered to, or everybody', () => {
    expect(to({ device_id: 'me' })).toBe(true);
    expect(to({ device_id: 'other' })).toBe(false);
    expect(to({ device_id: 'other', broadcast: true })).toBe(true);
    expect(to({ device_id: 'other', deliver_to: 'me', unicast_to: 0, cross_origin: true })).toBe(true);
    expect(to({ device_id: 'me', deliver_to: 'me', unicast_to: 0 })).toBe(true);
  });
});

describe('a snapshot', () => {
  it('is one list by time stamp, without what the page does not know', () => {
    const snapshot = decodeSnapshot({
      device_id: 'me',
      time_stamp: 50,
      all_data: {
        sprite: [
          { type: 'sprite', time_stamp: 3, sprite: { id: 'b' } },
          { type: 'sprite', time_stamp: 1, sprite: { id: 'a' } },
        ],
        playground_config: [{ type: 'playground_config', time_stamp: 2, config: {} }],
        key: [{ type: 'key', key: 'up', time_stamp: 1 }],
        odd: 'x',
      },
    });
    expect(snapshot).toMatchObject({ deviceId: 'me', now: 50, messages: [{ stamp: 1 }, { stamp: 2 }, { stamp: 3 }] });
  });

  it('without data is refused', () => {
    expect(decodeSnapshot({ device_id: 'me' })).toBeInstanceOf(DecodeError);
  });
});

describe('devices and plays', () => {
  it('are read, or refused', () => {
    const device = { device_id: 'a', device_nr: -1, socket_id: 's', is_client: false };
    expect(decodeDevice(device)).toEqual({ id: 'a', nr: -1, socket: 's', client: false, silent: false });
    expect(decodeDevices({ devices: [device, 5, {}] })).toHaveLength(1);
    expect(decodeDevice({ device_id: 'a' })).toBeInstanceOf(DecodeError);
    expect(decodePlayNews({ device_id: 'game-1', state: 'ended', reason: 'player_left', score: 3 })).toMatchObject({
      score: 3,
    });
    expect(decodePlayNews({ state: 'odd' })).toBeInstanceOf(DecodeError);
  });
});
