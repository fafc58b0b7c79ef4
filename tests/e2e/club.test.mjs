// The first five minutes of a new club, as people live them: in a phone-sized browser, from the one-time link to a score on the
// board, a traceback, and the administrator's end button. With RECESS_SCREENSHOTS=DIR every station is kept as a picture.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, openPage } from './browser.mjs';
import { Server, waitFor } from './server.mjs';
import { zip } from './zip.mjs';

const shots = process.env.RECESS_SCREENSHOTS;
const shot = async (page, name) => {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
};

const program = `from smartphone_connector import Connector

device = Connector('https://example.org', 'Pictures')
device.configure_playground(width=100, height=100, origin_x=50, origin_y=50, color='lightblue', images='images', audio_tracks='audio')
device.add_sprite('star', image='star', pos_x=-10, pos_y=-10, width=20, height=20, clickable=True)
device.add_text('hello', pos_x=-40, pos_y=30, id='label')
points = 0

def on_key(data):
    global points
    points += 1
    print('key', data.key)
    device.update_sprite('star', pos_x=-10 + points)

def on_click(data):
    device.play_sound('ping')
    device.report(10 + points)
    device.notify('well done', 2)
    device.disconnect()

device.on_key = on_key
device.on_sprite_clicked = on_click
device.wait()
`;

const tone = () => {
  const samples = Buffer.alloc(8000);
  for (let i = 0; i < samples.length; i++) samples[i] = 128 + Math.round(60 * Math.sin(i / 3));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
};
const star = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M5 0l1.5 3.5L10 4 7.500 6.500 8 10 5 8 2 10 2.500 6.500 0 4l3.500-.5z" fill="gold"/></svg>';

let server;
let page;
before(async () => {
  server = await Server.start({ env: { MAX_CONCURRENT_PLAYS: '1', RECESS_LEAVE_GRACE: '20' } });
  page = await openPage(server);
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

const playId = (p) => new URL(p.url()).searchParams.get('device_id');
const infoOf = async (p, play) => (await p.request.get(`/api/v1/plays/${play}`)).json();

// Waits until the game has drawn something: the stage is one canvas, so its pixels are asked.
async function waitForDrawing(p) {
  await p.locator('canvas').first().waitFor();
  await waitFor(async () => {
    const colours = await p.evaluate(() => {
      const canvas = document.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Set();
      for (let i = 0; i < data.length; i += 404) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return seen.size;
    });
    return colours > 2;
  }, 'the game to draw', 15_000);
}

// Chromium here has no motion sensor and says so.
async function putAwayTheTiltQuestion(p) {
  const without = p.getByRole('button', { name: 'Without' });
  if (await without.count()) await without.first().click();
}

async function upload(p, name, file) {
  await p.goto('/upload_game');
  await p.locator('input[name=name]').fill(name);
  await p.locator('input[name=authors]').fill('Ada');
  await p.locator('textarea[name=description]').fill(`What ${name} is about`);
  await p.locator('input[name=game]').setInputFiles(file);
  await p.locator('main form button[type=submit]').click();
  await p.waitForURL(/\/scoreboard\?game_id=\d+/);
  return new URL(p.url()).searchParams.get('game_id');
}

const press = (p, name) => p.getByRole('button', { name: name ? `Play ${name}` : /^Play/ }).first().click();

test('the one-time link signs the first administrator in', async () => {
  const link = server.said.match(/http:\/\/\S+\/first-admin\?token=\S+/)[0];
  await page.goto(new URL(new URL(link).pathname + new URL(link).search, server.url).href);
  await page.locator('input[name=login]').fill('teacher');
  await page.locator('input[name=password]').fill('correct horse battery');
  await shot(page, '01-first-admin');
  await page.locator('main form button[type=submit]').click();
  await page.waitForURL(`${server.url}/**`);
  await page.goto('/admin');
  assert.match(await page.title(), /Admin|Recess/);
  const again = await page.request.get(new URL(link).pathname + new URL(link).search, { headers: { accept: 'text/html' } });
  assert.ok(again.status() >= 400 || !(await again.text()).includes('"page":"first_admin"'), 'the link works once');
});

test('the catalogue shows the three sample games', async () => {
  await page.goto('/');
  for (const name of ['Catch', 'Orchestra', 'Trails']) await page.getByRole('button', { name: `Play ${name}` }).waitFor();
  await shot(page, '02-home');
});

test('the home page leads to the games played by address, and each page has an icon', async () => {
  const beyond = page.locator('section[aria-labelledby=beyond]');
  const paths = await beyond.locator('a').evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
  assert.deepEqual(paths, ['/steps', '/map', '/mocean/guide', '/docs', '/docs/hub']);
  for (const path of paths) {
    const answer = await page.request.get(path, { headers: { accept: 'text/html' } });
    assert.equal(answer.status(), 200, path);
    assert.match(answer.headers()['content-type'], /^text\/html/, path);
  }
  const icon = await page.request.get('/favicon.ico');
  assert.equal(icon.status(), 200);
  assert.equal(icon.headers()['content-type'], 'image/svg+xml');
});

let game;
test('a zip with pictures and sound is uploaded', async () => {
  game = await upload(page, 'Pictures', {
    name: 'pictures.zip',
    mimeType: 'application/zip',
    buffer: zip({ 'pictures/game.py': program, 'pictures/images/star.svg': star, 'pictures/audio/ping.wav': tone() }),
  });
  await shot(page, '03-scoreboard-empty');
});

test('it is played with keys and touch, and the score stands on the board', async () => {
  await press(page);
  await page.waitForURL(/\/playground\?device_id=game-\d{19}/);
  const play = playId(page);
  await waitForDrawing(page);
  await putAwayTheTiltQuestion(page);
  await page.keyboard.press('ArrowUp');
  await waitFor(async () => {
    const log = await (await page.request.get(`/api/v1/plays/${play}/log?from=0`)).json();
    return log.lines.some((line) => line.text === 'key up');
  }, 'the key to reach the game');
  await shot(page, '04-playing');
  const box = await page.locator('canvas').first().boundingBox();
  await page.touchscreen.tap(box.x + box.width / 2 + box.width * 0.01, box.y + box.height / 2);
  await waitFor(async () => (await infoOf(page, play)).state === 'ended', 'the end of the play');
  await page.getByText('Scoreboard').first().waitFor();
  await shot(page, '05-end');
  const info = await infoOf(page, play);
  assert.equal(info.score, 11);
  assert.equal(info.reason, 'script_finished');
  await page.goto(`/scoreboard?game_id=${game}`);
  await page.getByRole('cell', { name: '11', exact: true }).first().waitFor();
  await shot(page, '06-scoreboard');
});

test('a reload in the middle returns to the same play', async () => {
  await page.goto('/');
  await press(page, 'Catch');
  await page.waitForURL(/\/playground\?device_id=game-/);
  const play = playId(page);
  await waitForDrawing(page);
  await page.reload();
  await waitForDrawing(page);
  const info = await infoOf(page, play);
  assert.equal(info.state, 'running');
  assert.ok(info.devices >= 2, 'the phone and the program are both there');
  await shot(page, '07-catch-after-reload');
});

test('when all places are taken, the next person waits and is then served', async () => {
  const other = await openPage(server);
  await other.goto('/');
  await press(other, 'Orchestra');
  await other.waitForURL(/request_player_login/);
  await shot(other, '08-choose');
  await other.locator('a[href^="/anonym"]').click();
  await other.waitForURL(/wait_for_start/);
  await shot(other, '09-waiting');
  await page.goto('/admin');
  await shot(page, '10-admin');
  await page.getByRole('button', { name: /End/ }).first().click();
  const confirm = page.getByRole('dialog').getByRole('button', { name: /End/ });
  if (await confirm.count()) await confirm.first().click();
  await other.waitForURL(/\/playground\?device_id=game-/, { timeout: 20_000 });
  await waitForDrawing(other);
  await shot(other, '11-orchestra');
  const play = playId(other);
  await other.context().close();
  await waitFor(async () => (await infoOf(page, play)).state === 'ended', 'the play to end after its phone left', 30_000);
  assert.equal((await infoOf(page, play)).reason, 'player_left');
});

test('a second phone joins by the code that the first one shows', async () => {
  await page.goto('/');
  await press(page, 'Trails');
  await page.waitForURL(/\/playground\?device_id=game-/);
  const play = playId(page);
  await waitForDrawing(page);
  await putAwayTheTiltQuestion(page);
  await page.getByRole('button', { name: 'Invite another device' }).click();
  const address = await page.getByRole('dialog').getByText('/join/').first().innerText();
  await page.locator('img[src$="qr.svg"]').evaluate((picture) => picture.decode());
  await shot(page, '17-invitation');
  const friend = await openPage(server);
  await friend.goto(`/join/${address.match(/join\/(\S+)/)[1]}`);
  await friend.waitForURL(/\/playground\?device_id=game-/);
  assert.equal(playId(friend), play);
  await waitFor(async () => (await infoOf(page, play)).devices === 3, 'two phones and the program');
  await shot(friend, '18-joined');
  const wrong = await friend.request.get('/join/AAAA-AAAA');
  assert.equal(wrong.status(), 404);
  await friend.context().close();
  const { viewer } = await (await page.request.get('/', { headers: { accept: 'application/json' } })).json();
  await page.request.post('/terminate_game', { multipart: { id: play, csrf: viewer.csrf } });
  await waitFor(async () => (await infoOf(page, play)).state === 'ended', 'the end');
});

test('a broken game shows its author the traceback', async () => {
  const broken = `from smartphone_connector import Connector\ndevice = Connector('x', 'y')\nprint('level one')\n\ndef load(level):\n    return {'1': 'easy'}[level]\n\nload('2')\n`;
  await upload(page, 'Broken', { name: 'broken.py', mimeType: 'text/x-python', buffer: Buffer.from(broken) });
  await press(page);
  await page.waitForURL(/\/playground\?device_id=game-/);
  const play = playId(page);
  await waitFor(async () => (await infoOf(page, play)).state === 'ended', 'the crash');
  await page.getByText('Scoreboard').first().waitFor();
  await shot(page, '12-crashed');
  await page.goto('/user');
  await shot(page, '13-my-games');
  await page.locator('details summary').first().waitFor();
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  await page.locator(`a[href^="/console/${play}"]`).first().click();
  await page.getByText("KeyError: '2'").first().waitFor();
  await page.getByText('level one').first().waitFor();
  await shot(page, '14-console');
});

test('the desktop and the dark look', async () => {
  const wide = await openPage(server, { as: 'desktop', options: { colorScheme: 'dark' } });
  await wide.goto('/');
  await wide.getByRole('button', { name: 'Play Catch' }).waitFor();
  await shot(wide, '15-home-dark-wide');
  await wide.goto('/login');
  await shot(wide, '16-login-dark-wide');
  assert.deepEqual(wide.problems, []);
});

test('no page had an error', () => {
  assert.deepEqual(page.problems, []);
});
