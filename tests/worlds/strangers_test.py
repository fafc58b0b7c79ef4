"""Clients as others wrote them for the game's older servers: GET by urllib, no tokens, no cookies, replies split at
commas. They must work unchanged, also through a server that is killed in the middle."""

import ast
import http.client
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from sea import PATIENCE, Sea, Server

HERE = pathlib.Path(__file__).resolve().parent / "strangers"


def begin(program, *words):
    return subprocess.Popen([sys.executable, "-B", str(HERE / f"{program}.py"), *words], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


class Strangers(Sea):
    def finish(self, *programs):
        told = []
        for program in programs:
            said, complaint = program.communicate(timeout=3 * PATIENCE)
            self.assertEqual(program.returncode, 0, complaint)
            told.append(ast.literal_eval(said))
        return told

    def url(self, world):
        return f"http://127.0.0.1:{self.server.port}/{world}"

    def test_the_turtle_walks_by_name(self):
        w = self.world("turtle", seed="314")
        [trail] = self.finish(begin("turtle", self.url(w)))
        self.assertEqual(trail, [(47, 86), (47, 87), (47, 88), (48, 88), (48, 87), (47, 87), (47, 88), (48, 88), (48, 89),
                                 (47, 89)])

    def test_the_story_is_told_twice(self):
        w = self.world("story")
        message = "player grob tells you: hey come over here i found some treasure"
        [told] = self.finish(begin("story", self.url(w)))
        self.assertEqual(told, ["0", "6", "5", message, "0", [0, 1, 2, 3, 4, 5]])
        [told] = self.finish(begin("story", self.url(w)))
        self.assertEqual(told, ["5", "6", "5", message, "0", [0, 1, 2, 3, 4, 6]])

    def test_two_loops_meet(self):
        w = self.world("loop")
        ann, bob = self.finish(begin("loop", self.url(w), "ann", "bob"), begin("loop", self.url(w), "bob", "ann"))
        self.assertEqual({ann[0], bob[0]}, {0, 1})
        for told, friend in ((ann, "bob"), (bob, "ann")):
            number, speed, swum, heard, depths, inventory, refused = told
            self.assertEqual(speed, round(1.45 ** 4, 6))
            self.assertGreater(math.hypot(*swum), 0.3 * speed - 0.001)
            self.assertEqual(heard, f"player {friend} tells you: ahoy from {friend}")
            self.assertEqual((depths[0], depths[-1], refused), (5.0, 0.0, "-1"))
            self.assertEqual(ast.literal_eval(inventory), [["air tank", "air tank", 1.0]])


class Persistent:
    """A client that asks again until it is answered; remembers what it was told, and what it may have done beside."""

    def __init__(self, url, name, friend):
        self.url, self.name, self.friend = url, name, friend
        self.troubles = 0
        self.lost_pops = 0
        self.sent, self.heard, self.places = [], [], []
        self.done = threading.Event()
        self.strange = None

    def ask(self, route, **keys):
        """The reply, and whether it came at the first try."""
        tried = 0
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/{route}?{urllib.parse.urlencode(keys)}", timeout=5) as reply:
                    return reply.read().decode(), tried == 0
            except (OSError, EOFError, urllib.error.URLError, http.client.HTTPException):
                tried += 1
                self.troubles += tried == 1
                self.lost_pops += tried == 1 and route == "popchat"
                if tried > 1000:
                    raise
                time.sleep(0.02)

    def play(self):
        try:
            self.id = int(self.ask("join", name=self.name)[0])
            turn = 0
            while not self.done.is_set():
                turn += 1
                self.turn(turn)
        except Exception as error:  # told by the main thread
            self.strange = repr(error)


class Swimmer(Persistent):
    """Swims, turns, and reads its messages."""

    def turn(self, turn):
        told, first = self.ask("accel", id=self.id, ctrl="w" if turn < 8 else "a")
        vx, vy, heading = map(float, told.split(",")[3:])
        told, _ = self.ask("velocity", id=self.id)
        if tuple(map(float, told.split(","))) != (vx, vy, heading):
            raise AssertionError(f"told {vx},{vy},{heading} and then {told}")
        told, _ = self.ask("location", id=self.id)
        x, y, z, _, message, _ = map(float, told.split(","))
        self.places.append((time.monotonic(), x, y, math.hypot(vx, vy)))
        if message:
            told, _ = self.ask("popchat", id=self.id)
            if told != "0":
                self.heard.append(told.rsplit(" ", 1)[1])


class Writer(Persistent):
    """Dives, and writes numbered messages; one is sent until it is known to have arrived or to lie in the inbox."""

    def turn(self, turn):
        told, first = self.ask("dive", id=self.id, ctrl="f" if turn % 2 else "r")
        z = float(told.split(",")[2])
        told, _ = self.ask("location", id=self.id)
        if float(told.split(",")[2]) != z:
            raise AssertionError(f"dived to {z} and is at {told}")
        told, first = self.ask("sendchat", id=self.id, name=self.friend, message=f"number {len(self.sent)}")
        if told.startswith("1"):
            self.sent.append(len(self.sent))


class KilledInTheMiddle(unittest.TestCase):
    def test_the_game_goes_on_where_it_was(self):
        state = tempfile.mkdtemp(prefix="recess-strangers-")
        self.addCleanup(shutil.rmtree, state, True)
        server = Server(state)
        self.addCleanup(lambda: server.process.poll() is None and server.kill())
        url = f"http://127.0.0.1:{server.port}"
        swimmer, writer = Swimmer(url, "ann", "bob"), Writer(url, "bob", "ann")
        threads = [threading.Thread(target=client.play) for client in (swimmer, writer)]
        for thread in threads:
            thread.start()
        kills = 4
        for _ in range(kills):
            enough = len(swimmer.places) + 30
            patience = time.monotonic() + PATIENCE
            while len(swimmer.places) < enough and time.monotonic() < patience and not (swimmer.strange or writer.strange):
                time.sleep(0.01)
            server.kill()
            server = Server(state, PORT=str(server.port))
        enough = len(swimmer.places) + 30
        patience = time.monotonic() + PATIENCE
        while len(swimmer.places) < enough and time.monotonic() < patience and not (swimmer.strange or writer.strange):
            time.sleep(0.01)
        for client in (swimmer, writer):
            client.done.set()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertEqual((swimmer.strange, writer.strange), (None, None))
        self.assertGreaterEqual(swimmer.troubles, 1)
        # Who joins again is who they were.
        self.assertEqual((server.text("join", name="ann"), server.text("join", name="bob")),
                         (str(swimmer.id), str(writer.id)))
        self.positions_go_on(swimmer.places)
        left, _ = swimmer.ask("popchat", id=swimmer.id)
        if left != "0":
            swimmer.heard.append(left.rsplit(" ", 1)[1])
        # A message whose reading was under way at a kill may have been read without anybody having heard it.
        missing = set(map(str, writer.sent)) - set(swimmer.heard)
        self.assertLessEqual(len(missing), swimmer.lost_pops, missing)
        self.assertGreater(len(writer.sent), kills)
        numbers = list(map(int, swimmer.heard))
        self.assertEqual(numbers, sorted(numbers))
        server.stop()

    def positions_go_on(self, places):
        """Nobody is anywhere that could not be swum to; the world's clock stands while the server is away, and a kill
        may take one second off it."""
        slack = 0.5
        for (t0, x0, y0, v0), (t1, x1, y1, v1) in zip(places, places[1:]):
            dx, dy = ((b - a + 450) % 900 - 450 for a, b in ((x0, x1), (y0, y1)))
            self.assertLessEqual(math.hypot(dx, dy), max(v0, v1) * (t1 - t0 + 1.0) + slack)
        self.assertGreater(len({(round(x), round(y)) for _, x, y, _ in places}), 3)


if __name__ == "__main__":
    unittest.main()
