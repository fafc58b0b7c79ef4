// A person at the HTTP level: cookies are kept, forms carry their token, redirects are not followed unless asked for.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

export class Visitor {
  constructor(server) {
    this.server = server;
    this.cookies = new Map();
  }

  async request(path, { method = 'GET', body, headers = {}, json = false } = {}) {
    const response = await fetch(new URL(path, this.server.url), {
      method,
      body,
      redirect: 'manual',
      headers: {
        ...(this.cookies.size ? { cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } : {}),
        ...(json ? { accept: 'application/json' } : {}),
        ...headers,
      },
    });
    for (const line of response.headers.getSetCookie?.() ?? []) {
      const [pair] = line.split(';');
      const at = pair.indexOf('=');
      const gone = /max-age=0/i.test(line);
      if (gone) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  // The data of a page.
  async page(path) {
    const response = await this.request(path, { json: true });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  async token() {
    return (await this.page('/')).viewer.csrf;
  }

  // Posts a form; files as [field, {name, bytes}].
  async submit(path, fields, files = {}) {
    const form = new FormData();
    form.set('csrf', await this.token());
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    for (const [name, file] of Object.entries(files)) form.set(name, new Blob([file.bytes]), file.name);
    return this.request(path, { method: 'POST', body: form });
  }

  async logIn(login, password) {
    const response = await this.submit('/login', { login, password });
    if (response.status !== 302) throw new Error(`login failed: ${response.status} ${await response.text()}`);
  }

  // Uploads and returns the game's id.
  async upload(name, file, fields = {}) {
    const response = await this.submit(
      '/upload_game',
      { name, authors: 'Test', description: 'A test game', supports_key: 'on', ...fields },
      { game: file },
    );
    const location = response.headers.get('location') ?? '';
    const id = location.match(/\/scoreboard\?game_id=(\d+)/)?.[1];
    if (!id) throw new Error(`upload of ${name}: ${response.status} ${location} ${(await response.text()).slice(0, 2000)}`);
    return Number(id);
  }

  // Presses Play; returns {play} or {ticket}.
  async press(game) {
    const response = await this.submit(`/game/${game}`, {});
    const location = response.headers.get('location') ?? '';
    const play = location.match(/device_id=(game-\d+)/)?.[1];
    if (play) {
      await this.request(location);
      return { play, location };
    }
    const ticket = new URL(location, this.server.url).searchParams.get('ticket');
    if (ticket) return { ticket, location };
    throw new Error(`pressing Play led to ${response.status} ${location} ${(await response.text()).slice(0, 500)}`);
  }
}

export const fileFrom = (path) => ({ name: basename(path), bytes: readFileSync(path) });
export const script = (name, text) => ({ name, bytes: Buffer.from(text) });
