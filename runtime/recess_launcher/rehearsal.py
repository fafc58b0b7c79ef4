"""A rehearsal of what every play does first: connect, register, draw, disconnect.

The first connection of a process costs several times what a second does: modules imported on first use, caches filled,
pages touched. The zygote pays that once, against the small hub below on its own loopback, and every play starts with
it paid. Afterwards nothing may be left of it: no thread, no socket, no value a game could notice.
"""

import base64
import copy
import hashlib
import json
import logging
import os
import socket
import struct
import threading
import time

PATIENCE_SECONDS = 5
SID = 'rehearsal'
ACCEPT_SUFFIX = b'258EAFA5-E914-47DA-95CA-C5AB0DC85B11'  # fixed by RFC 6455


def rehearse(library):
    handlers = logging.root.handlers[:]
    hub = Hub()
    serving = threading.Thread(target=hub.serve)
    serving.start()
    try:
        perform(understudy(library.Connector), 'http://127.0.0.1:%d' % hub.port)
    finally:
        hub.close()
        wait_for_one_thread()
        # The library logs with the root logger, which gives it a handler: a script's own basicConfig() would then do
        # nothing. And it keeps what it sends in a shared default argument.
        logging.root.handlers[:] = handlers
        library.Connector.emit.__defaults__[0].clear()


def understudy(connector_class):
    """A Connector with a connection and lists of its own: what it does leaves no trace on the real class."""
    own = {name: copy.deepcopy(value) for name, value in vars(connector_class).items()
           if isinstance(value, (list, dict))}
    own['sio'] = type(connector_class.sio)()
    own['sleep'] = lambda *_: None  # disconnect() would pause, and nothing is waited for here
    return type('Understudy', (connector_class,), own)


def perform(understudy_class, address):
    keys = []
    connector = understudy_class(address, SID)
    connector.on_key = keys.append
    await_until(lambda: connector.device is not None and connector.devices)
    connector.configure_playground(width=100, height=100, color='black')
    connector.add_circle(pos_x=1, pos_y=1, radius=1, color='red', id='ball')
    connector.update_sprite('ball', pos_x=2)
    connector.send({'type': 'key', 'key': 'up'})  # comes back, as from a phone
    connector.report(1)
    await_until(lambda: keys)
    connector.disconnect()
    connector.sio.eio.http.close()


def await_until(condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError('the rehearsal got stuck')
        time.sleep(0.001)


def wait_for_one_thread():
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(PATIENCE_SECONDS)
    # The kernel's count: a thread that Python has joined may still be on its way out.
    if os.path.isdir('/proc/self/task'):
        await_until(lambda: len(os.listdir('/proc/self/task')) == 1)
    if threading.active_count() != 1:
        raise RuntimeError('the rehearsal left a thread behind')


class Hub:
    """Serves one client once: the polling handshake, then the same session as a WebSocket. Only what `perform` needs;
    it trusts its client."""

    def __init__(self):
        self._listener = socket.create_server(('127.0.0.1', 0))
        self._listener.settimeout(PATIENCE_SECONDS)
        self.port = self._listener.getsockname()[1]

    def close(self):
        self._listener.close()

    def serve(self):
        try:
            with self._accept() as polling:
                read_head(polling)
                polling.sendall(handshake())
                with self._accept() as session:
                    session.sendall(switch_protocols(read_head(session)))
                    self._converse(session)
        except OSError:
            pass  # the performer notices, and says so

    def _accept(self):
        connection, _ = self._listener.accept()
        connection.settimeout(PATIENCE_SECONDS)
        return connection

    def _converse(self, session):
        while True:
            opcode, text = read_frame(session)
            if opcode == 8:
                session.sendall(frame(b'', 8))
                return
            for answer in answers(text.decode()):
                session.sendall(frame(answer.encode()))


def answers(packet):
    if packet == '2probe':
        return ['3probe']
    if packet == '2':
        return ['3']
    if packet[:2] != '42':
        return []
    name, data = json.loads(packet[2:])
    device = {'device_id': SID, 'socket_id': SID, 'device_nr': -1, 'is_client': False, 'is_silent': False}
    if name == 'new_device':
        return [event('devices', {'time_stamp': 0, 'devices': [device]}),
                event('room_joined', {'room': SID, 'device': device}), event('device', device)]
    if name == 'get_all_data':
        return [event('all_data', {'device_id': SID, 'type': 'all_data', 'all_data': {}, 'time_stamp': 0})]
    return [event('new_data', data)]


def event(name, data):
    return '42' + json.dumps([name, data])


def handshake():
    opened = '0' + json.dumps({'sid': SID, 'upgrades': ['websocket'], 'pingInterval': 25000, 'pingTimeout': 20000})
    body = '%d:%s2:40' % (len(opened), opened)
    return ('HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: %d\r\n\r\n%s'
            % (len(body), body)).encode()


def read_head(connection):
    head = b''
    while b'\r\n\r\n' not in head:
        piece = connection.recv(4096)
        if not piece:
            raise ConnectionError
        head += piece
    return head


def switch_protocols(head):
    fields = dict(line.split(b': ', 1) for line in head.split(b'\r\n')[1:] if b': ' in line)
    accept = base64.b64encode(hashlib.sha1(fields[b'Sec-WebSocket-Key'] + ACCEPT_SUFFIX).digest())
    return (b'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
            b'Sec-WebSocket-Accept: ' + accept + b'\r\n\r\n')


def read_frame(connection):
    first, second = read_exactly(connection, 2)
    length = second & 0x7F
    if length == 126:
        length, = struct.unpack('>H', read_exactly(connection, 2))
    mask = read_exactly(connection, 4)
    masked = read_exactly(connection, length)
    return first & 0x0F, bytes(byte ^ mask[i % 4] for i, byte in enumerate(masked))


def read_exactly(connection, count):
    data = b''
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise ConnectionError
        data += piece
    return data


def frame(payload, opcode=1):
    size = bytes([len(payload)]) if len(payload) < 126 else b'\x7e' + struct.pack('>H', len(payload))
    return bytes([0x80 | opcode]) + size + payload
