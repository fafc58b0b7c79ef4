"""The built server as a process, and the ways to speak to it. Python's standard library only."""

import http.client
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse

PATIENCE = 20.0  # seconds; far more than anything here should take
KEY = "a key for teachers only"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {}
        for name, value in response.getheaders():
            self.headers.setdefault(name.lower(), value)
        self.cookies = [value for name, value in response.getheaders() if name.lower() == "set-cookie"]
        self.text = response.read().decode()

    @property
    def json(self):
        return json.loads(self.text)


class Server:
    """One run of the server; `state` may be used again by the next."""

    def __init__(self, state, **settings):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RECESS_")}
        environment |= {
            "PORT": "0",
            "RECESS_BIND": "127.0.0.1",
            "RECESS_STATE": str(state),
            "RECESS_ADMIN_KEY": KEY,
            "RECESS_WARM_POOL": "0",
        }
        environment |= settings
        self.log = []
        # SIGXFSZ stays ignored, so that a limit on file sizes is an error of write() as a full disk is.
        self.process = subprocess.Popen(
            [os.environ["RECESS_PROGRAM"], "serve"], env=environment, cwd=state, text=True, restore_signals=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        ready = queue.Queue()
        self.reader = threading.Thread(target=self._read, args=(ready,), daemon=True)
        self.reader.start()
        self.port = ready.get(timeout=PATIENCE)
        self.connection = None

    def _read(self, ready):
        for line in self.process.stdout:
            self.log.append(line.rstrip("\n"))
            found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", line)
            if found:
                ready.put(int(found[1]))
        ready.put(0)

    def ask(self, target, method="GET", body=None, headers=None):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            self.connection.request(method, target, body, headers or {})
            return Answer(self.connection.getresponse())
        except OSError:
            self.connection = None
            raise

    def text(self, route, **keys):
        return self.ask(f"/{route}?{urllib.parse.urlencode(keys)}").text

    def admin(self, target, fields=None, headers=None):
        body = urllib.parse.urlencode(fields or {})
        return self.ask(target, "POST", body, {
            "Content-Type": "application/x-www-form-urlencoded", "X-Recess-Admin": KEY, **(headers or {})})

    def feed(self, world="", headers=None):
        return Feed(self.port, f"{world}/map/feed", headers or {})

    def logged(self, text):
        """Waits until a line of the log has this text."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for line in list(self.log):
                if text in line:
                    return line
            time.sleep(0.02)
        raise AssertionError(f"{text!r} is not in the log")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self._end()

    def stop(self, patience=PATIENCE):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self._end(patience)
        if status != 0:
            raise AssertionError(f"the server ended with {status}: {self.log[-5:]}")

    def _end(self, patience=PATIENCE):
        status = self.process.wait(patience)
        self.reader.join(PATIENCE)
        self.process.stdout.close()
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        return status


class Feed:
    """A viewer of the map."""

    def __init__(self, port, path, headers):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.connection.request("GET", path, headers=headers)
        self.response = self.connection.getresponse()

    def event(self, kind=None):
        """The next event, or the next of that kind: (kind, data)."""
        while True:
            name, data = "message", ""
            while True:
                line = self.response.readline()
                if not line:
                    raise AssertionError(f"the feed has ended; status {self.response.status}")
                line = line.decode().rstrip("\n")
                if not line:
                    break
                if line.startswith("event: "):
                    name = line[7:]
                if line.startswith("data: "):
                    data += line[6:]
            if data and kind in (None, name):
                return name, json.loads(data)

    def close(self):
        self.response.close()
        self.connection.close()


class Sea(unittest.TestCase):
    """Tests that share one server; each class has its own."""

    settings = {}

    @classmethod
    def setUpClass(cls):
        cls.state = tempfile.mkdtemp(prefix="recess-sea-")
        cls.addClassCleanup(shutil.rmtree, cls.state, True)
        cls.server = Server(cls.state, **cls.settings)
        cls.addClassCleanup(lambda: cls.server.stop())

    def world(self, name, **settings):
        made = self.server.admin(f"/admin/world/{name}/create", settings)
        self.assertEqual(made.status, 200, made.text)
        return f"w/{name}"
