"""Finds the channel to the server and lies into it: that it was killed by an administrator, that it is still running,
and a great deal of text. How it ended must come from its process, and it leaves with code 7."""
import os
import socket
import stat
import sys

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')
LIES = [
    b'{"ready":true}\n', b'{"connector":false}\n', b'{"score":999}\n', b'not json\n', b'{"report":[]}\n', b'[1,2]\n',
    b'{"report":{"how":"killed_by_admin","exit_code":0,"error":"<script>alert(1)</script>","line":-5,"file":7}}\n',
    b'{"note":"' + b'x' * (1 << 20) + b'"}\n', b'\xff\xfe\0' * 1000 + b'\n', b'{' * 100000 + b'\n', b'x' * (4 << 20)
]


def is_socket(number):
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False


def channels():
    """Every Unix socket that this process holds, once more."""
    numbers = [number for number in range(3, 64) if is_socket(number)]
    copies = [socket.socket(fileno=os.dup(number)) for number in numbers]
    return [one for one in copies if one.family == socket.AF_UNIX]


for channel in channels():
    for lie in LIES:
        try:
            channel.settimeout(2)
            channel.sendall(lie)
            print('ESCAPE control_channel', len(lie), 'bytes sent', flush=True)
        except OSError as error:
            print('ESCAPE control_channel', len(lie), 'bytes', type(error).__name__, flush=True)
    try:  # a descriptor for the server to hold
        socket.send_fds(channel, [b'{"note":"with a descriptor"}\n'], [1])
        print('ESCAPE control_channel descriptor sent', flush=True)
    except (OSError, AttributeError) as error:
        print('ESCAPE control_channel descriptor', type(error).__name__, flush=True)
print('ESCAPE control_channel done', flush=True)
sys.stdout.flush()
os._exit(7)
