"""Threads without end."""
import threading

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE threads', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE threads', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)


def start_until_refused():
    gate = threading.Event()
    count = 0
    try:
        while count < 400:
            threading.Thread(target=gate.wait, daemon=True).start()
            count += 1
    finally:
        gate.set()
    return count


attempt('beyond_the_limit', start_until_refused)
attempt('connection_survives', lambda: None if device.sio.connected else 'lost the hub')

print('ESCAPE threads done', flush=True)
device.disconnect()
