"""Many messages, huge messages, deep messages, and messages that are none."""
import base64
import os
import socket
import struct
import time
from urllib.parse import urlparse

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE hub_flood', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE hub_flood', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

HUB = urlparse(device.server_url)


class Wire:
    """A WebSocket spoken by hand, so that it can be spoken badly."""

    def __init__(self):
        self._socket = socket.create_connection((HUB.hostname, HUB.port), 5)
        self._socket.settimeout(5)
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(('GET /socket.io/?EIO=3&transport=websocket HTTP/1.1\r\nHost: hub\r\n'
                              'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'
                              'Sec-WebSocket-Key: %s\r\n\r\n' % key).encode())
        if b' 101 ' not in self._socket.recv(4096):
            raise ConnectionError('no upgrade')

    def frame(self, payload, opcode=1, claimed=None):
        length = claimed if claimed is not None else len(payload)
        size = bytes([0x80 | length]) if length < 126 else b'\xfe' + struct.pack('>H', length) if length < 65536 \
            else b'\xff' + struct.pack('>Q', length)
        self._socket.sendall(bytes([0x80 | opcode]) + size + b'\0\0\0\0' + payload)

    def closed(self, seconds=5):
        """Whether the hub closes; what it says before does not matter."""
        self._socket.settimeout(seconds)
        try:
            while True:
                data = self._socket.recv(65536)
                if not data:
                    return True
        except socket.timeout:
            return False
        except OSError:
            return True


def bad(payload, opcode=1, claimed=None):
    wire = Wire()
    try:
        wire.frame(payload, opcode, claimed)
    except OSError:
        return None  # closed while it was still being sent
    return None if wire.closed(3) else 'still open'


def dropped(packet):
    """These may cost nothing but the packet: the hub must survive, and so must the game's own connection."""
    wire = Wire()
    wire.frame(packet)
    time.sleep(0.3)
    return None if device.sio.connected else 'the game lost its connection'


def flood():
    begin = time.monotonic()
    for number in range(100000):
        device.send({'type': 'flood', 'number': number})
    while device.sio.connected and device.sio.eio.queue.unfinished_tasks and time.monotonic() - begin < 30:
        time.sleep(0.1)
    took = time.monotonic() - begin
    print('ESCAPE hub_flood hundred_thousand took %.1f s' % took, flush=True)
    return None


attempt('claims_a_gigabyte', lambda: bad(b'', 1, 1 << 30))
attempt('forty_megabytes', lambda: bad(b'4' + b'x' * (40 << 20)))
attempt('invalid_text', lambda: bad(b'42["new_data",{"type":"\xff\xfe"}]'))
attempt('unknown_packet', lambda: bad(b'9'))
attempt('deep', lambda: dropped(b'42' + b'[' * 100000))
attempt('deep_and_closed', lambda: dropped(b'42["new_data",' + b'[' * 5000 + b']' * 5000 + b']'))
attempt('not_json', lambda: dropped(b'42{'))
attempt('missing_attachments', lambda: dropped(b'45250-["new_data",{}]'))
attempt('huge_number', lambda: dropped(b'42["new_data",{"type":"x","device_id":"x","n":1' + b'0' * 400 + b'}]'))
attempt('hundred_thousand', flood)

print('ESCAPE hub_flood done', flush=True)
device.disconnect()
