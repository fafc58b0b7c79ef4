// client.mjs PACKAGES VERSION PORT polling|websocket|upgrade   the JavaScript client of that version, all checks
// client.mjs PACKAGES VERSION PORT room NAME NAME...           one of several that must hear each other
// client.mjs PACKAGES VERSION PORT hub NAME NAME...            the same with the hub's own events
// client.mjs PACKAGES VERSION PORT restart                     says "waiting", and must be back after a restart
//
// Prints "pass …" and "FAIL …" lines; the exit status says whether there was a FAIL.
import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";

const [packages, version, port, way, ...names] = process.argv.slice(2);
const require = createRequire(`${packages}/`);
const io = require(`socket.io-client-${version}`);
const modern = Number(version) >= 3; // Engine.IO 4
const label = `JavaScript ${version} ${way}`;
let failed = false;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// The arguments of the next event of that name. Unlike events.once() it lives through "error", which 2.x emits whenever
// a poll fails, before it comes back by itself.
const next = (socket, event, ms = 8000) =>
  new Promise((done, give_up) => {
    const timer = setTimeout(() => give_up(new Error(`no ${event}`)), ms);
    socket.once(event, (...args) => {
      clearTimeout(timer);
      done(args);
    });
  });

function check(what, actual, expected) {
  const good = isDeepStrictEqual(actual, expected);
  console.log(`${good ? "pass" : "FAIL"} ${label}: ${what}${good ? "" : ` (${JSON.stringify(actual)})`}`);
  failed ||= !good;
}

function connect(options = {}, namespace = "") {
  const transports = { polling: ["polling"], websocket: ["websocket"] }[way] ?? ["polling", "websocket"];
  return io(`http://127.0.0.1:${port}${namespace}`, { transports, forceNew: true, reconnectionDelay: 50, ...options });
}
const engine = (socket) => (socket.io.engine ?? socket.io).transport.name;
const bytes = (value) => (Buffer.isBuffer(value) || value instanceof Uint8Array ? [...value] : value);

async function until(holds, ms = 5000) {
  for (const end = Date.now() + ms; !holds() && Date.now() < end; ) await pause(20);
  return holds();
}
async function echoed(socket, ...args) {
  const back = next(socket, "message-back");
  socket.emit("message", ...args);
  return back;
}
const acknowledged = (socket, ...args) =>
  new Promise((done, give_up) => {
    setTimeout(() => give_up(new Error("no ack")), 5000).unref();
    socket.emit("message-with-ack", ...args, (...answer) => done(answer));
  });

async function checks() {
  const auth = modern ? { token: "123" } : {};
  const socket = connect({ auth });
  const [greeting] = await next(socket, "auth");
  check("is greeted with what it sent to connect", greeting, auth);

  const expected = way === "polling" ? "polling" : "websocket";
  check(`runs on ${expected}`, await until(() => engine(socket) === expected), true);

  check("text comes back", await echoed(socket, 1, "grüezi 😀", { three: [true, null] }), [
    1,
    "grüezi 😀",
    { three: [true, null] },
  ]);
  const [, nested] = await echoed(socket, "b", { picture: Buffer.from([1, 2, 3]), more: [Buffer.from([255, 0])] });
  check("binary comes back", [bytes(nested.picture), bytes(nested.more[0])], [
    [1, 2, 3],
    [255, 0],
  ]);
  const large = Buffer.alloc(300_000, 7);
  const [back] = await echoed(socket, large);
  check("a large picture comes back", Buffer.compare(Buffer.from(back), large), 0);
  check("an ack carries the arguments", await acknowledged(socket, 1, "2", { 3: [false] }), [1, "2", { 3: [false] }]);
  const [plain, data] = await acknowledged(socket, "x", Buffer.from([9, 8]));
  check("an ack carries binary", [plain, bytes(data)], ["x", [9, 8]]);

  const heard = [];
  const note = (n) => heard.push(n);
  socket.on("message-back", note);
  for (let n = 0; n < 200; ++n) socket.emit("message", n);
  await until(() => heard.length >= 200);
  socket.off("message-back", note);
  check("two hundred messages keep their order", heard, [...Array(200).keys()]);

  let lost = 0;
  socket.on("disconnect", () => ++lost);
  await pause(2200);
  check("several heartbeats later it is still there", [lost, await echoed(socket, "alive")], [0, ["alive"]]);

  let again = next(socket, "auth");
  socket.emit("bounce");
  await again;
  check("bounced, it comes back", [lost, socket.connected], [1, true]);

  socket.disconnect();
  check("leaves when it likes", [lost, socket.connected], [2, false]);
  await pause(500); // the old connection ends in the background, and 2.x takes its end for that of the new one
  again = next(socket, "auth");
  socket.connect();
  await again;
  check("and comes again", socket.connected, true);

  socket.emit("kick");
  await until(() => !socket.connected);
  await pause(1000);
  check("kicked, it stays away", socket.connected, false);
  socket.disconnect();

  const custom = connect({}, "/custom");
  const [other] = await next(custom, "auth");
  check("a namespace of its own greets it as well", other, {});
  custom.disconnect();

  const stranger = io(`http://127.0.0.1:${port}/nobody`, { forceNew: true, reconnection: false });
  const refusal = await Promise.race([
    next(stranger, modern ? "connect_error" : "error"),
    next(stranger, "connect").then(() => ["connected"]),
  ]);
  check("an unknown namespace is refused", refusal[0].message ?? refusal[0], "Invalid namespace");
  stranger.disconnect();
}

async function room() {
  const [me, ...others] = names;
  const heard = new Set();
  const socket = connect();
  socket.on("broadcast-back", (from, data) => {
    if (Buffer.from(data).toString() === `data of ${from}`) heard.add(from);
  });
  await next(socket, "auth");
  const speaking = setInterval(() => socket.emit("broadcast", me, Buffer.from(`data of ${me}`)), 100);
  await until(() => others.every((name) => heard.has(name)), 20_000);
  check(`${me} hears ${others.join(", ")}`, others.filter((name) => !heard.has(name)), []);
  await pause(3000); // the others may not have heard this one yet
  clearInterval(speaking);
  socket.disconnect();
}

// The hub's own events: everybody registers for one group, and hears what each of the others says there.
async function hub() {
  const [me, ...others] = names;
  const heard = new Set();
  let device;
  const socket = connect();
  socket.on("new_data", ({ name, picture }) => {
    if (Buffer.from(picture).toString() === `picture of ${name}`) heard.add(name);
  });
  socket.on("device", (mine) => (device = mine));
  await next(socket, "connect");
  socket.emit("new_device", { device_id: "Everybody", is_client: true });
  await until(() => device);
  const seat = { device_id: "Everybody", device_nr: device?.device_nr };
  const say = () =>
    socket.emit("new_data", { ...seat, type: "hello", name: me, picture: Buffer.from(`picture of ${me}`) });
  const speaking = setInterval(say, 100);
  await until(() => others.every((name) => heard.has(name)), 20_000);
  check(`${me} hears ${others.join(", ")}`, others.filter((name) => !heard.has(name)), []);
  const listed = next(socket, "devices");
  socket.emit("get_devices");
  const numbers = (await listed)[0].devices.map((one) => one.device_nr);
  check("everybody has a number of their own", [new Set(numbers).size, numbers.includes(device.device_nr)], [numbers.length, true]);
  await pause(3000); // the others may not have heard this one yet
  clearInterval(speaking);
  socket.disconnect();
}

async function restart() {
  const socket = connect();
  await next(socket, "auth");
  const again = next(socket, "auth", 30_000);
  console.log("waiting");
  await again;
  check("after a restart of the server it is back", await echoed(socket, "again"), ["again"]);
  socket.disconnect();
}

try {
  await ({ room, hub, restart }[way] ?? checks)();
} catch (error) {
  check("is not stopped by an error", error.message, "");
}
process.exit(failed ? 1 : 0);
