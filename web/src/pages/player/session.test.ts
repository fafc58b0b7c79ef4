import { beforeEach, describe, expect, it } from 'vitest';
import { FakeServer } from '../../net/fake';
import type { PlayInfo } from '../../protocol/pages';
import { Session, type Theatre } from './session';

let server: FakeServer;
let session: Session;
let seconds = 0;
let plays: Record<string, Partial<PlayInfo>>;
const heard: string[] = [];

const theatre: Theatre = {
  worldReplaced: () => heard.push('world'),
  filesChanged: () => undefined,
  sound: ({ type }) => heard.push(type),
  loops: (running) => heard.push(...running.map(({ name }) => `loop ${name}`)),
  silence: () => heard.push('silence'),
  awaken: () => undefined,
};

function open(id = 'FooBar', silent = false): void {
  session = new Session(id, silent, {
    dial: server.dial,
    wall: () => 1000 + seconds,
    steady: () => seconds,
    askPlay: async (play) => (plays[play] as PlayInfo | undefined) ?? null,
    warningText: ({ secondsLeft }) => `${secondsLeft} s left`,
  });
  session.open();
  session.show(theatre);
  server.up();
  server.welcome(id);
}

function wait(time: number): void {
  const due = seconds + time;
  while (seconds < due - 1e-9) {
    seconds = Math.min(due, seconds + 0.016);
    session.advance();
  }
}

function snapshot(all: Record<string, object[]>, id = 'FooBar'): void {
  server.give('all_data', { device_id: id, all_data: all, time_stamp: 1000 + seconds });
}

beforeEach(() => {
  server = new FakeServer();
  seconds = 0;
  plays = {};
  heard.splice(0);
});

const mover = { id: 'a', width: 10, height: 10, anchor: [0.5, 0.5], direction: [1, 0], speed: 1 };
const prompt = { type: 'input_prompt', question: '?', response_id: 'S', time_stamp: 1700000000.123001 };

describe('a page that shows the playground', () => {
  it('reports what happens on it', () => {
    open();
    server.data({ type: 'sprite', sprite: mover });
    wait(8);
    const types = server.sent.filter(({ event }) => event === 'new_data').map(({ payload }) => payload.type);
    expect(types).toEqual(['border_overlap', 'sprite_out', 'sprite_removed']);
    expect(server.of('border_overlap')[0]).toMatchObject({ device_id: 'FooBar', device_nr: 0, broadcast: false });
  });

  it('says nothing when it is silent, also after a clear and under another id', () => {
    open('FooBar', true);
    server.data({ type: 'sprite', sprite: mover });
    wait(8);
    server.data({ type: 'clear_playground' });
    server.data({ type: 'sprite', sprite: { ...mover, clickable: true } });
    wait(5);
    const sprite = session.world.sprites.get('a');
    if (sprite) session.click(sprite);
    session.press('up');
    session.sense({ type: 'gyro', alpha: 0, beta: 0, gamma: 0, absolute: true });
    session.rename('Other');
    server.welcome('Other');
    server.data({ type: 'sprite', sprite: mover }, 'Other');
    wait(5);
    expect(server.events().filter((event) => event === 'new_data')).toEqual([]);
    expect(session.world.sprites.size).toBe(1);
  });

  it('drops what happens while the line is down, and has everything once after it is back', () => {
    open();
    server.data({ type: 'sprite', sprite: mover });
    server.data(prompt);
    wait(4);
    server.down();
    expect(session.presence.value.connection).toBe('reconnecting');
    wait(2);
    session.press('up');
    server.up();
    server.welcome();
    snapshot({ sprite: [{ type: 'sprite', time_stamp: 1000, sprite: mover }], input_prompt: [prompt] });
    expect(server.of('border_overlap')).toHaveLength(0);
    expect(server.of('key')).toEqual([]);
    expect(session.world.sprites.size).toBe(1);
    expect(session.questions.value.waiting).toEqual([]);
    expect(session.questions.value.shown?.question).toMatchObject({ type: 'prompt' });
    expect(session.presence.value).toMatchObject({ connection: 'connected', nr: 0 });
  });

  it('tells of a click with the place of the sprite', () => {
    open();
    server.data({ type: 'sprite', sprite: { id: 'b', text: 7, pos_x: 3, pos_y: 4, clickable: true } });
    const sprite = session.world.sprites.get('b');
    if (sprite) session.click(sprite);
    expect(server.of('sprite_clicked')).toMatchObject([{ id: 'b', text: '7', x: 3, y: 4 }]);
  });

  it('starts empty under a new id', () => {
    open();
    server.data({ type: 'sprite', sprite: mover });
    server.data(prompt);
    session.rename('  Other ');
    expect(session.world.sprites.size).toBe(0);
    expect(session.questions.value.shown).toBeNull();
    expect(heard).toContain('silence');
    session.rename('   ');
    expect(session.deviceId.value).toBe('Other');
  });

  it('becomes empty when the store of its id was emptied', () => {
    open();
    snapshot({ sprite: [{ type: 'sprite', time_stamp: 1, sprite: { id: 'a' } }] });
    expect(session.blank.value).toBe(false);
    snapshot({}, 'Other');
    expect(session.world.sprites.size).toBe(1);
    snapshot({});
    expect(session.world.sprites.size).toBe(0);
  });

  it('plays no old sounds after a reload, and stops all with a clear', () => {
    open();
    snapshot({ start_audio: [{ type: 'start_audio', name: 'goat', repeat: true, time_stamp: 1 }] });
    expect(heard).not.toContain('start_audio');
    server.data({ type: 'start_audio', name: 'goat' });
    server.data({ type: 'clean_playground' });
    expect(heard.slice(-1)).toEqual(['start_audio']);
    server.data({ type: 'clear_playground' });
    expect(heard.slice(-1)).toEqual(['silence']);
  });
});

describe('a page that does not', () => {
  it('neither simulates nor reports', () => {
    open();
    session.show(null);
    server.data({
      type: 'sprite',
      sprite: { ...mover, movements: { movements: [{ id: 's-1', to: [1, 1], time: 1, movement: 'absolute' }] } },
    });
    wait(8);
    expect(server.events().filter((event) => event === 'new_data')).toEqual([]);
  });
});

describe('questions', () => {
  it('are answered once, to the bit', () => {
    open();
    server.data(prompt);
    seconds = 3;
    const question = session.questions.value.shown?.question;
    if (!question) throw new Error('nothing is shown');
    session.answer(question, '12');
    session.answer(question, '13');
    expect(server.of('input_response')).toEqual([
      {
        device_id: 'FooBar',
        device_nr: 0,
        broadcast: false,
        type: 'input_response',
        time_stamp: 1700000000.123001,
        caller_id: 'S',
        displayed_at: 1000,
        response: '12',
      },
    ]);
  });

  it('that are withdrawn are not answered', () => {
    open();
    server.data(prompt);
    const question = session.questions.value.shown?.question;
    server.data({ type: 'cancel_user_input', response_id: 'S', time_stamp: 1700000000.123001 });
    if (question) session.answer(question, 'late');
    expect(session.questions.value.shown).toBeNull();
    expect(server.of('input_response')).toEqual([]);
  });

  it('are visible although a toast waits', () => {
    open();
    server.data({ type: 'notification', message: 'sticky', time: -1000 });
    server.data({ type: 'notification', alert: true, message: 'stop', response_id: 'S', time_stamp: 5.25 });
    expect(session.toasts.value.shown).toHaveLength(1);
    const question = session.questions.value.shown?.question;
    if (question) session.answer(question);
    expect(server.of('alert_confirm')).toMatchObject([{ time_stamp: 5.25, caller_id: 'S' }]);
  });
});

describe('a play', () => {
  const game = 'game-1763724000000000000';

  it('warns, ends once, and needs no connection afterwards', () => {
    open(game);
    server.give('play_state', { device_id: game, state: 'warning', reason: 'time', seconds_left: 60 });
    expect(session.toasts.value.shown[0]?.message).toBe('60 s left');
    server.data(prompt, game);
    server.give('play_state', { device_id: game, state: 'ended', reason: 'script_finished', score: 42 });
    server.down();
    expect(session.presence.value).toMatchObject({
      connection: 'ended',
      ending: { reason: 'script_finished', score: 42 },
    });
    expect(session.questions.value.shown).toBeNull();
    expect(heard).toContain('silence');
  });

  it('that ended while we slept shows how', async () => {
    open(game);
    server.down();
    plays[game] = { id: game, state: 'ended', reason: 'player_left', score: 7 };
    server.up();
    server.give('error_msg', { type: 'new_device', err: 'forbidden', msg: 'this play has ended' });
    await Promise.resolve();
    await Promise.resolve();
    expect(session.presence.value).toMatchObject({ connection: 'ended', ending: { reason: 'player_left', score: 7 } });
  });

  it('that is full says so', async () => {
    open(game);
    plays[game] = { id: game, state: 'running' };
    server.give('error_msg', { type: 'new_device', err: 'too_many', msg: 'all places of this play are taken' });
    await Promise.resolve();
    await Promise.resolve();
    expect(session.presence.value).toMatchObject({
      connection: 'refused',
      refusal: 'all places of this play are taken',
    });
  });
});

describe('a page whose hub was killed', () => {
  const back = (screen: object) => {
    open();
    server.data({ type: 'sprite', sprite: { id: 'a' } });
    server.down();
    server.up('seat');
    server.welcome();
    server.give('all_data', { device_id: 'FooBar', all_data: {}, time_stamp: 1000, screen });
    return session.world.sprites.size;
  };

  it('keeps what it shows if the hub may be behind, and else shows what the hub has', () => {
    expect(back({ stale: true, loops: [] })).toBe(1);
    expect(back({ loops: [{ name: 'sea' }] })).toBe(0);
    expect(heard).toContain('loop sea');
  });
});
