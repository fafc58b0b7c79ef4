// The real connection: socket.io-client, WebSocket first, long polling where a school's proxy allows nothing else. It asks
// for recovery: the library then brings back its session after a cut by itself, and a page that is loaded anew shows the
// ticket of its predecessor (ticket.ts).
import { io } from 'socket.io-client';
import { isFields, text } from '../protocol/fields';
import type { Dial, Standing } from './line';
import { type Ticket, TicketPocket } from './ticket';

const transports = ['websocket', 'polling'];
const redialSeconds = 2; // after the server hung up or refused, where the library gives up by itself

// A page that stands where another stood: reloaded, or its tab was discarded and is shown again.
function replacesAnother(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  const discarded = (document as { wasDiscarded?: boolean }).wasDiscarded === true;
  return discarded || (entry as PerformanceNavigationTiming | undefined)?.type === 'reload';
}

// Calls `keep` when the page goes or is hidden (`left`: it goes), `resume` when it is in front again.
function watchLeaving(keep: (left: boolean) => void, resume: () => void): () => void {
  let left = false; // browsers differ in which event comes first
  const onHide = () => {
    left = true;
    keep(true);
  };
  const onShow = () => {
    left = false;
    resume();
  };
  const onVisibility = () => {
    if (left) return;
    if (document.visibilityState === 'hidden') keep(false);
    else resume();
  };
  window.addEventListener('pagehide', onHide);
  window.addEventListener('pageshow', onShow);
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    window.removeEventListener('pagehide', onHide);
    window.removeEventListener('pageshow', onShow);
    document.removeEventListener('visibilitychange', onVisibility);
  };
}

export const dialServer: Dial = (events) => {
  const pocket = new TicketPocket(() => sessionStorage);
  let closed = false;
  let ticket: Ticket | null = pocket.take(replacesAnother()); // until the first connection: its predecessor's
  let sid = ticket?.sid;
  let own = false; // the library has a session of its own to show
  const socket = io({
    transports,
    tryAllTransports: true,
    query: { maxAttachments: '256', recovery: '1', screen: '1' },
    auth: (show) => show(own || !ticket ? {} : { pid: ticket.pid, reloaded: true }),
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    randomizationFactor: 0.5,
    timeout: 10_000,
  });
  const unwatch = watchLeaving(
    (left) => ticket && pocket.put(ticket, left),
    () => pocket.drop(),
  );
  const redial = () => {
    if (!socket.active && !closed) setTimeout(() => !closed && socket.connect(), redialSeconds * 1000);
  };
  const standing = (): Standing => (socket.recovered ? 'whole' : socket.id === sid ? 'seat' : 'new');
  // Seen before or after `connect` is told, but always by the time a page can go.
  socket.io.on('packet', ({ type, data }) => {
    if (type !== 0 || !isFields(data)) return; // CONNECT
    const [pid, id] = [text(data.pid), text(data.sid)];
    ticket = pid && id ? { pid, sid: id } : null;
  });
  socket.on('connect', () => {
    socket.io.opts.transports = transports;
    const how = standing();
    own = true;
    sid = socket.id;
    events.up(how);
  });
  socket.on('disconnect', () => {
    events.down();
    redial();
  });
  socket.on('connect_error', () => {
    // A proxy may also accept a WebSocket and pass nothing on: the next attempt begins the other way.
    socket.io.opts.transports = [...(socket.io.opts.transports as string[])].reverse();
    events.down();
    redial();
  });
  // The offset that follows the payload is the library's business.
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
      unwatch();
      socket.disconnect();
    },
  };
};
