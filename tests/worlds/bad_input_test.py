"""Every route of the games by GET with every kind of bad input, over HTTP: what the rules say comes back, and never an
error of the server."""

import json
import re
import unittest
import urllib.parse

from sea import KEY, Sea

# As they stand in an address. Missing keys are a case of their own.
BAD = {
    "empty": "",
    "blank": "%20%09",
    "word": "nonsense",
    "huge": "9" * 3000,
    "long text": "x" * 7000,
    "negative": "-1",
    "fraction": "0.5",
    "exponent": "1e0",
    "nan": "nan",
    "inf": "-inf",
    "1e400": "1e400",
    "not UTF-8": "%FF%FE",
    "overlong": "%C0%80",
    "zero byte": "%00",
    "controls": "%0A%1B%5B2J%7F",
    "line ends": "%0D%0AX-Forged:%201",
    "markup": "%3Cscript%3Ealert(1)%3C/script%3E",
    "quotes": "%27%22%5C%60",
    "percent": "%",
    "braces": "%7Bbase%7D%7B%7D",
    "no ASCII digit": "%D9%A3",
    "beyond 64 bits": "99999999999999999999",
}
BAD_ID = r"^0 bad player id[^,\n]*$"
MINUS_ONE = r"^-1$"
ANYTHING = r"(?s).*"


def fails(marker):
    return rf"^0 [^,\n]*{marker}[^,\n]*$"


# Route, the keys that are right, then for each key what comes of bad values; values in `fine` are none for that key.
ROUTES = [
    *((route, {}, {"id": BAD_ID}) for route in (
        "name", "look", "whalename", "treasurename", "seamountname", "inventory", "popchat", "location", "velocity", "stop",
        "ping", "bonanza", "backdoor")),
    ("accel", {"id": "0", "ctrl": "w"}, {"id": BAD_ID, "ctrl": fails("bad ctrl")}),
    ("dive", {"id": "0", "ctrl": "f"}, {"id": BAD_ID, "ctrl": MINUS_ONE}),
    ("teleport", {"id": "0", "x": "1", "y": "1"},
     {"id": BAD_ID, "x": fails("teleport failed"), "y": fails("teleport failed")}),
    ("get", {"id": "0", "item": "treasure"}, {"id": BAD_ID, "item": fails("not available")}),
    ("use", {"id": "0", "item": "fishing net"}, {"id": BAD_ID, "item": fails("does not have")}),
    ("sendchat", {"id": "0", "name": "fred", "message": "hi"},
     {"id": BAD_ID, "name": fails("not seem to be in the game"), "message": r"^(0 [^,\n]*(too short|unread message)|1 )"}),
    ("batch", {"id": "0", "do": "ping"}, {"id": BAD_ID, "do": r"^0 [^,\n]*$"}),
    ("quit", {"name": "fred"}, {"name": fails("quit failed")}),
    ("move", {"name": "fred", "heading": "n"}, {"name": r"^0 [^,\n]*$", "heading": r"^0 [^,\n]*$"}),
    ("join", {"name": "fred"}, {"name": MINUS_ONE, "reply": r"^0$", "claim": r"^0$"}),
    ("id", {"name": "fred"}, {"name": MINUS_ONE}),
    ("scores", {"n": "1"}, {"n": r"^1,[a-z]+,\d+(\n\d+,[a-z]+,\d+)*$", "id": BAD_ID, "season": ANYTHING}),
    ("who", {}, {"x": r"^there are \d players: "}),
    ("season", {}, {"x": r"^1,open,\d+,-1$"}),
    ("worlds", {}, {"x": r"(?m)^bad,\d,1$"}),
    ("uptime", {}, {"x": r"^since,"}),
    ("mocean", {}, {"client": r"^Mocean ", "usage": r"^Mocean "}),
]
# What happens to be right, or nothing, for a key.
FINE = {
    ("join", "name"): {"word", "fraction", "huge", "negative", "no ASCII digit", "beyond 64 bits", "exponent", "nan", "1e400"},
    ("teleport", "x"): {"fraction", "exponent"},
    ("teleport", "y"): {"fraction", "exponent"},
    ("scores", "id"): {"empty", "blank", "not UTF-8", "overlong", "percent"},
}


class BadInput(Sea):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.admin("/admin/world/bad/create", {"cheats": "true", "seed": "314"})
        for name in ("fred", "bob", "gone"):
            cls.server.text("w/bad/join", name=name)
        cls.server.text("w/bad/quit", name="gone")
        cls.server.text("w/bad/bonanza", id=0)
        # Somebody else's, with a token.
        token = cls.server.ask("/w/bad/join?name=claimed&claim=1").headers["x-recess-token"]
        cls.server.token = token

    def ask(self, route, keys, raw=None, **more):
        query = urllib.parse.urlencode(keys) + (("&" if keys else "") + raw if raw else "")
        return self.server.ask(f"/w/bad/{route}?{query}", **more)

    def same_world(self):
        """Nobody has come or gone, and the server is well."""
        self.assertEqual(self.server.text("w/bad/who"), "there are 3 players: fred bob claimed ")
        self.assertEqual(self.server.ask("/health").text, "ok\n")

    def check(self, route, right, key, value, wanted):
        with self.subTest(route=route, key=key, value=(value or "missing")[:40]):
            keys = {name: text for name, text in right.items() if name != key}
            raw = None if value is None else f"{key}={value}"
            answer = self.ask(route, keys, raw)
            self.assertEqual(answer.status, 200, answer.text[:200])
            self.assertRegex(answer.text, wanted)
            self.assertEqual(answer.headers["content-type"], "text/plain; charset=utf-8")
            self.assertNotIn("x-forged", answer.headers)
            for control in "\x00\x1b\x7f":
                self.assertNotIn(control, answer.text)
            answer = self.ask(route, {**keys, "format": "json"}, raw)
            self.assertIn(answer.status, (200, 400, 403, 404, 409), answer.text[:200])
            self.assertEqual(json.loads(answer.text)["ok"], answer.status == 200)
            for style in ("digits", "prose", "%FF"):
                answer = self.ask(route, keys, f"style={style}" + (f"&{raw}" if raw else ""))
                self.assertEqual(answer.status, 200, answer.text[:200])

    def test_every_route_of_the_ocean(self):
        named = set(re.findall(r"^/([a-z/]+)\b", self.server.text("mocean", usage="brief"), re.MULTILINE))
        self.assertGreater(len(named), 25)
        self.assertEqual(named - {route for route, _, _ in ROUTES} - {"map", "map/grid", "map/feed"}, set())
        for route, right, keys in ROUTES:
            if "id" in keys and "id" not in right and route != "scores":
                right = {**right, "id": "0"}
            for key, wanted in keys.items():
                fine = FINE.get((route, key), set())
                for label, value in BAD.items():
                    if label in fine:
                        continue
                    self.check(route, right, key, value, wanted)
                if key in right and route not in ("scores",):
                    self.check(route, right, key, None, wanted)
        self.same_world()

    def test_ids_of_nobody_and_of_others(self):
        for route, right, keys in ROUTES:
            if "id" not in keys:
                continue
            for value in ("2", "4", "4294967295", "4294967296", "2147483648"):
                self.check(route, {**right, "id": value}, "id", value, BAD_ID)
            answer = self.ask(route, {**right, "id": "3"})
            if route != "scores":  # a table for everybody
                self.assertRegex(answer.text, r"^(0 [^,\n]*token|-1)", route)
                self.assertEqual(self.ask(route, {**right, "id": "3", "format": "json"}).status, 403)
                for wrong in ("", "x", "%FF", "A" * 3000, self.server.token.lower()):
                    answer = self.ask(route, {**right, "id": "3"}, f"token={wrong}")
                    self.assertRegex(answer.text, r"^(0 [^,\n]*token|-1)", route)
        self.same_world()

    def test_every_page_and_feed(self):
        paths = ["/w/bad/map/grid?x={}", "/w/bad/mocean/guide?x={}", "/w/bad/mocean/client.py?x={}", "/w/bad/scores?format={}",
                 "/w/bad/map?x={}", "/w/bad/scores?format=html&n={}", "/w/bad/scores?format=html&season={}",
                 "/w/bad/season?format=html&season={}", "/w/bad/mocean?client=browser&x={}", "/health?x={}", "/ready?x={}",
                 "/steps/progress?name={}", "/steps/me?name={}", "/steps/stats?format={}", "/steps/duck?format={}",
                 "/duck/rules?name={}", "/steps?name={}&message={}", "/w/bad/steps?name={}&message={}",
                 "/python?name={}", "/duck?name={}&location={}&destination={}", "/exchange?name={}&task={}",
                 "/begin?name={}&message={}&token={}", "/win?code={}&name={}"]
        for path in paths:
            for label, value in BAD.items():
                with self.subTest(path=path, value=label):
                    target = path.replace("{}", value)
                    for accept in ("*/*", "text/html", "application/json"):
                        answer = self.server.ask(target, headers={"Accept": accept})
                        self.assertIn(answer.status, (200, 414) if len(target) > 8192 else (200,), answer.text[:200])
                        self.assertNotIn("<script>alert", answer.text if "html" in answer.headers["content-type"] else "")
                        self.assertNotIn("x-forged", answer.headers)
        self.same_world()

    def test_a_browser_gets_a_page_for_the_season_and_a_program_gets_numbers(self):
        page = self.server.ask("/w/bad/season", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        self.assertEqual(page.headers["content-type"], "text/html; charset=utf-8")
        self.assertIn("Season 1 (open)", page.text)
        self.assertRegex(self.server.text("w/bad/season"), r"^1,open,\d+,-1$")

    def test_worlds_that_are_none(self):
        for label, value in BAD.items():
            if label in ("empty", "long text", "percent"):
                continue
            for route in ("who", "steps", "begin", "steps/progress", "duck", "map", "scores", "mocean/guide", "nothing"):
                with self.subTest(world=label, route=route):
                    answer = self.server.ask(f"/w/{value}/{route}")
                    self.assertIn(answer.status, (400, 404), answer.text[:100])
                    self.assertEqual(answer.headers["content-type"], "text/plain; charset=utf-8")
                    self.assertEqual(len(answer.text.strip().split("\n")), 1)

    def test_the_teachers_routes(self):
        posts = [("season", ("minutes", "target")), ("config", ("key", "value")), ("fork", ("name", "t")), ("release", ("name",)),
                 ("release", ("id",))]  # a fork of a right name at a right moment would be a new world
        for what, keys in posts:
            for label, value in BAD.items():
                with self.subTest(what=what, value=label):
                    body = "&".join(f"{key}={value}" for key in keys) + ("&name=bad" if what == "fork" else "")
                    answer = self.server.ask(f"/admin/world/bad/{what}", "POST", body, {
                        "Content-Type": "application/x-www-form-urlencoded", "X-Recess-Admin": KEY})
                    self.assertIn(answer.status, (200, 303, 400, 404, 409, 413), answer.text[:200])
        for body in ("", "[", "[1]", "{}", "[" * 5000, '[{"route":"\\u0000"}]', '[{"route":1e400}]', "\xff"):
            answer = self.server.ask("/w/bad/batch", "POST", body.encode("latin-1"), {"Content-Type": "application/json"})
            self.assertIn(answer.status, (200, 400), answer.text[:200])
            json.loads(answer.text)

    def test_methods_and_long_addresses_are_told_in_plain_text(self):
        for path in ("/who", "/steps", "/map", "/worlds", "/uptime", "/health", "/mocean/guide", "/w/bad/location",
                     "/steps/progress", "/begin"):
            for method in ("POST", "PUT", "DELETE", "PATCH"):
                answer = self.server.ask(path, method, "")
                self.assertEqual(answer.status, 405, path)
                self.assertIn("GET", answer.headers["allow"])
                self.assertEqual(answer.headers["content-type"], "text/plain; charset=utf-8")
                self.assertEqual(answer.text.count("\n"), 1, answer.text)
        page = self.server.ask("/who", "POST", "", {"Accept": "text/html"})
        self.assertIn("<html", page.text)
        answer = self.server.ask("/who?x=" + "x" * 8192)
        self.assertEqual((answer.status, answer.headers["content-type"]), (414, "text/plain; charset=utf-8"))
        self.server.connection = None


if __name__ == "__main__":
    unittest.main()
