"""The fixture as a process, and clients on plain sockets: HTTP by http.client, WebSocket by hand."""

import base64
import hashlib
import http.client
import json
import os
import socket
import struct
import subprocess
import threading
import unittest

PATIENCE = 5.0  # seconds; far more than anything here should take


class Fixture:
    """One server for a module of tests."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [os.environ["RECESS_FIXTURE"], "0", *map(str, arguments)], stdout=subprocess.PIPE, text=True
        )
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def stop(self):
        self.process.terminate()
        status = self.process.wait(PATIENCE)
        self.process.stdout.close()
        if status != 0:
            raise AssertionError(f"the fixture ended with {status}")


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.bytes = response.read()

    @property
    def text(self):
        return self.bytes.decode()


class Http:
    """One keep-alive connection."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def ask(self, method, target, body=None, headers=None):
        self.connection.request(method, target, body, headers or {})
        return Answer(self.connection.getresponse())

    def close(self):
        self.connection.close()


class Held:
    """A request under way in a thread."""

    def __init__(self, port, method, target, body=None):
        self.http = Http(port)
        self.outcome = None
        self.http.connection.request(method, target, body)  # on the wire before the constructor returns
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        try:
            self.outcome = Answer(self.http.connection.getresponse())
        except (OSError, http.client.HTTPException) as error:
            self.outcome = error

    def answer(self):
        self.thread.join(PATIENCE)
        self.http.close()
        if not isinstance(self.outcome, Answer):
            raise AssertionError(f"no answer to a held request: {self.outcome!r}")
        return self.outcome


class Closed(Exception):
    """The server ended the conversation; the code is None without a close frame."""

    def __init__(self, code):
        super().__init__(f"closed with {code}")
        self.code = code


class Refused(Exception):
    def __init__(self, status, headers, body):
        super().__init__(f"refused with {status}: {body!r}")
        self.status, self.headers, self.body = status, headers, body


class WebSocket:
    def __init__(self, port, target, source="127.0.0.1"):
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE, (source, 0))
        self.buffer = b""
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            (
                f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
            ).encode()
        )
        while b"\r\n\r\n" not in self.buffer:
            self._read_more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lines = head.decode().split("\r\n")
        headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines[1:])}
        status = int(lines[0].split()[1])
        if status != 101:
            while len(self.buffer) < int(headers.get("content-length", 0)):
                self._read_more()
            self.close()
            raise Refused(status, headers, self.buffer.decode())
        expected = base64.b64encode(hashlib.sha1(f"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode()).digest())
        assert headers["sec-websocket-accept"] == expected.decode()

    def _read_more(self):
        try:
            piece = self.socket.recv(65536)
        except ConnectionResetError:
            piece = b""
        if not piece:
            raise Closed(None)
        self.buffer += piece

    def _take(self, count):
        while len(self.buffer) < count:
            self._read_more()
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    @staticmethod
    def frame(opcode, payload):
        length = len(payload)
        if length < 126:
            head = struct.pack("!BB", 0x80 | opcode, 0x80 | length)
        elif length < 65536:
            head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, length)
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, length)
        mask = os.urandom(4)
        repeated = (mask * (length // 4 + 1))[:length]
        masked = int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")  # as numbers: megabytes at once
        return head + mask + masked.to_bytes(length, "big")

    def send(self, *messages):
        """Text or bytes, all in one segment."""
        self.socket.sendall(
            b"".join(self.frame(1, m.encode()) if isinstance(m, str) else self.frame(2, m) for m in messages)
        )

    def receive(self):
        """The next message, or Closed."""
        while True:
            first, second = self._take(2)
            length = second & 0x7F
            if length == 126:
                (length,) = struct.unpack("!H", self._take(2))
            elif length == 127:
                (length,) = struct.unpack("!Q", self._take(8))
            payload = self._take(length)
            opcode = first & 0x0F
            if opcode == 1:
                return payload.decode()
            if opcode == 2:
                return payload
            if opcode == 8:
                raise Closed(struct.unpack("!H", payload[:2])[0] if len(payload) >= 2 else None)

    def hear(self):
        """The next message that is not a heartbeat of revision 4; those are answered."""
        while True:
            message = self.receive()
            if message != "2":
                return message
            self.send("3")

    def close(self):
        self.socket.close()


class WireTest(unittest.TestCase):
    """Tests against one fixture, on `path`."""

    path = "/engine.io/"
    fixture_arguments = ()

    @classmethod
    def setUpClass(cls):
        cls.fixture = Fixture(*cls.fixture_arguments)
        cls.port = cls.fixture.port

    @classmethod
    def tearDownClass(cls):
        cls.fixture.stop()

    def target(self, **query):
        pairs = {"EIO": "4", "transport": "polling", **query}
        return self.path + "?" + "&".join(f"{k}={v}" for k, v in pairs.items() if v is not None)

    def ask(self, method="GET", body=None, headers=None, **query):
        client = Http(self.port)
        self.addCleanup(client.close)
        return client.ask(method, self.target(**query), body, headers)

    def held(self, method="GET", body=None, **query):
        return Held(self.port, method, self.target(**query), body)

    def websocket(self, **query):
        client = WebSocket(self.port, self.target(transport="websocket", **query))
        self.addCleanup(client.close)
        return client

    def open_polling(self, **query):
        answer = self.ask(**query)
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.text[0], "0")
        return json.loads(answer.text[1:])["sid"]

    def open_websocket(self, **query):
        client = self.websocket(**query)
        client.opening = json.loads(client.receive()[1:])
        return client

    def upgrade(self, sid):
        client = self.websocket(sid=sid)
        client.send("2probe")
        self.assertEqual(client.receive(), "3probe")
        client.send("5")
        return client

    def assert_closed(self, client):
        """Whatever it still says, the server ends this conversation."""
        with self.assertRaises(Closed) as caught:
            while True:
                client.receive()
        return caught.exception.code

    def assert_error(self, answer, code, message, status=400):
        self.assertEqual(answer.status, status)
        self.assertEqual(answer.headers["content-type"], "application/json")
        self.assertEqual(answer.text, json.dumps({"code": code, "message": message}, separators=(",", ":")))
