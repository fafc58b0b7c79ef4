"""A stand-in for the hub: a real Socket.IO server of the client library's own generation, with the few rules of the
real hub that the launcher's tests need. Everything here is one small registry; nothing is stored."""

import asyncio
import logging
import threading
import time

import socketio
import tornado.httpserver
import tornado.netutil
import tornado.web

LISTENER = '__GAME_RUNNER__'


class Rooms(socketio.AsyncManager):
    """This release sends to the members of a room in a way that Python 3.11 no longer allows: send one by one."""

    async def emit(self, event, data, namespace, room=None, **_):
        for sid in list(self.get_participants(namespace, room)):
            await self.server._emit_internal(sid, event, data, namespace, None)


class Hub:
    """Serves on a free port of the loopback, in a thread of its own, until close()."""

    def __init__(self, transports_upgrade=True):
        self.scores = []  # what was delivered to the score collector
        self.requests = []  # (socket id, event, data) in order of arrival
        self._devices = {}
        self._loop = asyncio.new_event_loop()
        self._upgrade = transports_upgrade
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(5)

    def _serve(self, ready):
        asyncio.set_event_loop(self._loop)
        logging.getLogger('tornado.access').setLevel(logging.CRITICAL)
        self._io = socketio.AsyncServer(async_mode='tornado', client_manager=Rooms(), allow_upgrades=self._upgrade)
        for name in ('connect', 'disconnect', 'new_device', 'get_devices', 'get_all_data', 'new_data'):
            self._io.on(name, getattr(self, '_' + name))
        pages = tornado.web.Application([(r'/socket.io/', socketio.get_tornado_handler(self._io))])
        sockets = tornado.netutil.bind_sockets(0, '127.0.0.1')
        self.port = sockets[0].getsockname()[1]
        self._server = tornado.httpserver.HTTPServer(pages)
        self._server.add_sockets(sockets)
        ready.set()
        self._loop.run_forever()

    @property
    def url(self):
        return 'http://127.0.0.1:%d' % self.port

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def serve_also(self, listener):
        """A listening socket made elsewhere, such as in a box."""
        listener.setblocking(False)
        self._loop.call_soon_threadsafe(self._server.add_sockets, [listener])

    def scripts(self):
        return [one for one in list(self._devices.values()) if not one['is_client']]

    async def _connect(self, sid, environ):
        await self._io.emit('devices', self._list(), room=sid)

    async def _disconnect(self, sid):
        device = self._devices.pop(sid, None)
        if device:
            await self._io.emit('room_left', {'room': device['device_id'], 'device': device}, room=device['device_id'])
            await self._io.emit('devices', self._list())

    async def _new_device(self, sid, data):
        self.requests.append((sid, 'new_device', data))
        client = bool(data.get('is_client'))
        device = self._devices.get(sid) or {
            'device_id': data['device_id'], 'is_client': client, 'device_nr': self._free_number(client),
            'socket_id': sid, 'is_silent': False
        }
        self._devices[sid] = device
        self._io.enter_room(sid, device['device_id'])
        await self._io.emit('devices', self._list())
        await self._io.emit('room_joined', {'room': device['device_id'], 'device': device}, room=device['device_id'])
        await self._io.emit('device', device, room=sid)

    async def _get_devices(self, sid, data):
        self.requests.append((sid, 'get_devices', data))
        await self._io.emit('devices', self._list(), room=sid)

    async def _get_all_data(self, sid, data):
        answer = {'device_id': data['device_id'], 'type': 'all_data', 'all_data': {}, 'time_stamp': time.time(),
                  'device_nr': -999}
        await self._io.emit('all_data', answer, room=sid)

    async def _new_data(self, sid, data):
        self.requests.append((sid, 'new_data', data))
        if data.get('deliver_to') == LISTENER:
            self.scores.append(data['score'])
            return
        if data['type'] == 'input_prompt' or data.get('alert'):
            data['response_id'] = sid
        await self._io.emit('new_data', data, room=data.get('caller_id') or data['device_id'])

    def _free_number(self, client):
        step = 1 if client else -1
        number = 0 if client else -1
        while any(one['device_nr'] == number for one in self._devices.values()):
            number += step
        return number

    def _list(self):
        return {'time_stamp': time.time(), 'devices': list(self._devices.values())}
