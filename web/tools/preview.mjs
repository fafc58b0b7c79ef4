// Shows the catalogue's pages without a server: `npm run preview -- [port]` after `npm run build` serves the build with the
// sample data of src/pages/samples.ts on 127.0.0.1, at the addresses the real server uses; /pages lists them all. Nothing
// is stored: every form leads on to some page. Options in the address: `viewer=anna|admin|nobody`, `compact=1`,
// `notice=<code>`.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformWithEsbuild } from 'vite';

const web = fileURLToPath(new URL('..', import.meta.url));
const dist = process.env.RECESS_WEB_DIST ?? join(web, 'dist');
const port = Number(process.argv[2] ?? 0);
const types = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.html': 'text/html' };

// The samples import types only, so that without its types the file stands alone.
const source = join(web, 'src/pages/samples.ts');
const { code } = await transformWithEsbuild(readFileSync(source, 'utf8'), source);
const loaded = await import(`data:text/javascript,${encodeURIComponent(code)}`);
const { samples, refusedUpdate, running, anna, admin, nobody } = loaded;
const pages = { ...samples, refused_update: refusedUpdate };
const viewers = { anna, admin, nobody };

function pageFor(name, query) {
  const shell = structuredClone(pages[name]);
  if (query.has('viewer')) shell.viewer = viewers[query.get('viewer')];
  if (query.has('compact')) Object.assign(shell.data, { compact: true, no_nav: true });
  if (query.has('notice')) shell.notice = { kind: 'info', code: query.get('notice'), text: query.get('notice') };
  return shell;
}

// The same rules as the server's: nothing inline, nothing from elsewhere.
const policy =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; frame-ancestors 'self'";

function send(response, status, type, body) {
  response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, 'Content-Security-Policy': policy });
  response.end(body);
}

function streamConsole(response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  let next = 512;
  const timer = setInterval(() => {
    next += 20;
    const line = { at: new Date().toISOString(), stream: 'out', text: `tick ${next}`, repeated: 1 };
    response.write(
      `data: ${JSON.stringify({ lines: [line], next, play: samples.console.data.play, traceback: null })}\n\n`,
    );
  }, 500);
  response.on('close', () => clearInterval(timer));
}

// Sample page by path; a path that ends in / stands for all below it.
const routes = {
  '/': 'home',
  '/index': 'index',
  '/most_played': 'most_played',
  '/scoreboard': 'scoreboard',
  '/request_player_login/': 'choose_login',
  '/login': 'login',
  '/first-admin': 'first_admin',
  '/upload_game': 'game_form',
  '/update_game': 'refused_update',
  '/user': 'my_games',
  '/console/': 'console',
  '/wait_for_start': 'wait',
  '/playground': 'player',
  '/admin': 'admin',
  '/demo': 'demo',
  '/error': 'error',
};

function routeOf(path) {
  if (path in routes) return routes[path];
  const prefix = Object.keys(routes).find((route) => route.length > 1 && route.endsWith('/') && path.startsWith(route));
  return prefix && routes[prefix];
}

function json(response, status, value) {
  send(response, status, 'application/json', JSON.stringify(value));
}

function asset(response, path) {
  try {
    const file = join(dist, normalize(path));
    send(response, 200, types[extname(file)] ?? 'application/octet-stream', readFileSync(file));
  } catch {
    send(response, 404, 'text/plain', 'no such file; is the page built?');
  }
}

// Takes whatever a form sends and goes on to a page where the real server would.
async function takeForm(request, response, path) {
  for await (const _ of request);
  if (path === '/game_vote' || path === '/terminate_game') return json(response, 200, { status: '200' });
  if (path === '/update_game') return json(response, 422, pages.refused_update);
  const next = { '/upload_game': '/scoreboard?game_id=7&notice=game_created', '/delete': '/user?notice=game_deleted' };
  const location = path.startsWith('/game/') ? '/wait_for_start' : (next[path] ?? '/');
  response.writeHead(302, { Location: location });
  response.end();
}

function list(response) {
  const items = Object.entries(routes).map(([path, page]) => `<li><a href="${path}">${page}</a></li>`);
  send(response, 200, 'text/html', `<!doctype html><title>Pages</title><ul>${items.join('')}</ul>`);
}

function show(request, response, url) {
  const name = routeOf(url.pathname) ?? 'error';
  const status = name === 'error' ? 404 : 200;
  const shell = pageFor(name, url.searchParams);
  if (request.headers.accept === 'application/json') return json(response, status, shell);
  const data = JSON.stringify(shell).replaceAll('<', '\\u003c');
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const block = `<script type="application/json" id="page">${data}</script>`;
  send(
    response,
    status,
    'text/html',
    html.replace('<!--page-->', () => block),
  );
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  const path = url.pathname;
  if (request.method === 'POST') return takeForm(request, response, path);
  if (path.startsWith('/assets/')) return asset(response, path);
  if (path === '/pages') return list(response);
  if (path === '/api/v1/running_games') return json(response, 200, running);
  if (path.startsWith('/api/v1/queue/')) return json(response, 200, samples.wait.data.queue);
  if (path === '/api/v1/random_game_id') return json(response, 200, [{ id: 7 }, { id: 8 }]);
  if (path.endsWith('/log')) return streamConsole(response);
  show(request, response, url);
});
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/pages`));
