"""Refuses every signal and never rests. It never ends by itself, and must be gone within two seconds when it shall."""
import signal

from smartphone_connector import Connector


class Stubborn(Connector):
    def disconnect(self):
        while True:
            pass


device = Stubborn('https://io.example.org', 'Escape')
for number in range(1, signal.NSIG):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
print('ESCAPE stubborn busy', flush=True)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
