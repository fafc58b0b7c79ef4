// The map of the ocean in a real browser, before a real server: ships join by HTTP, move, and are seen to move; the map pans
// across its seams, the planet turns, the past is looked at, and a server that goes away and comes back is taken up again.
// With RECESS_SCREENSHOTS=DIR every station is kept as a picture.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, openPage } from './browser.mjs';
import { Server, waitFor } from './server.mjs';

const key = 'a key for the test of the map';
const shots = process.env.RECESS_SCREENSHOTS;
const shot = async (page, name) => {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `map-${name}.png`) });
};

let server;
before(async () => {
  server = await Server.start({ env: { RECESS_ADMIN_KEY: key } });
});
after(async () => {
  await closeBrowser();
  await server?.stop();
});

async function get(path) {
  const answer = await fetch(server.url + path);
  return answer.text();
}

// What the first canvas says it shows.
const shown = (page) =>
  page.evaluate(() => {
    const { view = '', ships = '', players, t } = document.querySelector('canvas')?.dataset ?? {};
    const places = ships.split(' ').filter(Boolean).map((entry) => entry.split(':'));
    return {
      view: view.split(',').map(Number),
      ships: Object.fromEntries(places.map(([id, place]) => [id, place.split(',').map(Number)])),
      players: Number(players),
      t: Number(t),
    };
  });

const until = (page, what, probe) => waitFor(async () => probe(await shown(page)), what, 30_000);
const around = (a, b) => Math.abs(((a - b + 1350) % 900) - 450);

test('a map without players says how to join', async () => {
  const page = await openPage(server, { as: 'desktop' });
  await page.goto('/map');
  await page.getByText('No players yet').waitFor();
  assert.ok(await page.getByText('/join?name=').isVisible());
  await shot(page, 'empty');
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('ships that a script moves are seen to move, and their points fill the table', async () => {
  assert.equal(await get('/join?name=fred'), '0');
  assert.equal(await get('/join?name=wilma'), '1');
  const page = await openPage(server, { as: 'desktop' });
  await page.goto('/map');
  await until(page, 'two ships', ({ players, ships }) => players === 2 && ships[0] && ships[1]);
  const before = (await shown(page)).ships;
  for (let i = 0; i < 11; i++) await get('/accel?id=0&ctrl=w');
  const moved = await until(page, 'fred to move', ({ ships }) => around(ships[0][0], before[0][0]) + around(ships[0][1], before[0][1]) > 30 && ships);
  assert.ok(around(moved[1][0], before[1][0]) < 0.2, 'wilma rests');

  // Between two frames the ship is drawn at more than two places: it glides.
  const places = await page.evaluate(async () => {
    const seen = new Set();
    const end = performance.now() + 1500;
    while (performance.now() < end) {
      seen.add(document.querySelector('canvas').dataset.ships);
      await new Promise((done) => requestAnimationFrame(done));
    }
    return seen.size;
  });
  assert.ok(places >= 4, `${places} places in 1.5 s`);

  await get('/sendchat?id=0&name=wilma&message=ahoy');
  await get('/popchat?id=1');
  for (let i = 0; i < 11; i++) await get('/accel?id=0&ctrl=w');
  const row = page.getByRole('row').filter({ hasText: 'fred' });
  // Two for the message that was read; more if the way led over a seamount, which the world's seed decides.
  await waitFor(async () => Number(await row.getByRole('cell').last().textContent()) >= 2, 'points', 30_000);
  await shot(page, 'flat');
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('the map pans across its seams without an end, zooms, and follows a ship', async () => {
  const page = await openPage(server, { as: 'desktop' });
  await page.goto('/map');
  const map = page.getByRole('application');
  await until(page, 'a view', ({ view }) => view.length === 3 && view[2] > 0);
  const [, , whole] = (await shown(page)).view;
  await map.focus();
  let last = (await shown(page)).view[0];
  let way = 0;
  for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowRight');
  const first = last;
  const expected = (first + (40 * 60) / whole) % 900;
  await until(page, 'the map to have gone round', ({ view }) => around(view[0], expected) < 1);
  assert.ok((40 * 60) / whole > 900, 'that was more than once round');

  const box = await map.boundingBox();
  await page.mouse.move(box.x + 300, box.y + 300);
  await page.mouse.down();
  await page.mouse.move(box.x + 310, box.y + 300);
  for (let i = 1; i <= 10; i++) await page.mouse.move(box.x + 310 + 20 * i, box.y + 300);
  await page.mouse.up();
  await until(page, 'the drag', ({ view }) => around(view[0], expected - 200 / whole) < 2);

  await page.mouse.wheel(0, -600);
  await until(page, 'the zoom', ({ view }) => view[2] > 1.5 * whole);
  await page.getByRole('button', { name: 'Follow fred' }).click();
  await until(page, 'the view to follow', ({ view, ships }) => around(view[0], ships[0][0]) < 1 && around(view[1], ships[0][1]) < 1);
  await shot(page, 'follow');
  await map.focus();
  await page.keyboard.press('0');
  await until(page, 'all of it', ({ view }) => Math.abs(view[2] - whole) < 1e-3);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

// Fingers as the browser gets them from a screen: two that part, one that taps twice.
async function fingers(page, type, points) {
  const session = (page.touch ??= await page.context().newCDPSession(page));
  await session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
}

test('two fingers on a phone zoom, one drags over the seam, two taps show all of it again', async () => {
  const page = await openPage(server, { as: 'phone' });
  await page.goto('/map');
  await until(page, 'a view', ({ view, players }) => players === 2 && view[2] > 0);
  const [, , whole] = (await shown(page)).view;
  const box = await page.getByRole('application').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await fingers(page, 'touchStart', [[x - 20, y], [x + 20, y]]);
  for (let i = 1; i <= 10; i++) await fingers(page, 'touchMove', [[x - 20 - 6 * i, y], [x + 20 + 6 * i, y]]);
  await fingers(page, 'touchEnd', []);
  // 40 pixels apart, then 160: four times as large, but for what the first slip of a finger takes.
  const zoomed = await until(page, 'the pinch', ({ view }) => view[2] > 2.5 * whole && view[2] < 4.5 * whole && view);
  const pages = await page.evaluate(() => visualViewport.scale);
  assert.equal(pages, 1, 'the page itself does not zoom');

  const way = 40 * 10;
  for (let i = 0; i < 4; i++) {
    await fingers(page, 'touchStart', [[x + 60, y]]);
    await fingers(page, 'touchMove', [[x + 50, y]]);
    for (let j = 1; j <= 10; j++) await fingers(page, 'touchMove', [[x + 50 - 10 * j, y]]);
    await fingers(page, 'touchEnd', []);
  }
  await until(page, 'the drag', ({ view }) => around(view[0], (zoomed[0] + way / zoomed[2]) % 900) < 40);

  // Where no ship is: two taps choose none.
  for (let i = 0; i < 2; i++) {
    await fingers(page, 'touchStart', [[x, y]]);
    await fingers(page, 'touchEnd', []);
  }
  await until(page, 'all of it', ({ view }) => Math.abs(view[2] - whole) < 1e-3);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('for people who asked for less motion the map stands still between frames', async () => {
  const page = await openPage(server, { as: 'desktop', options: { reducedMotion: 'reduce' } });
  await page.goto('/map');
  await until(page, 'ships', ({ players, ships }) => players === 2 && ships[0]);
  const drawn = await page.evaluate(async () => {
    let count = 0;
    const { clearRect, drawImage } = CanvasRenderingContext2D.prototype;
    for (const [name, real] of Object.entries({ clearRect, drawImage })) {
      CanvasRenderingContext2D.prototype[name] = function (...args) {
        if (this.canvas.isConnected) at.add(document.timeline.currentTime);
        return real.apply(this, args);
      };
    }
    const at = new Set();
    const end = performance.now() + 3000;
    while (performance.now() < end) {
      count++;
      await new Promise((done) => requestAnimationFrame(done));
    }
    return { pictures: at.size, turns: count };
  });
  // Two frames come a second; a picture a screen's turn would be some 180.
  assert.ok(drawn.pictures >= 2 && drawn.pictures <= 20, JSON.stringify(drawn));
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('a crowd is drawn as its density, with the best by name', async () => {
  const made = await fetch(`${server.url}/admin/world/crowd/create`, {
    method: 'POST',
    headers: { 'X-Recess-Admin': key, Accept: 'application/json' },
  });
  assert.equal(made.status, 200);
  const names = Array.from({ length: 510 }, (_, i) => `p${i}`);
  for (let i = 0; i < names.length; i += 30) await Promise.all(names.slice(i, i + 30).map((name) => get(`/w/crowd/join?name=${name}`)));
  for (const [as, colorScheme] of [['desktop', 'light'], ['phone', 'dark']]) {
    const page = await openPage(server, { as, options: { colorScheme } });
    await page.goto('/w/crowd/map');
    await until(page, 'the crowd', ({ players, ships }) => players === 510 && Object.keys(ships).length === 20);
    await waitFor(async () => (await colours(page)) > 100, 'a picture');
    await shot(page, `crowd-${as}-${colorScheme}`);
    assert.equal(await page.getByRole('row').count(), 21, 'a head and twenty players');
    await page.getByRole('button', { name: '3-D' }).click();
    await until(page, 'the planet', ({ players, view }) => players === 510 && view[2] === 3.6);
    await waitFor(async () => (await colours(page)) > 100, 'a planet');
    await shot(page, `crowd-planet-${as}-${colorScheme}`);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  }
});

// How many colours the picture has: a planet has many, an empty canvas one.
const colours = (page) =>
  page.evaluate(
    () =>
      new Promise((done) =>
        requestAnimationFrame(() => {
          const copy = document.createElement('canvas');
          copy.width = copy.height = 100;
          const context = copy.getContext('2d');
          context.drawImage(document.querySelector('canvas'), 0, 0, 100, 100);
          done(new Set(new Uint32Array(context.getImageData(0, 0, 100, 100).data.buffer)).size);
        }),
      ),
  );

for (const [as, colorScheme] of [
  ['desktop', 'light'],
  ['desktop', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark'],
]) {
  test(`both views are drawn on a ${as} by ${colorScheme}`, async () => {
    const page = await openPage(server, { as, options: { colorScheme } });
    await page.goto('/map');
    await until(page, 'ships', ({ players }) => players === 2);
    await waitFor(async () => (await colours(page)) > 100, 'a sea floor');
    await shot(page, `flat-${as}-${colorScheme}`);
    await page.getByRole('button', { name: '3-D' }).click();
    await until(page, 'the planet', ({ view, players }) => players === 2 && view.length === 3 && view[2] === 3.6);
    await waitFor(async () => (await colours(page)) > 100, 'a planet');
    await shot(page, `planet-${as}-${colorScheme}`);
    const [was] = (await shown(page)).view;
    await page.getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    await until(page, 'the planet to turn', ({ view }) => view[0] > was);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}

test('a browser without WebGL is told so and keeps the flat map', async () => {
  const page = await openPage(server, { as: 'desktop' });
  await page.addInitScript(() => {
    const real = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind === 'webgl2' ? null : real.call(this, kind, ...rest);
    };
  });
  await page.goto('/map');
  await until(page, 'ships', ({ players }) => players === 2);
  await page.getByRole('button', { name: '3-D' }).click();
  await page.getByText('has no WebGL').waitFor();
  await until(page, 'the flat map', ({ players, view }) => players === 2 && view[0] > 1);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('the teacher looks at any moment of the past', async () => {
  const options = { extraHTTPHeaders: { 'X-Recess-Admin': key } };
  const page = await openPage(server, { as: 'desktop', options });
  await page.goto('/w/main/replay');
  const slider = page.getByRole('slider', { name: 'Moment' });
  await until(page, 'the present', ({ players }) => players === 2);
  const now = (await shown(page)).t;
  await slider.focus();
  await page.keyboard.press('Home');
  await until(page, 'the beginning', ({ t, players }) => t === 0 && players === 0);
  await page.keyboard.press('End');
  await until(page, 'the end again', ({ t, players }) => Math.abs(t - now) < 1 && players === 2);
  await shot(page, 'replay');
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('the past is the teacher’s alone', async () => {
  const page = await openPage(server, { as: 'desktop' });
  await page.goto('/w/main/replay');
  assert.match(page.url(), /\/admin\/worlds/);
  await page.context().close();
});

test('a map whose server went away says so and goes on when it is back', async () => {
  const page = await openPage(server, { as: 'desktop', options: { locale: 'de-CH' } });
  await page.goto('/map');
  await until(page, 'ships', ({ players }) => players === 2);
  const port = new URL(server.url).port;
  await server.stop();
  await page.getByText('Die Verbindung ist weg').waitFor();
  server = await Server.start({ state: server.state, port, env: { RECESS_ADMIN_KEY: key } });
  await page.getByText('Die Verbindung ist weg').waitFor({ state: 'detached', timeout: 30_000 });
  const { t } = await shown(page);
  await until(page, 'the clock to go on', (is) => is.t > t && is.players === 2);
  await page.context().close();
});
