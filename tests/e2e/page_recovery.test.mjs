// What a person sees of recovery: a page in real Chromium that is reloaded, loses the network, or whose server is killed or
// stopped and started again. It has its number and its screen again without a touch.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { io } from 'socket.io-client';
import { closeBrowser, openPage } from './browser.mjs';
import { makeStateDirectory, pause, Server, waitFor } from './server.mjs';

// A network between browser and server that can be taken away: what is open is cut, what is new is refused.
class Network {
  static async to(server) {
    const network = new Network();
    network.target = Number(new URL(server.url).port);
    network.open = new Set();
    network.up = true;
    network.server = net.createServer((near) => {
      if (!network.up) return near.destroy();
      const far = net.connect(network.target, '127.0.0.1');
      for (const [one, other] of [[near, far], [far, near]]) {
        network.open.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          network.open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    await new Promise((done) => network.server.listen(0, '127.0.0.1', done));
    network.url = `http://127.0.0.1:${network.server.address().port}`;
    return network;
  }

  cut() {
    this.up = false;
    for (const socket of this.open) socket.destroy();
  }

  restore() {
    this.up = true;
  }

  close() {
    this.cut();
    this.server.close();
  }
}

const once = (emitter, event) => new Promise((done) => emitter.once(event, done));

async function startProgram(url) {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  await once(socket, 'connect');
  socket.emit('new_device', { device_id: 'Maze' });
  await once(socket, 'device');
  return {
    socket,
    send: (message) => socket.emit('new_data', { device_id: 'Maze', time_stamp: Date.now() / 1000, ...message }),
    say(message) {
      this.send({ type: 'notification', message, time: -1000 });
    },
    async devices() {
      const answer = once(socket, 'devices');
      socket.emit('get_devices');
      return (await answer).devices.filter(({ device_id }) => device_id === 'Maze');
    },
  };
}

const stage = {
  type: 'playground_config',
  config: { width: 100, height: 100, shift_x: -50, shift_y: -50, color: 'rgb(0, 0, 255)' },
};
const square = (id, color, more = {}) => ({
  type: 'sprite',
  sprite: { id, pos_x: 0, pos_y: 0, anchor: [0.5, 0.5], width: 40, height: 40, color, border_color: color, ...more },
});

const numberOn = async (page) => Number((await page.title()).match(/(-?\d+) · Recess/)?.[1] ?? Number.NaN);
// The colour in the middle of the stage.
const middle = (page) =>
  page.evaluate(() => {
    const canvas = document.querySelector('canvas');
    if (!canvas || canvas.width === 0) return '';
    const { data } = canvas.getContext('2d').getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1);
    return [...data].slice(0, 3).join(' ');
  });
const waitForMiddle = (page, color) =>
  waitFor(async () => (await middle(page)) === color, `${color} in the middle`).catch(async (error) => {
    throw new Error(`${error.message}; it is ${await middle(page)}`);
  });
const toasts = (page) => page.locator('[role=log] > div').allTextContents();

async function open(server, path = '/playground?device_id=Maze') {
  const page = await openPage(server);
  await page.goto(path);
  await waitFor(async () => Number.isInteger(await numberOn(page)), 'a number');
  return page;
}

// The server writes who has which seat every few seconds; one that was written before its page had registered has no number.
function isOnDisk(directory, socketId, number) {
  const file = join(directory, 'sessions.json');
  if (!existsSync(file)) return false;
  const seat = JSON.parse(readFileSync(file, 'utf8')).sessions.find(({ sid }) => sid === socketId);
  return seat?.application.device_nr === number;
}

// Every packet the page sends and hears, so that a test can say that it asked for nothing. A page that dials while the server
// is down tries both transports in turn, so it may come back by either.
function watchWire(page) {
  const wire = { sent: [], received: [] };
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => wire.sent.push(String(payload)));
    socket.on('framereceived', ({ payload }) => wire.received.push(String(payload)));
  });
  const isPolling = (request) => request.url().includes('transport=polling');
  const packets = (text) => (text ? text.split('\x1e') : []);
  page.on('request', (request) => {
    if (isPolling(request)) wire.sent.push(...packets(request.postData()));
  });
  page.on('response', async (response) => {
    if (!isPolling(response.request()) || response.request().method() !== 'GET') return;
    wire.received.push(...packets(await response.text().catch(() => '')));
  });
  return wire;
}

let state;
let server;
before(async () => {
  state = makeStateDirectory();
  server = await Server.start({ state });
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

test('A reload keeps the number and the screen, and the page asks for nothing', async () => {
  const program = await startProgram(server.url);
  const earlier = await open(server);
  const page = await open(server);
  const number = await numberOn(page);
  assert.notEqual(number, await numberOn(earlier));
  program.send(stage);
  program.send(square('a', 'rgb(255, 0, 0)'));
  await waitForMiddle(page, '255 0 0');
  program.send(square('on top', 'rgb(0, 255, 255)'));
  await waitForMiddle(page, '0 255 255');
  program.send(square('a', 'rgb(255, 0, 0)', { width: 50 })); // the hub's newest change, and still below
  await earlier.context().close();

  const wire = watchWire(page);
  await page.reload();
  await waitForMiddle(page, '0 255 255');
  assert.equal(await numberOn(page), number);
  const words = wire.sent.filter((packet) => packet.startsWith('4'));
  assert.equal(words.length, 1, `CONNECT alone: ${words}`);
  assert.match(words[0], /^40\{"pid":"[^"]+","reloaded":true\}$/);
  assert.deepEqual(
    (await program.devices()).filter(({ is_client }) => is_client).map(({ device_nr }) => device_nr).includes(number),
    true,
  );
  await page.context().close();
  program.socket.close();
});

test('Two tabs, one a duplicate of the other, are two devices and stay so', async () => {
  const page = await open(server, '/playground?device_id=Twins');
  const stored = await page.evaluate(() => JSON.stringify(sessionStorage));
  const twin = await page.context().newPage();
  await twin.addInitScript((text) => {
    for (const [key, value] of Object.entries(JSON.parse(text))) sessionStorage.setItem(key, value);
  }, stored);
  await twin.goto('/playground?device_id=Twins');
  await waitFor(async () => Number.isInteger(await numberOn(twin)), 'a number');
  const [one, other] = [await numberOn(page), await numberOn(twin)];
  assert.notEqual(one, other);
  await pause(500);
  assert.deepEqual([await numberOn(page), await numberOn(twin)], [one, other]);
  await page.context().close();
});

test('When the network goes away and comes back, no event is lost and none comes twice', async () => {
  const program = await startProgram(server.url);
  const network = await Network.to(server);
  const page = await open({ url: network.url });
  const number = await numberOn(page);
  const words = [];
  const say = (count) => {
    for (let i = 0; i < count; i++) {
      words.push(`word ${words.length}.`);
      program.say(words.at(-1));
    }
  };
  say(5);
  await waitFor(async () => (await toasts(page)).length === 5, 'five words');
  say(5);
  network.cut();
  await page.context().setOffline(true);
  say(5);
  await pause(1000);
  say(3);
  network.restore();
  await page.context().setOffline(false);
  say(2);
  await waitFor(async () => (await toasts(page)).length >= words.length, 'all words');
  await pause(300);
  const heard = (await toasts(page)).map((text) => text.match(/word \d+\./)[0]);
  assert.deepEqual(heard.sort(), [...words].sort());
  assert.equal(await numberOn(page), number);
  await page.context().close();
  network.close();
  program.socket.close();
});

for (const [how, end] of [
  ['killed', (old) => old.killHard()],
  ['stopped', (old) => old.stop()],
]) {
  test(`A server that is ${how} and started again finds the page in its seat, with its screen`, async () => {
    const program = await startProgram(server.url);
    const other = await open(server);
    const page = await open(server);
    const number = await numberOn(page);
    program.send({ type: 'clear_playground' });
    program.send(stage);
    program.send(square('a', 'rgb(0, 255, 0)'));
    await waitForMiddle(page, '0 255 0');
    const id = (await program.devices()).find((device) => device.device_nr === number).socket_id;
    await waitFor(() => isOnDisk(state, id, number), 'the seat on disk', 15_000);
    await other.context().close();

    const port = Number(new URL(server.url).port);
    await end(server);
    const wire = watchWire(page);
    server = await Server.start({ state, port });
    await waitFor(() => wire.received.some((packet) => packet.startsWith('40{')), 'the page to be back');
    const again = await startProgram(server.url);
    await waitFor(async () => (await again.devices()).some((device) => device.socket_id === id), 'the seat');
    const seat = (await again.devices()).find((device) => device.socket_id === id);
    assert.equal(seat.device_nr, number);
    assert.equal(await numberOn(page), number);
    await pause(300);
    assert.equal(await middle(page), '0 255 0');
    assert.deepEqual(wire.sent.filter((packet) => packet.startsWith('42')), [], 'nothing was asked for');

    // And a page that is loaded only now sees it as well.
    const late = await open(server);
    if (how === 'stopped') await waitForMiddle(late, '0 255 0');
    again.send(square('a', 'rgb(255, 255, 0)'));
    await waitForMiddle(page, '255 255 0');
    await late.context().close();
    await page.context().close();
    again.socket.close();
    program.socket.close();
  });
}
