// Shows the catalogue's pages without a server: `node tools/preview.mjs [port]` after `npm run build` serves the build with
// the sample data of src/pages/samples.ts on 127.0.0.1. The list of pages is at /. Options in the address of a page:
// `viewer=anna|admin|nobody`, `compact=1`, `notice=<code>`.

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

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  const name = url.pathname.slice(1);
  if (url.pathname.startsWith('/assets/')) {
    try {
      const file = join(dist, normalize(url.pathname));
      return send(response, 200, types[extname(file)] ?? 'application/octet-stream', readFileSync(file));
    } catch {
      return send(response, 404, 'text/plain', 'no such file; is the page built?');
    }
  }
  if (name === 'api/v1/running_games') return send(response, 200, 'application/json', JSON.stringify(running));
  if (name.startsWith('api/v1/queue/'))
    return send(response, 200, 'application/json', JSON.stringify(samples.wait.data.queue));
  if (name.endsWith('/log')) return streamConsole(response);
  if (name === '') {
    const list = Object.keys(pages).map((page) => `<li><a href="/${page}">${page}</a></li>`);
    return send(response, 200, 'text/html', `<!doctype html><title>Pages</title><ul>${list.join('')}</ul>`);
  }
  if (!(name in pages)) return send(response, 404, 'text/plain', 'no such page');
  const shell = pageFor(name, url.searchParams);
  if (request.headers.accept === 'application/json')
    return send(response, 200, 'application/json', JSON.stringify(shell));
  const data = JSON.stringify(shell).replaceAll('<', '\\u003c');
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  send(
    response,
    200,
    'text/html',
    html.replace('<!--page-->', () => `<script type="application/json" id="page">${data}</script>`),
  );
});
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
