"""A world outlives its server: clean stops, kill -9, a disk that takes nothing, two servers for one directory."""

import http.client
import os
import pathlib
import resource
import shutil
import subprocess
import tempfile
import threading
import unittest

from sea import KEY, PATIENCE, Server


class Life(unittest.TestCase):
    def setUp(self):
        self.state = tempfile.mkdtemp(prefix="recess-life-")
        self.addCleanup(shutil.rmtree, self.state, True)

    def start(self, **settings):
        server = Server(self.state, **settings)
        self.addCleanup(lambda: server.process.poll() is None and server.kill())
        return server

    def play(self, server):
        for name in ("fred", "ann"):
            server.text("join", name=name)
        server.text("dive", id=0, ctrl="f")
        server.text("sendchat", id=0, name="ann", message="see you tomorrow")
        server.admin("/admin/world/blue/create", {"preset": "classic"})
        server.text("w/blue/join", name="zoe")

    def check(self, server):
        self.assertEqual(server.text("who"), "there are 2 players: fred ann ")
        self.assertEqual(server.text("location", id=0).split(",")[2], "5.0")
        self.assertEqual(server.text("popchat", id=1), "player fred tells you: see you tomorrow")
        self.assertEqual(server.text("join", name="cat"), "2")
        self.assertEqual(server.text("w/blue/who"), "there are 1 players: zoe ")

    def test_a_clean_stop_and_a_start(self):
        server = self.start()
        self.play(server)
        t = server.ask("/location?id=0&format=json").json["t"]
        server.stop()
        server = self.start()
        server.logged("world.restored world=main players=2")
        self.assertGreaterEqual(server.ask("/location?id=0&format=json").json["t"], t)
        self.check(server)
        self.assertEqual(server.text("uptime").split(",")[4:], ["starts", "2", "last_stop", "stopped"])
        server.stop()

    def test_kill_9_loses_nothing_that_was_answered(self):
        server = self.start()
        self.play(server)
        server.kill()
        server = self.start()
        self.check(server)
        self.assertEqual(server.text("uptime").split(",")[4:], ["starts", "2", "last_stop", "unknown"])
        server.stop()

    def test_kill_9_under_load_loses_nothing_that_was_answered(self):
        server = self.start()
        joined = {}

        def load(letter):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
            try:
                for number in range(100_000):
                    name = f"{letter}{number}"
                    connection.request("GET", f"/join?name={name}")
                    joined[name] = connection.getresponse().read().decode()
                    if number == 40:
                        enough.release()
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()

        enough = threading.Semaphore(0)
        clients = [threading.Thread(target=load, args=(letter,)) for letter in "abcdef"]
        for client in clients:
            client.start()
        for _ in clients:
            self.assertTrue(enough.acquire(timeout=PATIENCE))
        server.kill()
        for client in clients:
            client.join(PATIENCE)
        server = self.start()
        self.assertGreater(len(joined), 240)
        for name, number in joined.items():
            self.assertEqual(server.text("id", name=name), number, name)
        self.assertEqual(len(set(joined.values())), len(joined))
        server.stop()

    def test_a_disk_that_takes_nothing_is_said_and_changes_nothing(self):
        server = self.start()
        self.play(server)
        pid = server.process.pid
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, before[1]))
        answer = server.ask("/join?name=dan")
        self.assertEqual(answer.status, 503)
        self.assertRegex(answer.text, "^0 [^,]*nothing has changed")
        self.assertEqual(server.ask("/join?name=dan&format=json").json["error"], "not_saved")
        self.assertEqual(server.ask("/health").status, 503)
        self.assertEqual(server.text("id", name="dan"), "-1")
        self.assertEqual(server.text("who"), "there are 2 players: fred ann ")
        self.assertEqual(server.admin("/admin/world/green/create").status, 503)
        self.assertEqual(server.ask("/w/green/who").status, 404)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
        server.logged("journal.recovered")
        self.assertEqual(server.ask("/health").status, 200)
        self.check(server)
        server.kill()
        server = self.start()
        self.assertEqual(server.text("who"), "there are 3 players: fred ann cat ")
        server.stop()

    def test_the_teacher_key_is_made_once(self):
        server = self.start(RECESS_ADMIN_KEY="")
        said = server.logged("The teacher key of the worlds")
        key = said.rsplit(" ", 1)[1]
        answer = server.ask("/admin/world/main/pause", "POST", "", {"X-Recess-Admin": key})
        self.assertEqual(answer.status, 200)
        server.stop()
        server = self.start(RECESS_ADMIN_KEY="")
        self.assertNotIn(key, "\n".join(server.log))
        # The pause outlived the stop.
        self.assertRegex(server.text("accel", id=0, ctrl="w"), "^0")
        answer = server.ask("/admin/world/main/resume", "POST", "", {"X-Recess-Admin": key})
        self.assertEqual(answer.status, 200)
        server.stop()

    def refused(self, status, text, **settings):
        environment = {**os.environ, "PORT": "0", "RECESS_BIND": "127.0.0.1", "RECESS_STATE": self.state, **settings}
        ended = subprocess.run([os.environ["RECESS_PROGRAM"], "serve"], env=environment, cwd=self.state, timeout=60,
                               capture_output=True, text=True, check=False)
        self.assertEqual(ended.returncode, status, ended.stderr)
        self.assertIn(text, ended.stderr)

    def test_a_second_server_for_the_same_directory_ends_with_75(self):
        server = self.start()
        self.refused(75, "another server", RECESS_ADMIN_KEY=KEY)
        server.stop()

    def test_a_short_teacher_key_ends_with_78(self):
        self.refused(78, "RECESS_ADMIN_KEY", RECESS_ADMIN_KEY="short")

    def test_a_damaged_file_ends_with_65(self):
        server = self.start()
        self.play(server)
        server.stop()
        file = pathlib.Path(self.state) / "worlds.db"
        file.write_bytes(b"no database" * 100)
        for side in ("-wal", "-shm"):
            file.with_name(file.name + side).unlink(missing_ok=True)
        self.refused(65, "recess state repair", RECESS_ADMIN_KEY=KEY)


if __name__ == "__main__":
    unittest.main()
