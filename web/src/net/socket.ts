// The real connection: socket.io-client, WebSocket first, long polling where a school's proxy allows nothing else.
import { io } from 'socket.io-client';
import type { Dial } from './line';

const redialSeconds = 2; // after the server hung up or refused, where the library gives up by itself

export const dialServer: Dial = (events) => {
  let closed = false;
  const socket = io({
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    query: { maxAttachments: '256' },
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    randomizationFactor: 0.5,
    timeout: 10_000,
  });
  const redial = () => {
    if (!socket.active && !closed) setTimeout(() => !closed && socket.connect(), redialSeconds * 1000);
  };
  socket.on('connect', () => events.up());
  socket.on('disconnect', () => {
    events.down();
    redial();
  });
  socket.on('connect_error', () => {
    events.down();
    redial();
  });
  socket.onAny((event: string, payload: unknown) => events.received(event, payload));
  return {
    send(event, payload, latest = false) {
      if (latest) socket.volatile.emit(event, payload);
      else socket.emit(event, payload);
    },
    wake() {
      if (!socket.connected && !closed) socket.connect();
    },
    drop() {
      socket.io.engine?.close();
    },
    close() {
      closed = true;
      socket.disconnect();
    },
  };
};
