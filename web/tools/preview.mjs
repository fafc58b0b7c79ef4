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
  if (name === 'map') shell.data.feed = `/map/feed?players=${Number(query.get('players') ?? 4)}`;
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

// An ocean in which everybody swims in circles: `/map?players=500` shows how the map bears a crowd.
function oceanAt(t, players) {
  const ships = Array.from({ length: players }, (_, i) => {
    const [radius, pace] = [20 + ((i * 7) % 60), 4 + ((i * 3) % 30)];
    const angle = (pace / radius) * t + i;
    const x = ((i * 137) % 900) + radius * Math.cos(angle);
    const y = ((i * 211) % 900) + radius * Math.sin(angle);
    return [i, (x + 900) % 900, (y + 900) % 900, 0, (angle + Math.PI / 2) % (2 * Math.PI), pace, i % 40 === 7 ? 1 : 0];
  });
  const season = { number: 2, state: 'running', elapsed: Math.floor(t), remaining: Math.max(0, 1800 - Math.floor(t)) };
  const top = ships.slice(0, 20).map(([id], i) => [i + 1, id, 500 - 20 * i]);
  const bloom = [[860, 450, Math.min(300, 60 + 2 * t)]];
  return { t, p: ships, names: [], gone: [], bloom, top, season, paused: false };
}

function streamOcean(response, players) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const start = Date.now();
  const say = (kind, data) => response.write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
  const names = Array.from({ length: players }, (_, i) => [
    i,
    ['fred', 'wilma', '<b>barney</b>', 'betty'][i] ?? `ship${i}`,
  ]);
  const { season } = oceanAt(0, 0);
  const size = { w: 900, h: 900 };
  say('hello', {
    world: 'main',
    t: 0,
    grid: '/map/grid',
    ...size,
    scoring: true,
    paused: false,
    season,
    players: names,
    trails: [],
  });
  const timer = setInterval(() => say('frame', oceanAt((Date.now() - start) / 1000, players)), 500);
  response.on('close', () => clearInterval(timer));
}

function seaFloor() {
  const mounts = [
    [315, 417, 24, 12],
    [821, 563, 29, 13],
    [490, 254, 19, 22],
    [150, 700, 38, 24],
    [640, 800, 30, 18],
  ];
  const depth = Buffer.alloc(8100);
  for (let j = 0; j < 90; j++) {
    for (let i = 0; i < 90; i++) {
      const [x, y] = [10 * i + 5, 10 * j + 5];
      const trench = (y > 290 && y < 315 && x > 140 && x < 260) || (x > 330 && x < 338 && y > 360 && y < 450);
      const rise = mounts.reduce(
        (sum, [mx, my, s, a]) => sum + a * Math.exp(-((x - mx) ** 2 + (y - my) ** 2) / (2 * s * s)),
        0,
      );
      depth[90 * j + i] = trench ? 250 : Math.round(5 * Math.max(0, 30 - rise));
    }
  }
  return { w: 900, h: 900, cell: 10, nx: 90, ny: 90, depth: depth.toString('base64') };
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
  '/map': 'map',
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
  if (path === '/map/feed') return streamOcean(response, Number(url.searchParams.get('players')));
  if (path === '/map/grid') return json(response, 200, seaFloor());
  if (path.endsWith('/log')) return streamConsole(response);
  show(request, response, url);
});
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/pages`));
