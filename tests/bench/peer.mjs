// The peer: the smallest relay on socket.io 4.8 that does what the hub does in these scenarios. Prints "listening PORT".
// peer.mjs PORT [--tells]: with it, a room hears of its newcomers, as the hub's rooms do.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const tells = process.argv.includes('--tells');
const http = createServer();
const io = new Server(http, { serveClient: false, maxHttpBufferSize: 2e7, allowEIO3: true });
io.on('connection', (socket) => {
  socket.on('new_device', (device) => {
    socket.join(device.device_id);
    if (tells) io.to(device.device_id).emit('room_joined', { room: device.device_id, device });
    socket.emit('device', { ...device, socket_id: socket.id });
  });
  socket.on('new_data', (data) => io.to(data.device_id).emit('new_data', data));
});
http.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => console.log(`listening ${http.address().port}`));
