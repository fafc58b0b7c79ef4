"""Progress when the machine misbehaves: a disk that is really full, a clock that is set back, and a state directory that
cannot be written."""

import contextlib
import os
import sqlite3
import subprocess
import tempfile
import unittest

import server

CLOCK = os.environ.get("RECESS_TEST_CLOCK", "")
DAY = 86_400


class FullDisk(unittest.TestCase):
    def setUp(self):
        self.server = server.Server()
        self.disk = os.path.join(self.server.folder.name, "var")
        os.mkdir(self.disk)
        self.addCleanup(self.server.folder.cleanup)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "recess-test", self.disk],
                                 capture_output=True, text=True, check=False)
        if mounted.returncode != 0:
            self.skipTest(f"needs to mount a small disk (root): {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", self.disk], check=False)
        self.addCleanup(lambda: self.server.process and self.server.process.poll() is None and self.server.kill())
        self.server.start()

    def progress(self):
        return self.server.get("/steps/progress", {"format": "json"}).json

    def fill(self):
        with open(os.path.join(self.disk, "filler"), "wb", buffering=0) as filler:
            for size in (65536, 4096, 1):
                try:
                    while True:
                        filler.write(b"f" * size)
                except OSError:
                    pass

    def test_answers_are_refused_not_forgotten_and_it_goes_on_when_there_is_space(self):
        get = self.server.get
        self.assertEqual(get("/puzzle", {"solution": "leaf", "name": "Ann"}).status, 200)
        self.fill()
        refused = 0
        told = 1
        for number in range(3000):
            reply = get("/begin", {"message": "4" * (number % 50 + 1), "name": f"Pupil {number % 20}"})
            self.assertIn(reply.status, (200, 503))
            told += reply.status == 200
            refused += reply.status == 503
            if refused == 30:
                break
        self.assertEqual(refused, 30)
        self.assertIn("Nothing was counted", reply.text)
        self.assertEqual(reply.text.count("\n"), 1)
        # Who gives no name needs no disk; tables answer; the operator is told.
        self.assertEqual(get("/puzzle", {"solution": "leaf"}).status, 200)
        self.assertEqual(get("/health").status, 503)
        kept = self.progress()
        self.assertEqual(sum(record["attempts"] for record in kept), told)
        os.remove(os.path.join(self.disk, "filler"))
        self.assertTrue(self.server.logged("journal.recovered", 20))
        self.assertEqual(get("/health").status, 200)
        self.assertEqual(get("/steps", {"message": "passport", "name": "Ann"}).status, 200)
        kept = self.progress()
        self.server.kill()
        self.server.start()
        self.assertEqual(self.progress(), kept)
        self.assertEqual(self.server.stop(), 0)


class ReadOnlyDirectory(unittest.TestCase):
    def test_is_exit_73(self):
        with tempfile.TemporaryDirectory(prefix="steps-read-only-") as folder:
            state = os.path.join(folder, "var")
            os.mkdir(state, 0o500)
            mounted = False
            if os.geteuid() == 0:  # whom permissions do not stop
                mount = ["mount", "-t", "tmpfs", "-o", "ro,size=1m", "recess-test", state]
                if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
                    self.skipTest("root needs a read-only mount to see this")
                mounted = True
            try:
                ended = subprocess.run(
                    [server.RECESS, "serve", "--port", "0", "--bind", "127.0.0.1", "--state", state], cwd=folder,
                    env={"PATH": os.environ.get("PATH", "")}, capture_output=True, text=True, timeout=60, check=False)
            finally:
                if mounted:
                    subprocess.run(["umount", "-l", state], check=False)
            self.assertEqual(ended.returncode, 73, ended.stderr)
            self.assertIn(state, ended.stderr)


class NewerState(unittest.TestCase):
    def test_is_exit_78(self):
        running = server.Server().start()
        self.addCleanup(running.close)
        self.assertEqual(running.stop(), 0)
        state = os.path.join(running.folder.name, "var")
        newer = {
            "worlds.db": ("PRAGMA user_version = 1000", "PRAGMA user_version = 1"),
            "recess.db": ("INSERT INTO schema_version VALUES (1000, 'later', 0)",
                          "DELETE FROM schema_version WHERE number = 1000"),
        }
        for name, (there, back) in newer.items():
            with self.subTest(file=name), contextlib.closing(sqlite3.connect(os.path.join(state, name))) as file:
                file.execute(there)
                file.commit()
                ended = subprocess.run(
                    [server.RECESS, "serve", "--port", "0", "--bind", "127.0.0.1", "--state", state],
                    cwd=running.folder.name, env={"PATH": os.environ.get("PATH", "")}, capture_output=True, text=True,
                    timeout=30, check=False)
                self.assertEqual(ended.returncode, 78, ended.stderr)
                self.assertIn("newer", ended.stderr)
                file.execute(back)
                file.commit()


class WallClock(unittest.TestCase):
    def setUp(self):
        if not CLOCK:
            self.skipTest("needs the library that shifts the clock (RECESS_TEST_CLOCK)")
        self.folder = tempfile.TemporaryDirectory(prefix="steps-clock-")
        self.addCleanup(self.folder.cleanup)
        self.shift = os.path.join(self.folder.name, "shift")
        self.set_clock(0)
        self.server = server.Server(LD_PRELOAD=CLOCK, RECESS_TEST_SHIFT=self.shift)
        self.addCleanup(self.server.close)
        self.server.start()

    def set_clock(self, seconds):
        with open(self.shift + ".new", "w", encoding="ascii") as file:
            file.write(str(seconds))
        os.replace(self.shift + ".new", self.shift)

    def record(self, route):
        records = self.server.get("/steps/me", {"name": "Ann", "format": "json"}).json
        return next(record for record in records if record["route"] == route)

    def clock_of_world(self):
        return self.server.get("/location", {"id": 0, "format": "json"}).json["t"]

    def played(self, route, key, answer):
        """Solves a level; when, by the record."""
        reply = self.server.get("/" + route, {key: answer, "name": "Ann", "format": "json"}).json
        self.assertTrue(reply["solved"])
        record = self.record(route)
        self.assertEqual(record["attempts"], 1)
        return record["solved_time"]

    def test_set_back_while_it_serves_and_across_restarts(self):
        get = self.server.get
        self.assertEqual(get("/join", {"name": "ann"}).text, "0")
        get("/accel", {"id": 0, "ctrl": "w"})
        times = [self.played("puzzle", "solution", "leaf")]
        moments = [self.clock_of_world()]
        self.set_clock(-3 * DAY)
        times.append(self.played("problem", "solution", "32"))
        moments.append(self.clock_of_world())
        self.assertEqual(self.server.stop(), 0)
        self.set_clock(-40 * DAY)
        self.server.start()
        times.append(self.played("begin", "message", "101"))
        moments.append(self.clock_of_world())
        self.assertGreaterEqual(int(get("/uptime").text.split(",")[3]), 0)
        self.assertEqual(get("/join", {"name": "ann"}).text, "0")
        self.server.kill()
        self.set_clock(2 * DAY)
        self.server.start()
        times.append(self.played("beguine", "message", "987"))
        moments.append(self.clock_of_world())
        self.assertEqual(times, sorted(times))
        self.assertLess(times[2], times[3])
        # A kill may take a second off the world's clock; nothing else moves it back.
        for before, after in zip(moments, moments[1:]):
            self.assertGreaterEqual(after, before - 1.1)
        self.assertLess(moments[-1], 3600)
        self.assertEqual(self.server.stop(), 0)
        checked = subprocess.run([server.RECESS, "state", "check", "--state", self.server.folder.name + "/var"],
                                 capture_output=True, text=True, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


if __name__ == "__main__":
    unittest.main()
