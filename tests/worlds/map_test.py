"""The live map: its page, the grid of depths, the stream of frames, and the past."""

import base64
import json
import re
import socket
import time
import unittest

from sea import KEY, Sea

TEACHER = {"X-Recess-Admin": KEY}


class Map(Sea):
    def test_the_page_is_told_where_its_data_are(self):
        self.world("page")
        for path, world, prefix in (("/map", "main", ""), ("/w/page/map", "page", "/w/page")):
            page = self.server.ask(path, headers={"Accept": "text/html"})
            self.assertEqual(page.status, 200)
            data = json.loads(re.search(r'<script type="application/json" id="page">(.*?)</script>', page.text)[1])
            self.assertEqual(data["page"], "map")
            self.assertEqual(data["data"]["world"], world)
            self.assertEqual((data["data"]["feed"], data["data"]["grid"]), (f"{prefix}/map/feed", f"{prefix}/map/grid"))
            self.assertIsNone(data["data"]["replay"])

    def test_the_grid_has_a_byte_for_each_cell(self):
        w = self.world("grid", seed="314")
        grid = self.server.ask(f"/{w}/map/grid").json
        depth = base64.b64decode(grid["depth"])
        self.assertEqual((grid["w"], grid["h"], grid["cell"], grid["nx"], grid["ny"]), (900, 900, 10, 90, 90))
        self.assertEqual(len(depth), 8100)
        self.assertEqual(depth[30 * 90 + 20], 250)  # (205, 305) is in the trench
        self.assertEqual(max(depth), 250)

    def test_every_viewer_sees_the_same_frames(self):
        w = self.world("frames", seed="314")
        self.server.text(f"{w}/join", name="fred")
        viewers = [self.server.feed(f"/{w}") for _ in range(5)]
        for viewer in viewers:
            self.assertEqual(viewer.response.getheader("Content-Type"), "text/event-stream; charset=utf-8")
            kind, hello = viewer.event()
            self.assertEqual(kind, "hello")
            self.assertEqual((hello["world"], hello["grid"], hello["players"]), ("frames", "/w/frames/map/grid", [[0, "fred"]]))
            self.assertEqual(hello["season"]["state"], "open")
        seen = [{frame["t"]: frame for frame in (viewer.event("frame")[1] for _ in range(6))} for viewer in viewers]
        common = set.intersection(*(set(frames) for frames in seen))
        self.assertGreaterEqual(len(common), 2)
        for t in common:
            self.assertEqual(len({json.dumps(frames[t]) for frames in seen}), 1)
        for viewer in viewers:
            viewer.close()

    def test_frames_show_who_moves_comes_and_goes(self):
        w = self.world("moves", seed="314")
        self.server.text(f"{w}/join", name="fred")
        for _ in range(11):
            self.server.text(f"{w}/accel", id=0, ctrl="w")
        viewer = self.server.feed(f"/{w}")
        first = viewer.event("frame")[1]["p"][0]
        self.server.text(f"{w}/join", name="ann")
        later = viewer.event("frame")[1]
        while len(later["p"]) < 2:
            later = viewer.event("frame")[1]
        self.assertNotEqual(later["p"][0][1:3], first[1:3])
        self.assertEqual(later["p"][0][5], 40)
        self.assertIn([1, "ann"], later["names"])
        self.assertEqual([row[1] for row in later["top"]], [0, 1])
        self.server.text(f"{w}/quit", name="ann")
        while later["gone"] != [1]:
            later = viewer.event("frame")[1]
        self.assertNotIn("whales", later)
        viewer.close()

    def test_whales_and_treasures_are_the_teachers_to_see(self):
        w = self.world("secret", seed="314")
        viewer = self.server.feed(f"/{w}", TEACHER)
        frame = viewer.event("frame")[1]
        self.assertEqual((len(frame["whales"]), len(frame["treasures"])), (17, 12))
        viewer.close()

    def test_trails_are_a_point_a_second(self):
        w = self.world("trails", seed="314")
        self.server.text(f"{w}/join", name="fred")
        end = time.monotonic() + 20
        trail = []
        while len(trail) < 2 and time.monotonic() < end:
            viewer = self.server.feed(f"/{w}")
            trails = dict(viewer.event("hello")[1]["trails"])
            trail = trails.get(0, [])
            viewer.close()
            time.sleep(0.2)  # a viewer that has gone is noticed when the next frame is written
        self.assertGreaterEqual(len(trail), 2)
        self.assertEqual(trail[0], [47, 86])

    def test_a_viewer_that_does_not_read_delays_nobody(self):
        w = self.world("slow", seed="314")
        self.server.text(f"{w}/join", name="fred")
        slow = socket.create_connection(("127.0.0.1", self.server.port))
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.sendall(f"GET /{w}/map/feed HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        quick = self.server.feed(f"/{w}")
        times = [quick.event("frame")[1]["t"] for _ in range(6)]
        self.assertEqual(times, sorted(times))
        self.assertEqual(len(self.server.text(f"{w}/accel", id=0, ctrl="w").split(",")), 6)
        slow.close()
        quick.close()


class Past(Sea):
    def test_the_past_is_the_teachers(self):
        for path in ("/w/main/replay/span", "/w/main/replay/frame?t=0"):
            self.assertEqual(self.server.ask(path).status, 403)
        self.assertEqual(self.server.ask("/w/main/replay", headers={"Accept": "text/html"}).status, 303)
        page = self.server.ask("/w/main/replay", headers={"Accept": "text/html", **TEACHER})
        self.assertIn('"replay":"/w/main/replay"', page.text)

    def test_any_moment_is_seen_again_forth_and_back(self):
        w = self.world("past", seed="314")
        self.server.text(f"{w}/join", name="fred")
        moments = []
        for _ in range(12):
            self.server.text(f"{w}/accel", id=0, ctrl="w")
            here = self.server.ask(f"/{w}/location?id=0&format=json").json
            moments.append((here["t"], here["x"], here["y"]))
        span = self.server.ask(f"/{w}/replay/span", headers=TEACHER).json
        self.assertEqual(span["from"], 0)
        self.assertGreaterEqual(span["until"], moments[-1][0] - 0.001)
        for t, x, y in moments + moments[::-1] + moments[::3]:
            frame = self.server.ask(f"/{w}/replay/frame?t={t}", headers=TEACHER).json
            self.assertEqual(frame["p"][0][0], 0)
            self.assertAlmostEqual(frame["p"][0][1], x, delta=0.02)
            self.assertAlmostEqual(frame["p"][0][2], y, delta=0.02)
            self.assertEqual((len(frame["whales"]), len(frame["treasures"])), (17, 12))
        self.assertEqual(self.server.ask(f"/{w}/replay/frame?t=0", headers=TEACHER).json["p"], [])

    def test_moments_that_are_none_are_refused(self):
        for t in ("", "abc", "-1", "nan", "1e400"):
            self.assertEqual(self.server.ask(f"/w/main/replay/frame?t={t}", headers=TEACHER).status, 400, t)


if __name__ == "__main__":
    unittest.main()
