"""Faults of the game's older servers that only a running server can show not to have; the others are tests of the rules
(src/mocean/old_faults_test.cc). Numbers as in the list of the rules."""

import concurrent.futures
import http.client
import os
import shutil
import subprocess
import tempfile
import unittest

from sea import KEY, PATIENCE, Sea, Server


class OldFaults(Sea):
    def fresh(self, target):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        try:
            connection.request("GET", target)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def test_10_two_joins_of_one_name_at_once_make_one_player(self):
        w = self.world("f10")
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            for number in range(20):
                told = list(pool.map(self.fresh, [f"/{w}/join?name=twin{number}"] * 16))
                self.assertEqual(set(told), {str(number)})
                self.assertEqual(len(self.fresh(f"/{w}/location?id={number}").split(",")), 6)
        self.assertTrue(self.fresh(f"/{w}/who").startswith("there are 20 players: "))

    def test_11_a_second_process_cannot_hold_another_ocean(self):
        ended = subprocess.run([os.environ["RECESS_PROGRAM"], "serve"], capture_output=True, text=True, timeout=60,
                               env={**os.environ, "PORT": "0", "RECESS_BIND": "127.0.0.1", "RECESS_STATE": self.state,
                                    "RECESS_ADMIN_KEY": KEY}, cwd=self.state, check=False)
        self.assertEqual(ended.returncode, 75, ended.stderr)

    def test_20_a_restart_does_not_empty_the_ocean(self):
        state = tempfile.mkdtemp(prefix="recess-fault-")
        self.addCleanup(shutil.rmtree, state, True)
        server = Server(state)
        server.text("join", name="fred")
        self.assertEqual(server.text("dive", id=0, ctrl="f").split(",")[2], "5.0")
        server.kill()
        server = Server(state)
        self.addCleanup(lambda: server.process.poll() is None and server.kill())
        self.assertEqual(server.text("who"), "there are 1 players: fred ")
        self.assertEqual(server.text("location", id=0).split(",")[2], "5.0")
        server.stop()

    def test_23_what_looks_ahead_changes_nothing(self):
        w = self.world("f23")
        targets = [f"/{w}/join?name=early", f"/{w}/dive?id=0&ctrl=f", f"/{w}/quit?name=fred", f"/{w}/accel?id=0&ctrl=w",
                   f"/{w}/popchat?id=0"]
        self.server.text(f"{w}/join", name="fred")
        self.server.text(f"{w}/sendchat", id=0, name="fred", message="still here")
        before = self.server.text(f"{w}/location", id=0)
        for target in targets:
            answer = self.server.ask(target, "HEAD")
            self.assertEqual((answer.status, answer.text), (200, ""))
            for name in ("Purpose", "Sec-Purpose"):
                self.assertEqual(self.server.ask(target, headers={name: "prefetch"}).status, 503)
        self.assertEqual(self.server.text(f"{w}/who"), "there are 1 players: fred ")
        self.assertEqual(self.server.text(f"{w}/location", id=0), before)
        self.assertEqual(self.server.text(f"{w}/velocity", id=0).split(",")[0], "0.0")
        answer = self.server.ask(f"/{w}/popchat?id=0")
        self.assertEqual(answer.text, "player fred tells you: still here")
        self.assertEqual(answer.headers["cache-control"], "no-store")


if __name__ == "__main__":
    unittest.main()
