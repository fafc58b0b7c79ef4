"""A program that uses the library, as a process; and a phone, on a plain WebSocket of either generation."""

import json
import os
import subprocess
import sys
import textwrap
import threading
import time
import unittest

from wire import PATIENCE, Fixture, WebSocket

SLOW = 20.0  # seconds until a program that has to be started and imported has said something


class Program:
    """Runs `code` with a connected `device` of `group`, and `say(...)` that prints a line of JSON."""

    HEAD = """
        import json, sys, threading, time
        from smartphone_connector import Connector
        def say(*values):
            print(json.dumps(values), flush=True)
        device = Connector(sys.argv[1], sys.argv[2])
        while device.device is None:
            time.sleep(0.01)
    """

    def __init__(self, port, code, group="Maze"):
        source = textwrap.dedent(self.HEAD) + textwrap.dedent(code)
        self.process = subprocess.Popen(
            [sys.executable, "-c", source, f"http://127.0.0.1:{port}", group],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
        )
        self.lines = []
        self.arrived = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            if not line.startswith("["):  # the library prints a greeting of its own
                continue
            with self.arrived:
                self.lines.append(json.loads(line))
                self.arrived.notify()

    def said(self):
        """The next thing it said."""
        with self.arrived:
            if not self.arrived.wait_for(lambda: self.lines, SLOW):
                raise AssertionError(f"the program said nothing; status {self.process.poll()}")
            return self.lines.pop(0)

    def go_on(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


class Phone:
    def __init__(self, port, group="Maze", revision=4):
        self.socket = WebSocket(port, f"/socket.io/?EIO={revision}&transport=websocket")
        self.group = group
        self.socket.receive()
        if revision == 4:
            self.socket.send("40")
        self.socket.hear()
        self.emit("new_device", {"device_id": group, "is_client": True, "is_silent": False})
        self.device = self.hear("device")

    def emit(self, event, argument):
        self.socket.send("42" + json.dumps([event, argument]))

    def send(self, kind, **fields):
        self.emit(
            "new_data",
            {"device_id": self.group, "device_nr": self.device["device_nr"], "time_stamp": time.time(), "type": kind}
            | fields,
        )

    def hear(self, event, **fields):
        """The next event of that name whose argument has these members, with its binary data in `attachments`."""
        until = time.monotonic() + SLOW
        while time.monotonic() < until:
            packet = self.socket.hear()
            if not isinstance(packet, str) or packet[0] != "4":
                continue
            head, _, body = packet.partition("[")
            name, argument = json.loads("[" + body)
            count = int(head[2:].rstrip("-") or 0)
            attachments = [self.socket.hear() for _ in range(count)]
            if name == event and all(argument.get(key) == value for key, value in fields.items()):
                return argument | ({"attachments": attachments} if count else {})
        raise AssertionError(f"no {event} with {fields}")

    def close(self):
        self.socket.close()


class HubTest(unittest.TestCase):
    def setUp(self):
        self.fixture = Fixture()
        self.addCleanup(self.fixture.stop)

    def program(self, code, group="Maze"):
        program = Program(self.fixture.port, code, group)
        self.addCleanup(program.stop)
        return program

    def phone(self, group="Maze", revision=4):
        phone = Phone(self.fixture.port, group, revision)
        self.addCleanup(phone.close)
        return phone


assert PATIENCE < SLOW and "RECESS_FIXTURE" in os.environ
