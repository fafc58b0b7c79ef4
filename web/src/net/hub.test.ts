import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeServer } from './fake';
import { Hub, type Owner } from './hub';

let server: FakeServer;
let hub: Hub;
let now = 100;
let owner: { [Name in keyof Owner]: ReturnType<typeof vi.fn> };

function join(silent = false): void {
  hub = new Hub(server.dial, owner, { id: 'FooBar', silent }, () => now);
  server.up();
  server.welcome();
}

beforeEach(() => {
  now = 100;
  server = new FakeServer();
  const names = ['connected', 'disconnected', 'device', 'devices', 'message', 'snapshot', 'cleared', 'play', 'refused'];
  owner = Object.fromEntries(names.map((name) => [name, vi.fn()])) as typeof owner;
});

const snapshot = { device_id: 'FooBar', all_data: {}, time_stamp: 5 };

describe('the hub', () => {
  it('is told who we are on every connect, and asked for the state once each time', () => {
    join();
    server.down();
    server.up();
    server.welcome('FooBar', 3);
    server.welcome('FooBar', 4);
    expect(server.events()).toEqual(['new_device', 'get_all_data', 'new_device', 'get_all_data']);
    expect(server.sent[2]?.payload).toEqual({ device_id: 'FooBar', is_client: true, is_silent: false });
    expect(owner.device).toHaveBeenCalledTimes(3);
  });

  it('is told of silence', () => {
    join(true);
    expect(server.sent[0]?.payload).toMatchObject({ is_silent: true });
  });

  it('gets the envelope around what we say, and what we say wins', () => {
    join();
    hub.tell({ type: 'key', key: 'up' });
    hub.answer({ type: 'alert_confirm', caller_id: 'S', time_stamp: 1.5, displayed_at: 2 });
    expect(server.of('key')).toEqual([
      { device_id: 'FooBar', device_nr: 0, time_stamp: 100, broadcast: false, type: 'key', key: 'up' },
    ]);
    expect(server.of('alert_confirm')[0]).toMatchObject({ time_stamp: 1.5 });
  });

  it('hears nothing of input and reports while the line is down, but of answers later', () => {
    join();
    server.down();
    hub.tell({ type: 'key', key: 'up' });
    hub.tellLatest({ type: 'acceleration', x: 0, y: 0, z: 0, interval: 16 });
    hub.answer({ type: 'input_response', caller_id: 'S', time_stamp: 1, displayed_at: 2, response: 'x' });
    server.up();
    expect(server.of('input_response')).toEqual([]);
    server.welcome();
    expect(server.of('input_response')).toHaveLength(1);
    expect(server.of('key')).toEqual([]);
    expect(server.of('acceleration')).toEqual([]);
  });

  it('is told the old id with a new one, and the number is unknown until it comes', () => {
    join();
    hub.rename('Baz');
    hub.tell({ type: 'key', key: 'up' });
    expect(server.sent.at(-1)).toEqual({
      event: 'new_device',
      payload: { device_id: 'Baz', old_device_id: 'FooBar', is_client: true, is_silent: false },
    });
    server.welcome('FooBar', 5);
    expect(hub.registered).toBe(false);
    server.welcome('Baz', 6);
    hub.tell({ type: 'key', key: 'up' });
    expect(server.sent.slice(-2).map(({ event }) => event)).toEqual(['get_all_data', 'new_data']);
    expect(server.of('key')).toMatchObject([{ device_id: 'Baz', device_nr: 6 }]);
  });

  it('passes on what concerns us, once', () => {
    join();
    const toast = { type: 'notification', message: 'hi' };
    server.data(toast);
    server.data({ ...toast, unicast_to: 0, deliver_to: 'FooBar', cross_origin: true });
    server.data({ ...toast, unicast_to: 0, deliver_to: 'FooBar' }, 'Other');
    server.data({ ...toast, broadcast: true }, 'Other');
    server.data(toast, 'Other');
    server.data({ type: 'report_score', score: 4 });
    expect(owner.message).toHaveBeenCalledTimes(4);
    expect(owner.message).toHaveBeenLastCalledWith(expect.objectContaining({ type: 'toast', message: 'hi' }));
  });

  it('answers once with a snapshot; a later one means that the store was emptied', () => {
    join();
    server.give('all_data', { ...snapshot, device_id: 'Other' });
    expect(owner.snapshot).not.toHaveBeenCalled();
    server.give('all_data', snapshot);
    server.give('all_data', snapshot);
    expect(owner.snapshot).toHaveBeenCalledTimes(1);
    expect(owner.cleared).toHaveBeenCalledTimes(1);
  });

  it('may send rubbish without harm', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    join();
    for (const event of ['new_data', 'all_data', 'device', 'devices', 'play_state', 'error_msg', 'timer', 'toString']) {
      for (const payload of [undefined, null, 5, 'x', [], {}]) server.give(event, payload);
    }
    expect(owner.message).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('tells of the play only if it is ours', () => {
    join();
    server.give('play_state', { device_id: 'game-2', state: 'ended' });
    server.give('play_state', { device_id: 'FooBar', state: 'warning', reason: 'time', seconds_left: 60 });
    expect(owner.play).toHaveBeenCalledTimes(1);
  });

  it('says why it refuses', () => {
    join();
    server.give('error_msg', { type: 'new_device', err: 'forbidden', msg: 'this play has ended' });
    expect(owner.refused).toHaveBeenCalledWith('new_device', 'this play has ended');
  });
});

describe('a line that was lost', () => {
  it('is whole again: nothing is said, who we are and who is here is still true', () => {
    join();
    server.give('devices', { devices: [{ device_id: 'FooBar', device_nr: 0 }], time_stamp: 1 });
    server.give('all_data', snapshot);
    server.down();
    server.up('whole');
    hub.tell({ type: 'key', key: 'up' });
    expect(server.events()).toEqual(['new_device', 'get_all_data', 'new_data']);
    expect(server.of('key')).toMatchObject([{ device_nr: 0 }]);
    expect(owner.connected).toHaveBeenCalledTimes(2);
    expect(owner.devices).toHaveBeenCalledTimes(2);
    expect(owner.devices.mock.lastCall?.[0]).toMatchObject([{ id: 'FooBar', nr: 0 }]);
  });

  it('is asked for the state if the answer may have been lost, and gets the answers that waited', () => {
    join();
    server.down();
    hub.answer({ type: 'alert_confirm', caller_id: 'S', time_stamp: 1.5, displayed_at: 2 });
    server.up('whole');
    expect(server.events()).toEqual(['new_device', 'get_all_data', 'get_all_data', 'new_data']);
  });

  it('tells the hub of an id that was changed meanwhile, or of one it never heard', () => {
    join();
    server.down();
    hub.rename('Baz');
    server.up('whole');
    expect(server.sent.at(-1)?.payload).toMatchObject({ device_id: 'Baz', old_device_id: 'FooBar' });
    server.down();
    server.welcome('FooBar', 5);
    expect(hub.registered).toBe(false);

    server = new FakeServer();
    hub = new Hub(server.dial, owner, { id: 'FooBar', silent: false }, () => now);
    server.up();
    server.down();
    server.up('whole');
    expect(server.events()).toEqual(['new_device', 'new_device']);
  });

  it('keeps the seat without its history: the state comes unasked and is no emptying', () => {
    join();
    server.give('all_data', snapshot);
    server.down();
    server.up('seat');
    server.welcome('FooBar', 0);
    server.give('all_data', snapshot);
    expect(server.events()).toEqual(['new_device', 'get_all_data']);
    expect([hub.registered, owner.snapshot.mock.calls.length, owner.cleared.mock.calls.length]).toEqual([true, 2, 0]);
  });
});

describe('a page that is loaded anew', () => {
  const load = (silent = false, id = 'FooBar') => {
    hub = new Hub(server.dial, owner, { id, silent }, () => now);
    server.up('seat');
  };

  it('has its number and its screen from the first words of the hub', () => {
    load();
    server.welcome('FooBar', 7);
    server.give('devices', { devices: [], time_stamp: 1 });
    server.give('all_data', snapshot);
    expect(server.events()).toEqual([]);
    expect(owner.device).toHaveBeenCalledWith(expect.objectContaining({ nr: 7 }));
    expect(owner.snapshot).toHaveBeenCalledTimes(1);
    hub.tell({ type: 'key', key: 'up' });
    expect(server.of('key')).toMatchObject([{ device_nr: 7 }]);
  });

  it('registers if its predecessor never did', () => {
    load();
    server.give('devices', { devices: [], time_stamp: 1 });
    server.give('timer', { time: 1 });
    expect(server.events()).toEqual(['new_device']);
  });

  it.each([
    ['of another id', false, 'Other', { device_id: 'Other', old_device_id: 'FooBar' }],
    ['that only watches', true, 'FooBar', { device_id: 'FooBar', is_silent: true }],
  ])('registers if it is a page %s', (_, silent, id, expected) => {
    load(silent, id);
    server.welcome('FooBar', 7);
    expect(hub.registered).toBe(false);
    expect(server.sent).toEqual([{ event: 'new_device', payload: expect.objectContaining(expected) }]);
  });
});

describe('a line that slept', () => {
  const later: [number, () => void][] = [];
  const wait = (seconds: number, then: () => void) => later.push([seconds, then]);
  beforeEach(() => later.splice(0));

  it('is dropped when no sign of life comes', () => {
    join();
    now = 200;
    hub.checkAlive(wait);
    later[0]?.[1]();
    expect(server.dropped).toBe(1);
  });

  it('is kept when one comes', () => {
    join();
    now = 200;
    hub.checkAlive(wait);
    server.give('timer', { time: 200 });
    later[0]?.[1]();
    expect(server.dropped).toBe(0);
  });

  it('is woken at once when it is down', () => {
    join();
    server.down();
    hub.checkAlive(wait);
    expect([server.woken, later.length]).toEqual([1, 0]);
  });
});
