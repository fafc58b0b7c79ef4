"""One gigabyte of ordinary memory."""
from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE memory', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE memory', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)


def take(megabytes):
    held = []
    for _ in range(megabytes):
        held.append(b'x' * (1 << 20))
    return len(held)


attempt('one_gigabyte', lambda: take(1024))
attempt('one_piece', lambda: len(bytearray(1 << 30)))

print('ESCAPE memory done', flush=True)
device.disconnect()
