"""A world of 100,000 players over kill -9: a snapshot, a tail of commands behind it, and the same answers afterwards."""

import concurrent.futures
import http.client
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from sea import PATIENCE, Server

PLAYERS = 100_000
MOVERS = 10_000
TOGETHER = 32  # what one batch takes
CLIENTS = 8
ASKED = range(0, PLAYERS, 997)


class Large(unittest.TestCase):
    def setUp(self):
        self.state = tempfile.mkdtemp(prefix="recess-large-")
        self.addCleanup(shutil.rmtree, self.state, True)

    def start(self):
        server = Server(self.state)
        self.addCleanup(lambda: server.process.poll() is None and server.kill())
        return server

    def in_batches(self, server, route, asks):
        asks = [{"route": route, **ask} for ask in asks]
        parts = [asks[first:first + TOGETHER] for first in range(0, len(asks), TOGETHER)]

        def send(own):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
            for part in own:
                connection.request("POST", "/batch", json.dumps(part), {"Content-Type": "application/json"})
                answer = connection.getresponse()
                text = answer.read().decode()
                self.assertEqual(answer.status, 200, text)
                self.assertNotIn('"ok":false', text)
            connection.close()

        # Several at once, so that the disk is waited for together.
        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as clients:
            list(clients.map(send, (parts[first::CLIENTS] for first in range(CLIENTS))))

    def answers(self, server):
        routes = ("location", "look", "velocity", "inventory", "name")
        return [server.ask(f"/{route}?id={number}&format=json").text for number in ASKED for route in routes]

    def hash_of(self, world):
        ran = subprocess.run([os.environ["RECESS_PROGRAM"], "state", "replay", "--world", world, "--state", self.state],
                             capture_output=True, text=True, timeout=60)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return ran.stdout

    def test_is_the_same_after_kill_9(self):
        server = self.start()
        self.in_batches(server, "join", ({"name": f"p{number}"} for number in range(PLAYERS)))
        server.stop(4 * PATIENCE)  # which keeps a snapshot

        server = self.start()
        server.logged(f"world.restored world=main players={PLAYERS}")
        for route, ctrl in (("accel", "w"), ("accel", "a"), ("dive", "f")):
            moves = ({"id": str(number), "ctrl": ctrl} for number in range(0, PLAYERS, PLAYERS // MOVERS))
            self.in_batches(server, route, moves)
        # A paused world stands still, so answers of before and after can be compared to the last digit.
        self.assertEqual(server.admin("/admin/world/main/pause").status, 200)
        before = self.answers(server)
        hash_before = self.hash_of("main")
        server.kill()

        server = self.start()
        restored = server.logged(f"world.restored world=main players={PLAYERS}")
        rows = int(restored.split("rows=")[1].split()[0])
        self.assertGreaterEqual(rows, 3 * MOVERS, "the tail behind the snapshot was folded")
        for now, then in zip(self.answers(server), before, strict=True):
            self.assertEqual(now, then)
        # A copy is made of what is in memory now.
        self.assertEqual(server.admin("/admin/world/main/fork", {"name": "copy"}).status, 200)
        server.stop(4 * PATIENCE)
        self.assertEqual(self.hash_of("copy"), hash_before)


if __name__ == "__main__":
    unittest.main()
