"""One line of 20 megabytes, noise, and codes that a terminal would obey."""
import os
import sys

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE output_line', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE output_line', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

sys.stdout.write('y' * (20 << 20))
print(flush=True)
sys.stdout.buffer.write(os.urandom(100000))
sys.stdout.flush()
print()
print('\x1b[2J\x1b]0;owned\x07\x1b[31mred\x1b[0m\r\b\x9b31m\u202eesrever\u2028', flush=True)
print('<script>document.title="owned"</script><img src=x onerror=alert(1)>', flush=True)

print('ESCAPE output_line done', flush=True)
device.disconnect()
