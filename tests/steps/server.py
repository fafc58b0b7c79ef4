"""The built server on a free port of 127.0.0.1, with a state directory of its own."""

import http.client
import json
import os
import re
import signal
import subprocess
import tempfile
import threading
import time
import urllib.parse

RECESS = os.environ.get("RECESS", os.path.join(os.path.dirname(__file__), "../../build/release/recess"))
KEY = "a key for teachers only"


class Reply:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.raw = body
        self.text = body.decode("utf-8")

    @property
    def first_line(self):
        return self.text.split("\n")[0]

    @property
    def json(self):
        return json.loads(self.text)


class Server:
    def __init__(self, **settings):
        self.folder = tempfile.TemporaryDirectory(prefix="steps-test-")
        self.settings = {"RECESS_ADMIN_KEY": KEY, **settings}
        self.log = []
        self.process = None
        self.port = 0

    def start(self):
        names = {"PATH": os.environ.get("PATH", ""), "RECESS_WARM_POOL": "0", "MAX_CONCURRENT_PLAYS": "0"}
        self.process = subprocess.Popen(
            [RECESS, "serve", "--port", str(self.port), "--bind", "127.0.0.1", "--state", self.folder.name + "/var"],
            env={**names, **self.settings}, cwd=self.folder.name, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.up = threading.Event()
        self.reader = threading.Thread(target=self._read, args=(self.process.stderr,), daemon=True)
        self.reader.start()
        if not self.up.wait(30) or not self.port:
            raise AssertionError("the server does not answer:\n" + "\n".join(self.log))
        return self

    def _read(self, pipe):
        for line in pipe:
            text = line.decode("utf-8", "replace").rstrip("\n")
            self.log.append(text)
            found = re.search(r"listening on http://[^ ]*:(\d+)$", text)
            if found:
                self.port = int(found.group(1))
                self.up.set()
        self.up.set()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self._reap()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self._reap()
        return self.process.returncode

    def _reap(self):
        self.process.wait(30)
        self.reader.join(30)
        self.process.stderr.close()

    def close(self):
        self.stop()
        self.folder.cleanup()

    def request(self, target, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, target, headers={k.replace("_", "-"): v for k, v in headers.items()})
            response = connection.getresponse()
            return Reply(response, response.read())
        finally:
            connection.close()

    def make_world(self, name):
        reply = self.request(f"/admin/world/{name}/create", "POST", X_Recess_Admin=KEY, Content_Length="0",
                             Content_Type="application/x-www-form-urlencoded")
        if reply.status not in (200, 409):
            raise AssertionError(f"no world {name}: {reply.text}")

    def get(self, path, params=None, **headers):
        query = "?" + urllib.parse.urlencode(params) if params else ""
        return self.request(path + query, **headers)

    def logged(self, text, patience=5):
        """Waits until a line of the log holds the text."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if any(text in line for line in list(self.log)):
                return True
            time.sleep(0.02)
        return False
