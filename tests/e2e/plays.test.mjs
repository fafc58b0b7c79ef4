// Plays at the HTTP level: starting, ending, scores, limits, the queue, and what survives.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Server, descendants, pause, waitFor } from './server.mjs';
import { Visitor, script } from './visitor.mjs';

const header = `from smartphone_connector import Connector
device = Connector('http://localhost:5000', 'Anything')
`;
const waiting = script('game.py', `${header}print('connected', device.device_id)\ndevice.wait()\n`);
const crashing = script('game.py', `${header}def level(n):\n    raise ValueError('bad level')\n\nlevel(3)\n`);
const scoring = script(
  'game.py',
  `${header}for value in (7, 3, 12.9):\n    device.report(value)\ndevice.emit('new_data', {'type': 'report_score', 'score': 'x', 'deliver_to': '__GAME_RUNNER__'})\ndevice.disconnect()\n`,
);

let server;
let teacher;
before(async () => {
  server = await Server.start({ env: { MAX_CONCURRENT_PLAYS: '2', RECESS_JOIN_DEADLINE: '60', RECESS_START_GATE_MS: '200' } });
  server.addAccount('teacher', 'correct horse battery', { admin: true });
  teacher = new Visitor(server);
  await teacher.logIn('teacher', 'correct horse battery');
});
after(() => server.stop());

const infoOf = async (visitor, play) => visitor.page(`/api/v1/plays/${play}`);
const ended = (visitor, play, timeout = 15_000) =>
  waitFor(async () => {
    const info = await infoOf(visitor, play);
    return info.state === 'ended' ? info : null;
  }, `the end of ${play}`, timeout);
const consoleText = async (visitor, play) =>
  (await visitor.page(`/api/v1/plays/${play}/log?from=0`)).lines.map((line) => line.text).join('\n');

async function registered(login) {
  server.addAccount(login, 'a long enough password');
  const visitor = new Visitor(server);
  await visitor.logIn(login, 'a long enough password');
  return visitor;
}

test('a game connects under its play id and prints to its console', async () => {
  const game = await teacher.upload('Waiting', waiting);
  const { play } = await teacher.press(game);
  await waitFor(async () => (await consoleText(teacher, play)).includes(`connected ${play}`), 'the first line');
  assert.equal((await infoOf(teacher, play)).state, 'running');
  const answer = await teacher.submit('/terminate_game', { id: play });
  assert.deepEqual(await answer.json(), { status: '200' });
  assert.equal((await ended(teacher, play)).reason, 'killed_by_player');
});

test('a crash shows the author file, line and message', async () => {
  const game = await teacher.upload('Crashing', crashing);
  const { play } = await teacher.press(game);
  const info = await ended(teacher, play);
  assert.equal(info.reason, 'script_crashed');
  assert.match(info.detail, /ValueError: bad level/);
  const { traceback } = await teacher.page(`/api/v1/plays/${play}/log?from=0`);
  assert.equal(traceback.error, 'ValueError: bad level');
  assert.equal(traceback.file, 'game.py');
  assert.equal(traceback.line, 4);
  assert.doesNotMatch(traceback.text, /recess_launcher/);
});

test('the highest whole score counts, also when the script ends at once', async () => {
  const game = await teacher.upload('Scoring', scoring);
  const { play } = await teacher.press(game);
  assert.equal((await ended(teacher, play)).score, 12);
  const page = await teacher.page(`/scoreboard?game_id=${game}`);
  assert.equal(page.data.board[0].score, 12);
  assert.equal(page.data.game.badges.reporting, true);
});

test('presses beyond the places wait in order, and are served', async () => {
  const game = await teacher.upload('Crowded', waiting);
  const [ana, ben, cem, dia] = await Promise.all(['ana', 'ben', 'cem', 'dia'].map(registered));
  const first = await ana.press(game);
  await ben.press(game);
  const third = await cem.press(game);
  const fourth = await dia.press(game);
  assert.ok(third.ticket && fourth.ticket);
  const poll = (visitor, ticket) => visitor.page(`/api/v1/queue/${ticket}`);
  assert.equal((await poll(cem, third.ticket)).position, 1);
  assert.equal((await poll(dia, fourth.ticket)).position, 2);
  await ana.submit('/terminate_game', { id: first.play });
  const served = await waitFor(async () => {
    const state = await poll(cem, third.ticket);
    await poll(dia, fourth.ticket);
    return state.url ? state : null;
  }, 'the third to be served');
  assert.match(served.url, /\/playground\?device_id=game-\d{19}/);
  assert.equal((await poll(dia, fourth.ticket)).position, 1);
  for (const entry of await teacher.page('/api/v1/running_games')) {
    await teacher.submit('/terminate_game', { id: entry.game_play_id });
  }
  const last = await waitFor(async () => (await poll(dia, fourth.ticket)).url, 'the fourth to be served');
  await teacher.submit('/terminate_game', { id: last.match(/game-\d+/)[0] });
  await waitFor(async () => (await teacher.page('/api/v1/running_games')).length === 0, 'free places');
});

test('consoles of the newest twenty plays of a game are kept', async () => {
  const game = await teacher.upload('Brief', script('game.py', "print('hello')\n"));
  const plays = [];
  for (let i = 0; i < 22; i++) {
    const { play } = await teacher.press(game);
    await ended(teacher, play);
    plays.push(play);
  }
  const kept = plays.filter((play) => existsSync(join(server.state, 'consoles', `${play}.jsonl`)));
  assert.deepEqual(kept, plays.slice(-20));
});

test('a second play of the same person replaces the first without queueing', async () => {
  const one = await teacher.upload('One', waiting);
  const two = await teacher.upload('Two', waiting);
  const eve = await registered('eve');
  const first = await eve.press(one);
  const second = await eve.press(two);
  assert.ok(second.play);
  assert.equal((await ended(teacher, first.play)).reason, 'replaced');
  await eve.submit('/terminate_game', { id: second.play });
  await ended(teacher, second.play);
});

test('strangers neither end a play nor read its console', async () => {
  const game = await teacher.upload('Private', waiting);
  const { play } = await teacher.press(game);
  const stranger = new Visitor(server);
  const answer = await stranger.submit('/terminate_game', { id: play });
  assert.deepEqual(await answer.json(), { status: 'unauthorized' });
  assert.equal((await stranger.request(`/api/v1/plays/${play}/log?from=0`, { json: true })).status, 403);
  assert.deepEqual(await (await stranger.submit('/terminate_game', { id: 'game-16' })).json(), { status: 'invalid request' });
  const info = await infoOf(stranger, play);
  assert.equal('pid' in info || 'detail' in info, false);
  await teacher.submit('/terminate_game', { id: play });
  await ended(teacher, play);
});

test('a server killed in the middle leaves no process, and keeps catalogue and scores', async () => {
  const own = await Server.start({ env: { RECESS_START_GATE_MS: '200' } });
  own.addAccount('owner', 'a long enough password');
  const owner = new Visitor(own);
  await owner.logIn('owner', 'a long enough password');
  const text = `${header}device.report(42)\nprint('reported')\ndevice.wait()\n`;
  const game = await owner.upload('Survivor', script('game.py', text));
  const { play } = await owner.press(game);
  await waitFor(async () => (await owner.page(`/api/v1/plays/${play}`)).score === 42, 'the score');
  await pause(400);
  const family = descendants(own.child.pid);
  assert.ok(family.length >= 3, 'keeper, zygote and the play are running');
  await own.killHard();
  await waitFor(() => {
    const alive = new Set(descendants(1).map((entry) => entry.pid));
    return family.every((entry) => !alive.has(entry.pid));
  }, 'every process of the server to be gone');

  const again = await Server.start({ state: own.state });
  const back = new Visitor(again);
  back.cookies = owner.cookies; // the session survives as well
  const page = await back.page(`/scoreboard?game_id=${game}`);
  assert.equal(page.viewer.kind, 'registered');
  assert.equal(page.data.board[0].score, 42);
  const info = await back.page(`/api/v1/plays/${play}`);
  assert.equal(info.state, 'ended');
  assert.equal(info.reason, 'server_restarted');
  assert.ok((await back.press(game)).play, 'and it can be played again');
  assert.deepEqual(await again.stop(), { code: 0, signal: null });
});
