"""Rules of the worlds that need a clock that runs: the end of a season, air, idle players, thrusters, and which rows the
journal has of all that."""

import contextlib
import json
import pathlib
import shutil
import sqlite3
import tempfile
import time
import unittest

from sea import PATIENCE, Sea, Server


def rows(state, world):
    """(seq, microseconds, command) of everything that is on disk."""
    with contextlib.closing(sqlite3.connect(f"file:{pathlib.Path(state) / 'worlds.db'}?mode=ro", uri=True)) as file:
        found = file.execute("SELECT seq, t_us, command FROM journal JOIN stream ON stream.id = journal.stream"
                             " WHERE name = ? ORDER BY seq", (world,))
        return [(seq, t, json.loads(command)) for seq, t, command in found]


class Clock(Sea):
    def until(self, holds, what):
        end = time.monotonic() + PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.05)

    def season(self, w):
        return self.server.text(f"{w}/season").split(",")

    def bloom(self, w, player):
        """Thirty points."""
        self.assertEqual(self.server.text(f"{w}/bonanza", id=player), "ok")
        self.assertEqual(self.server.text(f"{w}/use", id=player, item="iron dust")[0], "1")

    def test_a_season_ends_by_the_clock_and_the_game_goes_on(self):
        w = self.world("minutes", seed="314", cheats="true")
        for name in ("fred", "ann"):
            self.server.text(f"{w}/join", name=name)
        self.assertEqual(self.server.admin("/admin/world/minutes/season", {"minutes": "0.05"}).status, 200)
        self.bloom(w, 0)
        feed = self.server.feed(f"/{w}")
        self.addCleanup(feed.close)
        self.assertNotIn("whales", feed.event("frame")[1])
        self.until(lambda: self.season(w)[1] == "over", "the season ends")
        self.assertEqual(self.season(w), ["2", "over", "3", "0"])
        table = "1,fred,30\n2,ann,0"
        self.assertEqual(self.server.text(f"{w}/scores"), table)
        # Who plays on earns nothing more.
        self.bloom(w, 1)
        self.assertEqual(len(self.server.text(f"{w}/accel", id=1, ctrl="w").split(",")), 6)
        self.assertEqual(self.server.text(f"{w}/scores"), table)
        # What was hidden is shown to everybody.
        frame = {}
        while "whales" not in frame:
            frame = feed.event("frame")[1]
        self.assertEqual((len(frame["whales"]), len(frame["treasures"])), (17, 12))
        # The next one begins from nothing, and keeps the table of this one.
        self.assertEqual(self.server.admin("/admin/world/minutes/season").status, 200)
        self.assertEqual(self.season(w)[:2] + self.season(w)[3:], ["3", "running", "-1"])
        self.assertEqual(self.server.text(f"{w}/scores"), "1,fred,0\n2,ann,0")
        self.assertEqual(self.server.text(f"{w}/scores", season=2), table)
        self.assertEqual(self.server.text(f"{w}/inventory", id=0), "[['air tank', 'air tank', 1.0]]")
        self.assertTrue(self.server.text(f"{w}/velocity", id=1).startswith("0.0,0.0,"))

    def test_a_season_ends_when_somebody_reaches_the_target(self):
        w = self.world("target", cheats="true")
        self.server.text(f"{w}/join", name="fred")
        self.server.admin("/admin/world/target/season", {"minutes": "5", "target": "60"})
        self.bloom(w, 0)
        self.assertEqual(self.season(w)[1], "running")
        self.server.admin("/admin/world/target/season", {"minutes": "5", "target": "30"})
        self.bloom(w, 0)
        self.assertEqual(self.season(w), ["3", "over", "0", "0"])
        told = self.server.ask(f"/{w}/season?format=json").json
        self.assertEqual([told[key] for key in ("number", "state", "elapsed", "remaining")], [3, "over", 0, 0])

    def test_air_runs_out_under_water_only(self):
        w = self.world("air", **{"air.enabled": "true", "air.seconds": "2"})
        self.server.text(f"{w}/join", name="fred")

        def air():
            return self.server.ask(f"/{w}/inventory?id=0&format=json").json["items"][0][2]

        time.sleep(0.3)
        self.assertEqual(air(), 1.0)
        self.server.text(f"{w}/dive", id=0, ctrl="f")
        self.until(lambda: air() < 0.8, "air is used up")
        self.assertEqual(self.server.text(f"{w}/location", id=0).split(",")[2], "5.0")
        self.assertEqual(self.server.admin("/admin/world/air/pause").status, 200)
        held = air()
        time.sleep(0.3)
        self.assertEqual(air(), held)
        self.server.admin("/admin/world/air/resume")
        self.until(lambda: self.server.text(f"{w}/location", id=0).split(",")[2] == "0.0", "who has no air surfaces")
        self.assertEqual(air(), 1.0)

    def test_who_gives_no_command_for_too_long_is_gone(self):
        w = self.world("idle", idle_expire_s="1.5", cheats="true")
        for name in ("fred", "ann"):
            self.server.text(f"{w}/join", name=name)
        self.bloom(w, 1)

        def steered():
            self.server.text(f"{w}/accel", id=0, ctrl="a")
            return self.server.text(f"{w}/who") == "there are 1 players: fred "

        self.until(steered, "ann is gone")
        self.assertEqual(self.server.ask(f"/{w}/location?id=1&format=json").json["error"], "bad_id")
        self.assertEqual(self.server.text(f"{w}/join", name="ann"), "2")
        self.assertEqual(self.server.text(f"{w}/inventory", id=2), "[['air tank', 'air tank', 1.0]]")
        self.server.admin("/admin/world/idle/config", {"key": "idle_expire_s", "value": "0"})
        time.sleep(2)
        self.assertEqual(self.server.text(f"{w}/who"), "there are 2 players: fred ann ")

    def test_thrusters_are_told_where_they_are(self):
        w = self.world("light", dynamics="relativistic")
        self.server.text(f"{w}/join", name="fred")
        for thruster in "u765432qazxcvbnj":
            self.assertEqual(len(self.server.text(f"{w}/accel", id=0, heading=thruster).split(",")), 6, thruster)
        self.server.text(f"{w}/stop", id=0)
        self.assertEqual(self.server.text(f"{w}/accel", id=0, heading="u").split(",")[3:5], ["9.70142500145332", "0.0"])
        for keys in ({"ctrl": "w"}, {"heading": "U"}, {"heading": "uu"}, {}):
            self.assertIn("bad ctrl", self.server.text(f"{w}/accel", id=0, **keys))
        self.assertIn("u 7 6 5 4 3 2 q a z x c v b n j", self.server.text(f"{w}/mocean"))
        self.server.text("join", name="fred")
        self.assertIn("bad ctrl", self.server.text("accel", id=0, heading="u"))
        self.assertNotIn("thruster", self.server.text("mocean"))


class Journal(unittest.TestCase):
    def setUp(self):
        self.state = tempfile.mkdtemp(prefix="recess-rules-")
        self.addCleanup(shutil.rmtree, self.state, True)

    def start(self):
        server = Server(self.state)
        self.addCleanup(lambda: server.process.poll() is None and server.kill())
        return server

    def commands(self):
        return [command for _, _, command in rows(self.state, "main")]

    def test_what_changed_something_is_a_row_and_nothing_else_is(self):
        server = self.start()
        for name in ("fred", "ann"):
            server.text("join", name=name)
        before = self.commands()
        self.assertEqual([(row["c"], row.get("n")) for row in before], [("created", None), ("join", "fred"), ("join", "ann")])
        for route, keys in (("join", {"name": "fred"}), ("join", {"name": "a b"}), ("quit", {"name": "bob"}),
                            ("dive", {"id": 0, "ctrl": "x"}), ("accel", {"id": 0, "ctrl": "q"}), ("accel", {"id": 9, "ctrl": "w"}),
                            ("get", {"id": 0, "item": "whale"}), ("use", {"id": 0, "item": "x"}), ("popchat", {"id": 0}),
                            ("teleport", {"id": 0, "x": 1, "y": 1}), ("move", {"name": "fred", "heading": "up"}),
                            ("sendchat", {"id": 9, "name": "ann", "message": "x"}), ("location", {"id": 0}), ("look", {"id": 0}),
                            ("ping", {"id": 0}), ("who", {}), ("scores", {})):
            server.text(route, **keys)
        server.text("accel", id=0, ctrl="w")
        server.text("sendchat", id=0, name="nobody", message="a")  # refused, and yet it stops
        self.assertTrue(server.text("velocity", id=0).startswith("0.0,0.0,"))
        self.assertEqual(self.commands()[len(before):], [{"c": "accel", "i": 0, "a": "w"},
                                                         {"c": "sendchat", "i": 0, "n": "nobody", "m": "a"}])
        server.stop()

    def test_a_clock_beats_while_anybody_moves_and_goes_on_after_a_stop(self):
        server = self.start()
        server.text("join", name="fred")
        time.sleep(1.5)
        self.assertNotIn({"c": "beat"}, self.commands())
        server.text("accel", id=0, ctrl="w")
        end = time.monotonic() + 3 * PATIENCE  # each beat waits for the disk
        while self.commands().count({"c": "beat"}) < 2:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        beats = [t for _, t, command in rows(self.state, "main") if command == {"c": "beat"}]
        self.assertGreaterEqual(beats[1] - beats[0], 900_000)
        t = server.ask("/location?id=0&format=json").json["t"]
        server.kill()
        killed = rows(self.state, "main")
        times = [time_ for _, time_, _ in killed]
        self.assertEqual(times, sorted(times))
        self.assertEqual([seq for seq, _, _ in killed], list(range(1, len(killed) + 1)))
        time.sleep(1)  # nobody drifts meanwhile
        server = self.start()
        again = server.ask("/location?id=0&format=json").json["t"]
        restored = server.logged("world.restored world=main")
        self.assertAlmostEqual(float(restored.split("clock_s=")[1].split()[0]), times[-1] / 1e6, places=3)
        self.assertGreaterEqual(again, times[-1] / 1e6)
        self.assertGreaterEqual(times[-1] / 1e6, t - 1.5)  # a beat a second, and time for it to reach the disk
        server.stop()


if __name__ == "__main__":
    unittest.main()
