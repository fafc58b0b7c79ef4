// Hostile games against the built server, each beside a canary that must not notice. What each may do is in
// tests/escape/expectations.json; the games print a line per attempt and this harness holds them against it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { io } from 'socket.io-client';
import { Server, descendants, pause, root, waitFor } from './server.mjs';
import { Visitor, fileFrom, script } from './visitor.mjs';

const folder = join(root, 'tests/escape');
const { games } = JSON.parse(readFileSync(join(folder, 'expectations.json'), 'utf8'));
const password = 'a long enough password';

let server;
let admin;
let canary; // {visitor, play, phone, worst}

async function person(login) {
  server.addAccount(login, password);
  const visitor = new Visitor(server);
  await visitor.logIn(login, password);
  return visitor;
}

const infoOf = (play) => admin.page(`/api/v1/plays/${play}`);
async function linesOf(play) {
  const lines = [];
  for (let from = 0; ; ) {
    const chunk = await admin.page(`/api/v1/plays/${play}/log?from=${from}`);
    lines.push(...chunk.lines.map((line) => line.text));
    if (chunk.lines.length === 0 || chunk.next <= from) return lines;
    from = chunk.next;
  }
}

// A phone that asks the canary something ten times a second and keeps the longest wait.
function phoneFor(visitor, play) {
  const phone = io(server.url, {
    transports: ['websocket'],
    reconnection: false,
    extraHeaders: { cookie: [...visitor.cookies].map(([k, v]) => `${k}=${v}`).join('; ') },
  });
  const state = { phone, answers: 0, waits: [], timer: null };
  const asked = new Map();
  phone.on('connect', () => phone.emit('new_device', { device_id: play, is_client: true, is_silent: false }));
  phone.on('new_data', (data) => {
    if (data.type !== 'pong' || !asked.has(data.key)) return;
    state.waits.push(performance.now() - asked.get(data.key));
    asked.delete(data.key);
    state.answers++;
  });
  let number = 0;
  state.timer = setInterval(() => {
    const key = `k${number++}`;
    asked.set(key, performance.now());
    phone.emit('new_data', { device_id: play, type: 'key', key, time_stamp: Date.now() / 1000, broadcast: false });
  }, 100);
  state.unanswered = () => [...asked.values()].filter((at) => performance.now() - at > 3000).length;
  return state;
}

before(async () => {
  server = await Server.start({
    env: { MAX_CONCURRENT_PLAYS: '6', RECESS_JOIN_DEADLINE: '300', RECESS_START_GATE_MS: '50', RECESS_LEAVE_GRACE: '300' },
  });
  server.addAccount('teacher', password, { admin: true });
  admin = new Visitor(server);
  await admin.logIn('teacher', password);
  const visitor = await person('canary');
  const game = await visitor.upload('Canary', fileFrom(join(folder, 'canary.py')));
  const { play } = await visitor.press(game);
  canary = Object.assign(phoneFor(visitor, play), { play });
  await waitFor(() => canary.answers > 3, 'the canary to sing', 20_000);
});
after(async () => {
  clearInterval(canary?.timer);
  canary?.phone.disconnect();
  await server?.stop();
});

async function playToTheEnd(name, expected) {
  const visitor = await person(`p-${name.replaceAll('_', '-')}`);
  let text = readFileSync(join(folder, `${name}.py`), 'utf8');
  for (const from of Object.keys(expected.substitute ?? {})) text = text.replaceAll(from, canary.play);
  const game = await visitor.upload(name, script(`${name}.py`, text));
  const before = descendants(server.child.pid).length;
  const { play } = await visitor.press(game);
  let killed = false;
  const stopAt = Date.now() + 1000 * (expected.stop_after_s ?? 90);
  const info = await waitFor(async () => {
    const now = await infoOf(play);
    if (now.state === 'ended') return now;
    if (Date.now() > stopAt && !killed) {
      killed = true;
      const answer = await admin.submit('/terminate_game', { id: play });
      assert.equal((await answer.json()).status, '200');
    }
    await pause(100);
    return null;
  }, `the end of ${name}`, 130_000);
  return { visitor, game, play, info, killed, before };
}

for (const [name, expected] of Object.entries(games)) {
  test(`${name} gets nowhere`, async () => {
    const { visitor, game, play, info } = await playToTheEnd(name, expected);
    const lines = await linesOf(play);
    const context = `${JSON.stringify(info)}\n${lines.slice(-25).join('\n')}`;

    const end = info.reason.startsWith('killed_by') ? 'killed' : info.reason;
    const right = expected.ends.some((wanted) => {
      const [reason, detail] = wanted.split(':');
      return reason === end && (!detail || info.detail === detail);
    });
    assert.ok(right, `ended as ${end}:${info.detail}, expected ${expected.ends}\n${context}`);

    const attempts = lines.map((line) => line.match(/^ESCAPE (\S+) (\S+) (refused|allowed)\b(.*)/)).filter(Boolean);
    for (const [, , attempt, outcome, detail] of attempts) {
      const wanted = expected.allowed?.includes(attempt) ? 'allowed' : 'refused';
      assert.equal(outcome, wanted, `${name}: ${attempt} was ${outcome}:${detail}\n${context}`);
    }
    if (expected.exit_code !== undefined) assert.equal(info.exit_code, expected.exit_code, context);
    if (expected.score !== undefined) {
      const board = async () => (await visitor.page(`/scoreboard?game_id=${game}`)).data.board[0]?.score ?? 0;
      assert.equal(await board(), expected.score, context);
      if (expected.score_again_after_s) {
        await pause(Math.min(5, expected.score_again_after_s) * 1000);
        assert.equal(await board(), expected.score, 'nothing outlives the play');
      }
    }

    // Nothing of it is left, and the canary neither heard nor felt anything.
    await waitFor(
      async () => (await admin.page('/api/v1/running_games')).every((entry) => entry.game_play_id !== play),
      'the place to be free',
      3_000,
    );
    assert.equal(canary.unanswered(), 0, `the canary fell silent beside ${name}`);
    const heard = (await linesOf(canary.play)).filter((line) => line.startsWith('CANARY heard') || line.startsWith('CANARY saw'));
    assert.deepEqual(heard, [], `the canary heard ${name}`);
    assert.equal((await infoOf(canary.play)).score, 7);
  });
}

test('the canary was answered all along', () => {
  const sorted = canary.waits.toSorted ? canary.waits.toSorted((a, b) => a - b) : [...canary.waits].sort((a, b) => a - b);
  const at = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
  console.log(`canary: ${sorted.length} answers, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`);
  assert.ok(sorted.length > 50);
});
