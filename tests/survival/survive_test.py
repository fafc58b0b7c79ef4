"""Kills the built server in the middle of what many clients do, starts it again, and compares what every client was
told with what the server knows. RECESS_SURVIVAL_ROUNDS kills (default 200), spread over RECESS_SURVIVAL_SIDES servers
side by side (default 4), each with a state directory of its own that lives through all its rounds."""

import http.client
import json
import os
import random
import re
import signal
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse

RECESS = os.environ.get("RECESS", os.path.join(os.path.dirname(__file__), "../../build/release/recess"))
ROUNDS = int(os.environ.get("RECESS_SURVIVAL_ROUNDS", "200"))
SIDES = int(os.environ.get("RECESS_SURVIVAL_SIDES", "4"))
SEED = int(os.environ.get("RECESS_SURVIVAL_SEED", str(random.SystemRandom().randrange(10**6))))
CLIENTS = 12


class Server:
    def __init__(self, state):
        self.state = state
        self.process = None
        self.port = 0

    def command(self):
        return [RECESS, "serve", "--port", "0", "--bind", "127.0.0.1", "--state", self.state]

    def start(self):
        settings = {"PATH": os.environ.get("PATH", ""), "RECESS_WARM_POOL": "0", "MAX_CONCURRENT_PLAYS": "0"}
        self.process = subprocess.Popen(self.command(), env=settings, cwd=os.path.dirname(self.state),
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = []
        for line in self.process.stderr:
            said.append(line.decode("utf-8", "replace"))
            found = re.search(r"listening on http://[^ ]*:(\d+)$", said[-1].rstrip())
            if found:
                self.port = int(found.group(1))
                threading.Thread(target=self.process.stderr.read, daemon=True).start()
                return
        self.process.wait()
        raise AssertionError(f"no start (exit status {self.process.returncode}):\n" + "".join(said))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
        return self.process.returncode


class Connection:
    """One that is kept alive; an OSError or HTTPException means that the server has gone."""

    def __init__(self, port):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def get(self, path, **params):
        self.http.request("GET", path + ("?" + urllib.parse.urlencode(params) if params else ""))
        reply = self.http.getresponse()
        return reply.read().decode("utf-8")


class Pupil:
    """Dives up and down and answers a riddle. Remembers what it was told, and what it has asked and not been told."""

    def __init__(self, name, chance):
        self.name = name
        self.chance = chance
        self.id = None
        self.told_place = None  # x, y, z of the last dive that was answered
        self.attempts = 0       # at the riddle, as last told
        self.asked = None
        self.replies = 0
        self.strange = None

    def play(self, port):
        connection = Connection(port)
        try:
            while True:
                self.turn(connection)
                self.asked = None
                self.replies += 1
        except (OSError, http.client.HTTPException):
            return
        except Exception as error:  # told by the main thread
            self.strange = f"{self.name} ({self.asked}): {error!r}"
        finally:
            connection.http.close()

    def turn(self, connection):
        if self.id is None:
            self.asked = "join"
            self.id = int(connection.get("/join", name=self.name))
        elif self.chance.random() < 0.7:
            self.asked = "dive"
            told = connection.get("/dive", id=self.id, ctrl=self.chance.choice("fr"))
            self.told_place = [float(part) for part in told.split(",")]
        else:
            self.asked = "answer"
            told = json.loads(connection.get("/begin", message="4", name=self.name, format="json"))
            self.attempts = told["attempts"]

    def compare(self, connection, attempts_kept):
        """What does not fit, in words, or None; then goes on from what is."""
        found_id = int(connection.get("/id", name=self.name).split("\n")[0])
        if self.id is None:
            if self.asked != "join" and found_id != -1:
                return f"{self.name} never joined and has the id {found_id}"
            self.id = found_id if found_id >= 0 else None
        elif found_id != self.id:
            return f"{self.name} was told the id {self.id}; it is {found_id}"
        may_be = {self.attempts, self.attempts + (self.asked == "answer")}
        if attempts_kept not in may_be:
            return f"{self.name}: {attempts_kept} attempts are kept, not one of {may_be}"
        self.attempts = attempts_kept
        if self.id is not None:
            place = [float(part) for part in connection.get("/location", id=self.id).split(",")[:3]]
            if self.told_place is not None:
                depths = {self.told_place[2]}
                same = place[:2] == self.told_place[:2]
                moved = abs(place[2] - self.told_place[2])
                if not same or (place[2] not in depths and not (self.asked == "dive" and moved <= 5)):
                    return f"{self.name} was told {self.told_place} and is at {place} (asked: {self.asked})"
            self.told_place = place
        self.asked = None
        return None


def survive(rounds, seed, report):
    chance = random.Random(seed)
    replies = 0
    with tempfile.TemporaryDirectory(prefix="recess-survival-") as folder:
        server = Server(os.path.join(folder, "var"))
        try:
            server.start()
            pupils = []
            for number in range(rounds):
                if len(pupils) < 40:
                    pupils += [Pupil(f"p{number}x{i}", random.Random(chance.random())) for i in range(CLIENTS // 4)]
                playing = chance.sample(pupils, min(CLIENTS, len(pupils)))
                threads = [threading.Thread(target=pupil.play, args=(server.port,)) for pupil in playing]
                for thread in threads:
                    thread.start()
                # In the middle of something, however fast the machine is.
                enough = sum(pupil.replies for pupil in pupils) + chance.randrange(5, 400)
                patience = time.monotonic() + 3
                while sum(pupil.replies for pupil in pupils) < enough and time.monotonic() < patience:
                    time.sleep(0.001)
                server.kill()
                for thread in threads:
                    thread.join()
                server.start()
                connection = Connection(server.port)
                kept = {record["name"]: record["attempts"]
                        for record in json.loads(connection.get("/steps/progress", format="json"))}
                for pupil in pupils:
                    wrong = pupil.strange or pupil.compare(connection, kept.get(pupil.name, 0))
                    if wrong:
                        raise AssertionError(f"round {number}, seed {seed}: {wrong}")
                connection.http.close()
            replies = sum(pupil.replies for pupil in pupils)
            if server.stop() != 0:
                raise AssertionError(f"seed {seed}: exit status {server.process.returncode} of a clean stop")
            checked = subprocess.run([RECESS, "state", "check", "--state", server.state], capture_output=True, text=True)
            if checked.returncode != 0:
                raise AssertionError(f"seed {seed}: {checked.stdout}{checked.stderr}")
            report.append(replies)
        except Exception as error:
            report.append(error)
        finally:
            if server.process and server.process.poll() is None:
                server.kill()


class Survival(unittest.TestCase):
    def test_kill_9_under_load_loses_nothing_that_was_told(self):
        report = []
        sides = [threading.Thread(target=survive, args=(max(1, ROUNDS // SIDES), SEED + side, report))
                 for side in range(SIDES)]
        for side in sides:
            side.start()
        for side in sides:
            side.join()
        print(f"seed {SEED}: {max(1, ROUNDS // SIDES) * SIDES} kills, replies compared: {report}")
        for outcome in report:
            if isinstance(outcome, Exception):
                raise outcome
        self.assertEqual(len(report), SIDES)
        self.assertGreater(sum(report), 5 * ROUNDS)


class Directory(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="recess-survival-")
        self.addCleanup(self.folder.cleanup)
        self.server = Server(os.path.join(self.folder.name, "var"))
        self.addCleanup(lambda: self.server.process and self.server.stop())

    def run_recess(self, *words):
        return subprocess.run([RECESS, *words, "--state", self.server.state], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, cwd=self.folder.name, timeout=60)

    def test_serves_one_server_at_a_time(self):
        self.server.start()
        second = self.run_recess("serve", "--port", "0", "--bind", "127.0.0.1")
        self.assertEqual(second.returncode, 75, second.stderr)
        repair = self.run_recess("state", "repair", "--yes")
        self.assertEqual(repair.returncode, 75, repair.stderr)

    def test_that_cannot_be_written_is_exit_73(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everywhere: run as an ordinary user to see this one")
        os.mkdir(self.server.state, 0o500)
        self.assertEqual(self.run_recess("serve", "--port", "0", "--bind", "127.0.0.1").returncode, 73)

    def damage(self):
        self.server.start()
        connection = Connection(self.server.port)
        told = connection.get("/join", name="ann"), connection.get("/join", name="bob")
        self.assertEqual(told, ("0", "1"))
        self.assertEqual(self.server.stop(), 0)
        path = os.path.join(self.server.state, "worlds.db")
        with open(path, "r+b") as file:
            whole = file.read()
            places = [found.start() for found in re.finditer(b"ann", whole)]
            self.assertTrue(places)
            for place in places:
                file.seek(place)
                file.write(b"eve")
        return path

    def test_that_is_damaged_stops_the_start_and_can_be_mended(self):
        path = self.damage()
        refused = self.run_recess("serve", "--port", "0", "--bind", "127.0.0.1")
        self.assertEqual(refused.returncode, 65, refused.stderr)
        self.assertIn("recess state repair", refused.stderr)
        self.assertEqual(self.run_recess("state", "check").returncode, 65)
        asked = self.run_recess("state", "repair")
        self.assertEqual(asked.returncode, 64)
        mended = self.run_recess("state", "repair", "--yes")
        self.assertEqual(mended.returncode, 0, mended.stderr)
        self.assertIn("lost", mended.stdout)
        self.assertTrue(os.path.exists(path + ".before-repair-1"))
        self.assertEqual(self.run_recess("state", "check").returncode, 0)
        self.server.start()

    def test_can_be_copied_while_it_is_in_use_and_carried_elsewhere(self):
        self.server.start()
        connection = Connection(self.server.port)
        connection.get("/join", name="ann")
        copy, export = os.path.join(self.folder.name, "copy.db"), os.path.join(self.folder.name, "all.json")
        self.assertEqual(self.run_recess("state", "backup", copy).returncode, 0)
        self.assertEqual(self.run_recess("state", "export", export).returncode, 0)
        first = self.run_recess("state", "replay", "--world", "main")
        self.assertRegex(first.stdout, "^[0-9a-f]{64}\n$")
        # What has not come yet is refused, as a fork of it is, and the newest moment is named.
        self.assertEqual(self.server.stop(), 0)
        late = self.run_recess("state", "replay", "--until", "1000000")
        self.assertEqual((late.returncode, late.stdout), (64, ""))
        newest = re.search(r"has not come yet: the newest is (\d+\.\d{6}) s of the world's clock", late.stderr)[1]
        self.assertIn(newest, self.run_recess("state", "show").stdout)
        self.assertEqual(self.run_recess("state", "replay", "--until", newest).returncode, 0)
        after = f"{float(newest) + 1e-6:.6f}"
        self.assertEqual(self.run_recess("state", "replay", "--until", after).returncode, 64)
        imported = self.run_recess("state", "import", export)
        self.assertEqual(imported.returncode, 0, imported.stderr)
        self.assertEqual(self.run_recess("state", "replay", "--world", "main").stdout, first.stdout)
        self.server.start()
        self.assertEqual(Connection(self.server.port).get("/id", name="ann"), "0")


if __name__ == "__main__":
    unittest.main(verbosity=2)
