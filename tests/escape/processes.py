"""More processes than a play may have: fork, vfork, exec, shells, pools, and as many as possible."""
import multiprocessing
import os
import signal
import subprocess
import sys
import time

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE processes', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE processes', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)


def fork_until_refused():
    """A bomb that counts itself: 400 sleepers are more than any play may have."""
    children = []
    try:
        while len(children) < 400:
            child = os.fork()
            if child == 0:
                time.sleep(20)
                os._exit(0)
            children.append(child)
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return len(children)


def fork_once():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return 'forked'


attempt('fork', fork_once)
attempt('spawn', lambda: os.posix_spawn('/bin/true', ['true'], {}))
attempt('shell', lambda: os.system('exit 0') == 0 or None)
attempt('interpreter', lambda: subprocess.run([sys.executable, '-c', 'print(1)'], stdout=subprocess.PIPE).stdout)
attempt('pool', lambda: multiprocessing.get_context('fork').Pool(2).map(abs, [-1]))
attempt('beyond_the_limit', fork_until_refused)

print('ESCAPE processes done', flush=True)
device.disconnect()
