"""The control channel: a stream socket with one JSON object per line in each direction."""

import json
import select
import socket
import threading
import time

LONGEST_LINE = 64 * 1024


class Control:
    """Owns the descriptor. receive() belongs to one thread at a time; send() may be called from any."""

    def __init__(self, descriptor):
        self._socket = socket.socket(fileno=descriptor)
        self._socket.set_inheritable(False)
        self._received = b''
        self._sending = threading.Lock()
        self._usable = True

    def receive(self):
        """The next message, or None when the server is gone."""
        while b'\n' not in self._received:
            try:
                piece = self._socket.recv(4096)
            except OSError:
                return None
            if not piece:
                return None
            self._received += piece
        line, _, self._received = self._received.partition(b'\n')
        try:
            message = json.loads(line)
        except ValueError:
            return {}
        return message if isinstance(message, dict) else {}

    def send(self, message, patience=0.5):
        """Sends, or gives up for good: a server that does not read must not hold up the game."""
        rest = memoryview(encode(message))
        deadline = time.monotonic() + patience
        with self._sending:
            while self._usable and rest:
                try:
                    rest = rest[self._socket.send(rest, socket.MSG_DONTWAIT):]
                except BlockingIOError:
                    self._usable = self._writable(deadline - time.monotonic())
                except OSError:
                    self._usable = False

    def _writable(self, seconds):
        waiting = select.poll()
        waiting.register(self._socket, select.POLLOUT)
        return bool(waiting.poll(max(0, int(seconds * 1000))))


def encode(message):
    """One line of at most LONGEST_LINE bytes; the longest text is halved until the line fits."""
    while True:
        line = json.dumps(message).encode() + b'\n'
        if len(line) <= LONGEST_LINE:
            return line
        message = shortened(message)


def shortened(message):
    holder, key, longest = None, None, -1
    copy = {name: dict(value) if isinstance(value, dict) else value for name, value in message.items()}
    for group in [copy] + [value for value in copy.values() if isinstance(value, dict)]:
        for name, value in group.items():
            if isinstance(value, str) and len(value) > longest:
                holder, key, longest = group, name, len(value)
    text = holder[key]
    # Of a traceback the end says what happened, the beginning where it came from.
    holder[key] = text[:longest // 8] + '\n[...]\n' + text[-(longest * 3 // 8):]
    return copy
