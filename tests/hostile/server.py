"""The built server as a process with a state directory of its own, and what the kernel says of it."""

import os
import re
import subprocess
import tempfile
import threading


class Server:
    def __init__(self):
        self.state = tempfile.TemporaryDirectory(prefix="recess-hostile-")
        os.chmod(self.state.name, 0o755)
        self.log = []
        self.started = threading.Event()
        self.process = subprocess.Popen(
            [os.environ["RECESS_BINARY"], "serve", "--port", "0", "--bind", "127.0.0.1", "--state", self.state.name],
            cwd=self.state.name,
            env={"PATH": os.environ["PATH"], "HOME": self.state.name, "RECESS_WARM_POOL": "0"},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        if not self.started.wait(60):
            self.process.kill()
            raise AssertionError("the server does not start:\n" + "".join(self.log))

    def _read(self):
        for line in self.process.stderr:
            self.log.append(line)
            if found := re.search(r"listening on http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                self.started.set()

    def memory(self, field="VmRSS"):
        """In bytes: VmRSS is what it has now, VmHWM the most it ever had."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(rf"{field}:\s+(\d+) kB", status.read())[1]) * 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def stop(self):
        """The exit status; negative for a signal."""
        self.process.terminate()
        status = self.process.wait(60)
        self.reader.join(5)
        self.process.stderr.close()
        self.state.cleanup()
        return status
