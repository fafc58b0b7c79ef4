"""A server with nothing to do asks for nothing. Clients of every kind are there and silent, some of them past what they
had to say; meanwhile the server may not take MOST of one processor. A loop that asks the same thing for ever takes all that
it gets, which is more even on a crowded machine, and one that does not takes a hundredth. What it took is printed.
"""

import json
import os
import signal
import socket
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "protocol"))

from server import Server  # noqa: E402
from wire import Fixture, Held, Http, WebSocket  # noqa: E402

MOST = 0.1
WINDOW = 3.0  # seconds
HEARTBEAT, DEATH = 25.0, 20.0  # what the server tells its clients: a ping after, and so long to answer it
TICKS = os.sysconf("SC_CLK_TCK")


def processor_time(pid):
    """In seconds, of all its threads."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def state(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        return file.read().rsplit(")", 1)[1].split()[0]


def turns(pid):
    """How often its first thread has waited and how often it had to."""
    with open(f"/proc/{pid}/task/{pid}/status", encoding="ascii") as file:
        lines = dict(line.split(":", 1) for line in file)
    return int(lines["voluntary_ctxt_switches"]) + int(lines["nonvoluntary_ctxt_switches"])


class IdleTest(unittest.TestCase):
    def idle(self, pid, what, window=WINDOW):
        spent, waited, began = processor_time(pid), turns(pid), time.monotonic()
        time.sleep(window)
        took = time.monotonic() - began
        share = (processor_time(pid) - spent) / took
        print(f"\n  {100 * share:5.1f} % of a processor, {(turns(pid) - waited) / took:6.1f} turns a second: {what}",
              end="", file=sys.stderr)
        self.assertLess(share, MOST, what)

    def websocket(self, revision=4, **query):
        target = f"/socket.io/?EIO={revision}&transport=websocket" + "".join(f"&{k}={v}" for k, v in query.items())
        client = WebSocket(self.port, target)
        self.addCleanup(client.close)
        if "sid" not in query:
            client.receive()
            if revision == 4:
                client.send("40")
        return client

    def polling(self, revision=4):
        """The target of a session that polls."""
        target = f"/socket.io/?EIO={revision}&transport=polling"
        client = Http(self.port)
        text = client.ask("GET", target).text
        client.close()
        sid = json.loads(text[text.index("{") : text.index("}") + 1])["sid"]
        return f"{target}&sid={sid}"

    def connected_by_polling(self, revision=4):
        """The same, in the namespace "/", with nothing left to fetch."""
        target = self.polling(revision)
        client = Http(self.port)
        if revision == 4:
            client.ask("POST", target, "40")
        client.ask("GET", target)
        client.close()
        return target

    def upgraded(self, revision, confirmed=True):
        target = self.connected_by_polling(revision)
        client = self.websocket(revision, sid=target.split("sid=")[1])
        client.send("2probe")
        client.receive()
        if confirmed:
            client.send("5")
        return client

    def half_posted(self, target):
        """A POST whose body never comes."""
        half = socket.create_connection(("127.0.0.1", self.port), 5)
        self.addCleanup(half.close)
        path = target.encode()
        half.sendall(b"POST " + path + b" HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n42[")
        return half

    def crowd(self):
        """One or more of every kind, none of which will say anything."""
        for revision in (3, 4):
            self.websocket(revision)
            self.polling(revision)  # never polled
            self.connected_by_polling(revision)
            self.held_poll(self.connected_by_polling(revision))
            self.upgraded(revision)
            self.upgraded(revision, confirmed=False)
            both = self.connected_by_polling(revision)
            self.held_poll(both)
            self.half_posted(both)
            self.half_posted(self.connected_by_polling(revision))
        for start in (b"", b"GET / HTTP/1.1\r\nHo", b"GET /status HTTP/1.1\r\nHost: a\r\n\r\n"):
            quiet = socket.create_connection(("127.0.0.1", self.port), 5)
            self.addCleanup(quiet.close)
            quiet.sendall(start)

    def held_poll(self, target):
        held = Held(self.port, "GET", target)
        self.addCleanup(held.http.close)


class WholeServer(IdleTest):
    def setUp(self):
        self.server = Server()
        self.addCleanup(lambda: self.server.process.poll() is None and self.server.stop())
        self.port = self.server.port
        self.pid = self.server.process.pid

    def device(self, group, revision=4):
        client = self.websocket(revision)
        client.send("42" + json.dumps(["new_device", {"device_id": group, "is_client": True}]))
        while '"device"' not in client.hear():
            pass
        return client

    def test_is_idle_among_the_silent_and_when_their_time_is_up(self):
        self.idle(self.pid, "nobody is there", 1)
        began = time.monotonic()
        self.crowd()
        reader, sender = self.device("Stalled"), self.device("Sender", 3)
        for n in range(60):  # more than the kernel takes: the rest waits for a reader that never reads
            sender.send("42" + json.dumps(["new_data", {"device_id": "Sender", "deliver_to": "Stalled", "type": "big", "n": n,
                                                        "text": "x" * 200_000}]))
        while "information_msg" not in str(self.echo(sender)):
            pass
        self.idle(self.pid, "everybody is silent")
        time.sleep(max(0.0, began + HEARTBEAT - 1 - time.monotonic()))
        self.idle(self.pid, "their heartbeats are due")
        time.sleep(max(0.0, began + HEARTBEAT + DEATH - 1 - time.monotonic()))
        self.idle(self.pid, "they have been silent for too long")
        self.idle(self.pid, "afterwards")
        self.assertIsNotNone(reader)
        self.device("Late").close()
        self.assertEqual(self.server.stop(), 0)

    @staticmethod
    def echo(client):
        client.send('42["set_new_device_nr",{"new_device_nr":"?","device_id":"Sender"}]')
        return client.hear()


class Overslept(IdleTest):
    """The same with heartbeats of a second, of a process that was stopped while the time of its clients ran out and what they
    had sent lay waiting: a machine so busy that everything is due in one turn of the loop."""

    def setUp(self):
        self.fixture = Fixture(1000, 500)
        self.addCleanup(self.end)
        self.port = self.fixture.port
        self.pid = self.fixture.process.pid

    def end(self):
        self.fixture.process.kill()
        self.fixture.process.wait()
        self.fixture.process.stdout.close()

    def last_words(self):
        """What clients may have sent when the server is busy: to be ended, to end, to upgrade, what is no packet."""
        for revision in (3, 4):
            for text in ('42["kick"]', '42["bounce"]', "1", "2", "3", "x", "5", "40", "41", '42["message",1]'):
                yield self.websocket(revision), text
            yield self.upgraded(revision, confirmed=False), "5"
            yield self.upgraded(revision, confirmed=False), "1"

    def polled_words(self):
        """The same by POST, of those that have a GET held beside it."""
        for revision in (3, 4):
            for body in ('42["kick"]', '42["bounce"]', "1"):
                target = self.connected_by_polling(revision)
                self.held_poll(target)
                yield target, f"{len(body)}:{body}" if revision == 3 else body

    def post(self, target, body):
        client = socket.create_connection(("127.0.0.1", self.port), 5)
        self.addCleanup(client.close)
        client.sendall(f"POST {target} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())

    def oversleep(self, seconds):
        """Stopped from just after everybody came until so much later; what they send lies waiting."""
        words, polled = list(self.last_words()), list(self.polled_words())
        os.kill(self.pid, signal.SIGSTOP)
        while state(self.pid) != "T":
            time.sleep(0.001)
        try:
            for client, text in words:
                client.send(text)
            for target, body in polled:
                self.post(target, body)
            time.sleep(seconds)
        finally:
            os.kill(self.pid, signal.SIGCONT)

    def test_is_idle_after_everything_was_due_at_once(self):
        self.crowd()
        # Their pings are due, their ends, or just both.
        for seconds in (1.1, 1.3, 1.7, 1.1, 1.5):
            self.oversleep(seconds)
            self.idle(self.pid, f"after {seconds} s that it did not notice", 1)
            self.websocket().close()  # it still answers


if __name__ == "__main__":
    unittest.main()
