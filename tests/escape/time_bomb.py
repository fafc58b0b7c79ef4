"""Waits until nobody looks, then does what others do at once. The harness leaves; it must not matter."""
import os
import socket
import time

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE time_bomb', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE time_bomb', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

end = time.monotonic() + 60
print('ESCAPE time_bomb waits', flush=True)
while device.client_count and time.monotonic() < end:
    time.sleep(0.2)
attempt('internet', lambda: socket.create_connection(('1.1.1.1', 80), 2))
attempt('shadow', lambda: open('/etc/shadow').read())
attempt('write', lambda: open('/game/left', 'w'))
attempt('memory', lambda: len(bytearray(1 << 30)))

print('ESCAPE time_bomb done', flush=True)
device.disconnect()
