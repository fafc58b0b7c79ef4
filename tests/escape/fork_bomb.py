"""The real thing: every process makes processes. It never ends by itself."""
import os
import time

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE fork_bomb', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE fork_bomb', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)


def bomb():
    while True:
        os.fork()


attempt('bomb', bomb)
time.sleep(10)

print('ESCAPE fork_bomb done', flush=True)
device.disconnect()
