"""Looks for other processes and signals whatever it finds. The last attempt is everybody at once."""
import os
import signal

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE neighbours', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE neighbours', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

OWN = os.getpid()


def walk_proc():
    return [name for name in os.listdir('/proc') if name.isdigit() and int(name) not in (1, OWN)] or None


def answers(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is there, which is already too much
    return True


def answering():
    found = [number for number in range(2, 70001) if number not in (OWN, os.getppid()) and answers(number)]
    # The kernel answers for the threads of this very process too; one that ended meanwhile answers no more.
    threads = set(os.listdir('/proc/self/task')) if os.path.isdir('/proc/self/task') else set()
    return [number for number in found if str(number) not in threads and answers(number)] or None


def kill_init():
    os.kill(1, signal.SIGKILL)
    os.kill(1, 0)
    return None  # sent, and ignored: init is still there


def kill_group():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
    return None  # its own group, which is only itself


attempt('walk_proc', walk_proc)
attempt('answering', answering if os.path.isdir('/proc/self/task') else lambda: None)
attempt('kill_init', kill_init)
attempt('kill_group', kill_group)
attempt('kill_everybody', lambda: os.kill(-1, signal.SIGKILL) or None)

print('ESCAPE neighbours done', flush=True)
device.disconnect()
