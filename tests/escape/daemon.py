"""Leaves somebody behind who reports a score after the game is over."""
import os
import threading
import time

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE daemon', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE daemon', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)


def report_late():
    time.sleep(8)
    Connector('https://io.example.org', 'Late').report(999)
    time.sleep(1)


def double_fork():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            report_late()
        os._exit(0)
    os.wait()
    return 'forked'


attempt('double_fork', double_fork)
threading.Thread(target=report_late, daemon=True).start()
device.report(1)

print('ESCAPE daemon done', flush=True)
device.disconnect()
