"""More connections to the hub than a play may hold, and requests that never end."""
import socket
import time
from urllib.parse import urlparse

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE connections', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE connections', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

HUB = urlparse(device.server_url)
HANDSHAKE = b'GET /socket.io/?EIO=3&transport=polling HTTP/1.1\r\nHost: hub\r\n\r\n'


def connect():
    one = socket.create_connection((HUB.hostname, HUB.port), 3)
    one.settimeout(3)
    return one


def sessions():
    """Eight script sockets per play; this game's own is one of them."""
    held, answered = [], 0
    try:
        for _ in range(40):
            held.append(connect())
            held[-1].sendall(HANDSHAKE)
            answered += b'"sid"' in held[-1].recv(1000)
    except OSError:
        pass
    finally:
        for one in held:
            one.close()
    return answered if answered > 8 else None


def a_hundred_thousand():
    held = []
    try:
        while len(held) < 100000:
            held.append(connect())
    finally:
        count = len(held)
        for one in held:
            one.close()
        print('ESCAPE connections held', count, flush=True)
    return count


def unfinished(beginning, patience):
    """A request that is never completed must be closed by the hub."""
    with connect() as one:
        one.sendall(beginning)
        begin = time.monotonic()
        while time.monotonic() - begin < patience:
            try:
                one.recv(1000)
                return None  # an answer or the end: either way the hub is done with it
            except socket.timeout:
                try:
                    one.sendall(b'X')  # slow bytes must not keep it alive
                except OSError:
                    return None
    return 'still open after %d s' % patience


attempt('sessions', sessions)
attempt('a_hundred_thousand', a_hundred_thousand)
attempt('half_a_line', lambda: unfinished(b'GET /socket.io/?EIO=3', 20))
attempt('half_a_head', lambda: unfinished(b'GET /socket.io/?EIO=3&transport=polling HTTP/1.1\r\nHost: hub\r\nX: ', 20))
attempt('nothing_at_all', lambda: unfinished(b'', 20))
attempt('game_still_plays', lambda: None if device.sio.connected else 'its own connection is gone')

print('ESCAPE connections done', flush=True)
device.disconnect()
