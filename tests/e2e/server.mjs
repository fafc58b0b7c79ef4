// A real server under test: started on a free loopback port with a state directory of its own, ended and cleaned up after.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, '../..');
export const binary = resolve(process.env.RECESS_BINARY ?? join(root, 'build/release/recess'));

const cleanUps = [];
process.on('exit', () => {
  for (const clean of cleanUps) clean();
});

export function makeStateDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'recess-e2e-'));
  chmodSync(directory, 0o755);
  cleanUps.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export class Server {
  static async start({ state = makeStateDirectory(), env = {}, args = [], port = 0 } = {}) {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: run ./dev build`);
    const server = new Server();
    server.state = state;
    server.log = '';
    server.said = '';
    server.child = spawn(
      binary,
      ['serve', '--port', String(port), '--bind', '127.0.0.1', '--state', state, '--welcome', ...args],
      { cwd: state, env: { PATH: process.env.PATH, HOME: state, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    server.ended = new Promise((done) => {
      server.child.on('exit', (code, signal) => {
        server.exit = { code, signal };
        done(server.exit);
      });
    });
    cleanUps.push(() => server.exit ?? server.child.kill('SIGKILL'));
    server.child.stdout.on('data', (bytes) => {
      server.said += bytes;
    });
    server.child.stderr.on('data', (bytes) => {
      server.log += bytes;
    });
    const match = await server.waitForLog(/listening on (http:\/\/[^\s]+)/, 30_000);
    server.url = match[1];
    return server;
  }

  async waitForLog(pattern, timeout = 10_000) {
    return waitFor(() => this.log.match(pattern), `${pattern} in the log`, timeout, () => {
      if (this.exit) throw new Error(`the server ended with ${JSON.stringify(this.exit)}:\n${this.log}`);
    });
  }

  async stop() {
    if (!this.exit) this.child.kill('SIGTERM');
    return this.ended;
  }

  async killHard() {
    this.child.kill('SIGKILL');
    return this.ended;
  }

  addAccount(login, password, { admin = false } = {}) {
    execFileSync(
      binary,
      ['account', 'add', login, ...(admin ? ['--admin'] : []), '--password-stdin', '--state', this.state],
      { input: `${password}\n`, stdio: ['pipe', 'pipe', 'pipe'] },
    );
  }
}

// Tries until `probe` gives something truthy.
export async function waitFor(probe, what, timeout = 10_000, check = () => {}) {
  const until = Date.now() + timeout;
  for (;;) {
    const found = await probe();
    if (found) return found;
    check();
    if (Date.now() > until) throw new Error(`waited ${timeout} ms for ${what}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// The direct and indirect children of a process, by /proc.
export function descendants(pid) {
  const table = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [, id, parent, args] = line.trim().match(/^(\d+)\s+(\d+)\s+(.*)$/);
      return { pid: Number(id), parent: Number(parent), args };
    });
  const found = [];
  const search = (parent) => {
    for (const entry of table.filter((e) => e.parent === parent)) {
      found.push(entry);
      search(entry.pid);
    }
  };
  search(pid);
  return found;
}
