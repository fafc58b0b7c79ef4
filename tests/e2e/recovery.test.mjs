// Connection state recovery with the unmodified npm client, over real sockets: a cut connection, and a restarted server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { io } from 'socket.io-client';
import { makeStateDirectory, Server } from './server.mjs';

const once = (emitter, event) => new Promise((done) => emitter.once(event, done));

async function visitor(url, options = {}) {
  const socket = io(url, { reconnectionDelay: 100, reconnectionDelayMax: 300, forceNew: true, ...options });
  await once(socket, 'connect');
  socket.emit('new_device', { device_id: 'Maze', is_client: true });
  const device = await once(socket, 'device');
  return { socket, number: device.device_nr };
}

test('A phone that asks for recovery is the same phone after a cut and after a restart, and misses nothing', async () => {
  const state = makeStateDirectory();
  let server = await Server.start({ state });
  const port = Number(new URL(server.url).port);
  const phone = await visitor(server.url, { query: { recovery: '1' }, transports: ['websocket'] });
  const script = await visitor(server.url);
  try {
    const id = phone.socket.id;
    const heard = [];
    phone.socket.on('new_data', (message) => message.type === 'dice' && heard.push(message.eyes));
    const say = (eyes) => script.socket.emit('new_data', { device_id: 'Maze', type: 'dice', eyes, time_stamp: eyes });

    say(1);
    phone.socket.io.engine.close();
    say(2);
    await once(phone.socket, 'connect');
    say(3);
    assert.equal(phone.socket.recovered, true);
    assert.equal(phone.socket.id, id);
    while (heard.length < 3) await once(phone.socket, 'new_data');
    assert.deepEqual(heard, [1, 2, 3]);

    const back = once(phone.socket, 'connect');
    await server.stop();
    server = await Server.start({ state, port });
    await back;
    assert.equal(phone.socket.recovered, true);
    assert.equal(phone.socket.id, id);
    phone.socket.emit('get_devices');
    const { devices } = await once(phone.socket, 'devices');
    assert.deepEqual(
      devices.filter((device) => device.socket_id === id).map((device) => device.device_nr),
      [phone.number],
    );
  } finally {
    phone.socket.close();
    script.socket.close();
    await server.stop();
  }
});

test('Who does not ask gets events of one argument and a new identity after a cut', async () => {
  const server = await Server.start();
  const { socket } = await visitor(server.url);
  try {
    const counts = new Set();
    socket.onAny((...all) => counts.add(all.length - 1));
    const id = socket.id;
    socket.io.engine.close();
    await once(socket, 'connect');
    assert.ok(!socket.recovered);
    assert.notEqual(socket.id, id);
    await once(socket, 'timer');
    assert.deepEqual([...counts], [1]);
  } finally {
    socket.close();
    await server.stop();
  }
});
