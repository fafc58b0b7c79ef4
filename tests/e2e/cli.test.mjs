// The command line as an operator meets it: exit statuses, messages, commands beside a running server.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Server, binary, makeStateDirectory } from './server.mjs';
import { Visitor } from './visitor.mjs';

const recess = (args, { env = {}, input = '' } = {}) =>
  spawnSync(binary, args, { encoding: 'utf8', input, env: { PATH: process.env.PATH, ...env }, timeout: 60_000 });

test('help is complete and goes to standard output', () => {
  for (const args of [['--help'], ['serve', '--help'], ['account', 'add', '--help'], ['migrate', '--help'], ['sandbox-check', '--help']]) {
    const { status, stdout } = recess(args);
    assert.equal(status, 0, args.join(' '));
    assert.match(stdout, /usage: recess/);
  }
  assert.match(recess(['serve', '--help']).stdout, /MAX_CONCURRENT_PLAYS/);
  assert.match(recess(['--version']).stdout, /^recess \d+\.\d+\.\d+\n$/);
});

test('a wrong command line ends with 64 and says what would do', () => {
  const { status, stderr } = recess(['serve', '--prot', '1']);
  assert.equal(status, 64);
  assert.match(stderr, /knows no "--prot".*--help/);
});

test('wrong settings end with 78, all of them named', () => {
  const { status, stderr } = recess(['serve', '--port', 'many'], { env: { RECESS_SPECTATE: 'maybe' } });
  assert.equal(status, 78);
  assert.match(stderr, /PORT is "many"/);
  assert.match(stderr, /RECESS_SPECTATE is "maybe"/);
});

test('a state directory that cannot be made ends with 73', () => {
  const { status, stderr } = recess(['serve', '--state', '/proc/nowhere', '--port', '0']);
  assert.equal(status, 73);
  assert.match(stderr, /cannot be written/);
});

test('a taken port ends with 69, and a state directory in use with 75', async () => {
  const server = await Server.start();
  const port = new URL(server.url).port;
  const taken = recess(['serve', '--port', port, '--bind', '127.0.0.1', '--state', makeStateDirectory()]);
  assert.equal(taken.status, 69);
  const locked = recess(['serve', '--port', '0', '--bind', '127.0.0.1', '--state', server.state]);
  assert.equal(locked.status, 75);
  assert.match(locked.stderr, /another server uses/);
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
});

test('accounts are made while the server runs, and again refused', async () => {
  const server = await Server.start();
  server.addAccount('ada', 'a long enough password');
  const ada = new Visitor(server);
  await ada.logIn('ada', 'a long enough password');
  assert.equal((await ada.page('/')).viewer.kind, 'registered');
  const twice = recess(['account', 'add', 'ada', '--password-stdin', '--state', server.state], { input: 'a long enough password\n' });
  assert.equal(twice.status, 64);
  const short = recess(['account', 'add', 'ben', '--password-stdin', '--state', server.state], { input: 'short\n' });
  assert.equal(short.status, 64);
  assert.match(short.stderr, /10/);
  await server.stop();
});

test('migrating makes the store and nothing else, twice', () => {
  const state = makeStateDirectory();
  for (let i = 0; i < 2; i++) assert.equal(recess(['migrate', '--state', state]).status, 0);
  assert.ok(existsSync(join(state, 'recess.db')));
  assert.equal(existsSync(join(state, 'lock')), false);
});

test('the sandbox check lists each property and the level', () => {
  const { status, stdout } = recess(['sandbox-check']);
  assert.match(stdout, /^(yes|no ) system call filter/m);
  assert.match(stdout, /^level [01]: /m);
  assert.equal(status, /^level 1/m.test(stdout) ? 0 : 69);
});

test('a signal stops the server cleanly, also while a request is on its way', async () => {
  const server = await Server.start();
  const request = fetch(`${server.url}/status`).catch(() => null); // answered or cut off: either is fine
  const ending = await server.stop();
  await request;
  assert.deepEqual(ending, { code: 0, signal: null });
  assert.match(server.log, /serve\.stopped/);
});
