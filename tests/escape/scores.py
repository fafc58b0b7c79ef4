"""Reports what is no score, and a great many of them. 42 must be stored, and only for this play."""
import time

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE scores', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE scores', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)


def report(value):
    device.send({'type': 'report_score', 'score': value, 'deliver_to': '__GAME_RUNNER__'})


device.report(41)
for value in (1e308, 2 ** 53 + 2, -(2 ** 60), True, None, 'many', '1e9', '0x7f', '', [99], {'score': 99}, float('inf'),
              float('nan'), '42 points', -1):
    report(value)
for number in range(10000):
    report(number % 40)
report('42')
device.sleep(2)

print('ESCAPE scores done', flush=True)
device.disconnect()
