"""What section 7 of the game's description lists, and the clients that others have published."""

import contextlib
import http.client
import json
import math
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

import server

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def fold(angle):
    while angle > 180:
        angle -= 360
    while angle <= -180:
        angle += 360
    return angle


class SharedServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = server.Server().start()
        cls.get = cls.server.get

    @classmethod
    def tearDownClass(cls):
        cls.server.close()


class Transport(SharedServer):
    def test_the_first_lesson(self):
        self.assertTrue(self.get("/steps").text.startswith("welcome to the"))
        reply = self.server.request("/steps?message=hello%20wurlde")
        self.assertTrue(reply.first_line.startswith("welcome"))
        self.assertTrue(reply.first_line.endswith("hello wurlde"))
        self.assertTrue(self.server.logged("Server received message: hello wurlde"))

    def test_headers(self):
        reply = self.get("/steps", {"message": "x"})
        self.assertEqual(reply.headers["content-type"], "text/plain; charset=utf-8")
        self.assertEqual(reply.headers["cache-control"], "no-store")
        self.assertEqual(reply.headers["x-content-type-options"], "nosniff")
        self.assertEqual(reply.headers["access-control-allow-origin"], "*")
        self.assertEqual(int(reply.headers["content-length"]), len(reply.raw))

    def test_query_decoding(self):
        self.assertIn("\u2603", self.server.request("/steps?message=%E2%98%83").first_line)
        self.assertTrue(self.server.request("/steps?message=%ff").text.startswith("welcome to the"))
        self.assertTrue(self.server.request("/steps?a=1&message=x&message=y").first_line.endswith(": y"))
        self.assertTrue(self.server.request("/steps?message=a+b;c").first_line.endswith("a b;c"))
        self.assertTrue(self.server.request("/steps?Message=x").text.startswith("welcome to the"))
        self.assertTrue(self.server.request("/steps?message").text.startswith("welcome to the"))

    def test_methods(self):
        self.server.make_world("class-7b")
        for path in ("/steps", "/puzzle", "/duck", "/exchange", "/w/class-7b/begin"):
            for method in ("POST", "PUT", "DELETE", "PATCH"):
                reply = self.server.request(path, method)
                self.assertEqual((reply.status, reply.headers["allow"]), (405, "GET, HEAD, OPTIONS"), path)
            reply = self.server.request(path, "OPTIONS")
            self.assertEqual((reply.status, reply.headers["access-control-allow-origin"]), (204, "*"), path)

    def test_head_counts_and_logs_nothing(self):
        reply = self.server.request("/steps?message=only-the-head&name=Header", "HEAD")
        self.assertEqual((reply.status, reply.text), (200, ""))
        self.assertGreater(int(reply.headers["content-length"]), 0)
        self.server.request("/puzzle?solution=leaf&name=Header", "HEAD")
        self.get("/steps", {"message": "after-the-head"})
        self.assertTrue(self.server.logged("after-the-head"))
        self.assertFalse(any("only-the-head" in line for line in self.server.log))
        self.assertEqual(self.get("/steps/me", {"name": "Header", "format": "json"}).json, [])

    def test_prefetches_are_turned_away(self):
        for path in ("/steps?message=early&name=Early", "/puzzle?solution=leaf&name=Early"):
            self.assertEqual(self.server.request(path, Purpose="prefetch").status, 503)
            self.assertEqual(self.server.request(path, Sec_Purpose="prefetch;prerender").status, 503)
        self.assertEqual(self.get("/steps/me", {"name": "Early", "format": "json"}).json, [])

    def test_paths(self):
        self.assertEqual(self.get("/puzzle/").text, self.get("/puzzle").text)
        self.assertEqual(self.get("/Puzzle").status, 404)
        reply = self.get("/board.cgi", {"cmd": "cd /tmp"})
        self.assertEqual((reply.status, reply.text.count("\n"), reply.headers["content-type"]),
                         (404, 1, "text/plain; charset=utf-8"))
        for path in ("/w/UPPER/steps", "/w/nobodys/steps", "/w/nobodys/puzzle?solution=leaf&name=Ann",
                     "/w/nobodys/steps/progress", "/w/nobodys/duck", "/w/nobodys/duck/rules"):
            reply = self.get(path)
            self.assertEqual((reply.status, reply.text.count("\n")), (404, 1), path)
        self.assertIn("<html", self.server.request("/nothing-here", Accept=BROWSER).text)
        for path, word in (("/nothing-here", "not_found"), ("/steps/nothing", "not_found"), ("/w/none/steps", "no_such_world"),
                           ("/w/none/steps/progress", "no_such_world")):
            reply = self.server.request(path + "?format=json", Accept=BROWSER)
            self.assertEqual((reply.status, reply.headers["content-type"], reply.json["ok"], reply.json["error"]),
                             (404, "application/json", False, word), path)
        self.assertEqual(self.server.request("/w/none/steps", Accept="application/json").json["error"], "no_such_world")

    def test_limits(self):
        self.assertEqual(self.server.request("/steps?message=" + "x" * 8192).status, 414)
        reply = self.get("/steps", {"message": "x" * 2001, "format": "json"})
        self.assertEqual((reply.status, reply.json["outcome"]), (200, "too_long"))
        self.assertNotEqual(self.get("/steps", {"message": "x" * 2000, "format": "json"}).json["outcome"], "too_long")
        self.assertEqual(self.get("/exchange", {"task": "9" * 1000}).text, "1" + "0" * 998 + "36")
        self.assertEqual(self.get("/exchange", {"task": "1" * 2001}).status, 200)

    def test_representations(self):
        bad = "<script>alert(1)</script>"
        page = self.server.get("/steps", {"message": bad}, Accept=BROWSER)
        self.assertEqual(page.headers["content-type"], "text/html; charset=utf-8")
        self.assertNotIn(bad, page.text)
        self.assertIn("&lt;script&gt;", page.text)
        self.assertIn("<br>", page.text)
        self.assertIn('name="message"', page.text)
        plain = self.server.get("/steps", {"message": bad}, Accept="*/*")
        self.assertTrue(plain.first_line.endswith(bad))
        self.assertEqual(self.server.get("/steps", {"message": "x"}, Accept="application/json").json["outcome"], "wrong")
        self.assertEqual(self.server.get("/steps", {"format": "text"}, Accept=BROWSER).headers["content-type"],
                         "text/plain; charset=utf-8")
        self.assertIn("<html", self.get("/steps", {"client": "browser"}).text)
        for asset, kind in (("/steps/style.css", "text/css"), ("/steps/page.js", "text/javascript")):
            self.assertTrue(self.get(asset).headers["content-type"].startswith(kind))

    def test_json_shape(self):
        reply = self.get("/puzzle", {"solution": " leaf ", "format": "json"}).json
        base = f"http://127.0.0.1:{self.server.port}"
        self.assertEqual(list(reply), ["route", "track", "outcome", "solved", "input", "say", "next", "next_url", "name",
                                       "attempts"])
        self.assertEqual((reply["route"], reply["track"], reply["outcome"], reply["solved"], reply["input"]),
                         ("puzzle", "passport", "solved", True, "leaf"))
        self.assertEqual((reply["next"], reply["next_url"], reply["name"], reply["attempts"]),
                         ("problem", base + "/problem", None, None))

    def test_every_route_answers_anything_quickly(self):
        values = ["", " ", "nan", "inf", "-inf", "1e400", "1" * 1900, "9007199254740881", "0x10", "\x00\x1b[2J\n", "%",
                  "\u202e\u2028", "1,2,3,4,5,6", "{base}{input}", "'\"<>&", "-" * 900, "1_" * 900, "1e300", "0," * 900]
        routes = {"steps": "message", "puzzle": "solution", "problem": "solution", "python": "x", "win": "code",
                  "hello": "x", "exchange": "task", "begin": "message", "beguine": "message", "sirduke": "message",
                  "euler": "message", "meruprastarah": "message", "duck": "location"}
        for route, key in routes.items():
            for value in values:
                for form in ("text", "json", "html"):
                    reply = self.get("/" + route, {key: value, "format": form})
                    self.assertEqual(reply.status, 200, (route, value))
                    if form == "json":
                        json.loads(reply.text)
            raw = self.server.request(f"/{route}?{key}=%ff%fe&&=;&%&{key}")
            self.assertEqual(raw.status, 200)


class Duck(SharedServer):
    def duck(self, location=None, destination=None, **more):
        params = {"location": location, "destination": destination, **more}
        return self.get("/duck", {k: v for k, v in params.items() if v is not None}).text

    def test_start_and_awry(self):
        text = self.duck()
        self.assertEqual(text.split("\n")[:2], ["location=0,0,0", ""])
        self.assertIn("/duck/rules", text)
        self.assertEqual(self.get("/duck/rules").status, 200)
        self.assertEqual(self.server.request("/duck?location").text, text)
        self.assertEqual(self.duck(None, "40,90").split("\n")[0], "awry: 0   1")
        self.assertEqual(self.duck("1,2").split("\n")[0], "awry: 1   0")

    def test_numbers_read_as_floats_both_ways_of_ending_a_line(self):
        text = self.duck("0,0,0", "10,180")
        self.assertEqual([float(part) for part in text.split(",")], [10.0, 180.0, 45.84])
        text = self.duck("10.8,180,0", "50,180").replace("<br>", "\n")
        self.assertEqual(text.split("\n")[0], "50.0,180.0,179.68")
        self.assertIn("Duck flies away", text)
        self.assertIn("Wolf has lunch", self.duck("10.7,180,0", "50,180"))
        self.assertEqual(self.duck("1;2;3"), "1.0,2.0,2.0")

    def test_hostile_angles_end(self):
        for location in ("0,1e300,0", "0,inf,0", "nan,0,0", "0,1e12,-1e12", "1e308,0,0"):
            self.assertEqual(len(self.duck(location, "1,1").split(",")), 3, location)

    def test_the_published_client(self):
        requests = 0
        state = (0.0, 0.0, 0.0)
        text = ""

        def go(r, a):
            nonlocal requests, state, text
            requests += 1
            text = self.duck(",".join(map(str, state)), f"{r},{a}")
            state = tuple(map(float, text.split("\n")[0].split(",")))

        go(12.3, 180.0)
        while True:
            d = fold(state[1] - state[2])
            if abs(abs(d) - 180) < 1:
                break
            go(12.3, state[1] + abs(d - 180) * 0.9999)
            self.assertLess(requests, 1000)
        self.assertEqual(state, (12.3, -179.42, 1.57))
        go(50.0, state[1])
        self.assertEqual((requests, state), (212, (50.0, -179.42, 174.37)))
        self.assertIn("Duck flies away", text)

    def test_the_published_client_with_a_name_wins_a_certified_run(self):
        text, state, requests = "0,0,0", (0.0, 0.0, 0.0), 0

        def go(r, a):
            nonlocal text, state, requests
            requests += 1
            reply = self.duck(text if requests == 1 else ",".join(map(str, state)), f"{r},{a}", name="Daisy")
            text = reply
            state = tuple(map(float, reply.split("\n")[0].split(",")))

        go(12.3, 180.0)
        while abs(abs(fold(state[1] - state[2])) - 180) >= 1:
            go(12.3, state[1] + abs(fold(state[1] - state[2]) - 180) * 0.9999)
            self.assertLess(requests, 1000)
        go(50.0, state[1])
        self.assertIn("Duck flies away", text)
        self.assertIn(f"Daisy,{requests}\n", self.get("/steps/duck").text)

    def test_a_run_is_certified_only_from_the_centre_on(self):
        def go(location, destination):
            return self.get("/duck", {"name": "Donald", "location": location, "destination": destination, "format": "json"}).json

        self.assertTrue(go("0,0,0", "5,0")["run"]["certified"])
        self.assertEqual(go("49,180,0", "50,180")["outcome"], "escaped")
        self.assertEqual(self.get("/steps/duck").text, "name,requests\n")
        # Inside a quarter of the pond the duck turns faster than the wolf: here it keeps the exact state itself.
        state = [0.0, 0.0, 0.0]
        requests = 0

        def model(r, a):
            x = r * math.cos(math.radians(a)) - state[0] * math.cos(math.radians(state[1]))
            y = r * math.sin(math.radians(a)) - state[0] * math.sin(math.radians(state[1]))
            reach = 4 * math.hypot(x, y)
            arc = fold(a - state[2])
            need = abs(math.radians(arc)) * 50
            wolf = a if need <= reach else state[2] + math.copysign(math.degrees(reach / 50), arc)
            state[:] = [r, a, wolf]

        location = "0,0,0"
        angle = 180.0
        for _ in range(2000):
            lead = (state[1] - state[2]) % 360
            r = 50.0 if requests > 0 and abs(lead - 180) < 1 else 12.3
            if r == 12.3 and requests > 0:
                angle = fold(state[1] + (180 - lead) * 0.999)
            reply = go(location, f"{r},{angle!r}")
            requests += 1
            model(r, angle)
            self.assertTrue(reply["run"]["certified"], requests)
            self.assertEqual(reply["run"]["requests"], requests)
            location = f'{reply["r"]},{reply["a"]},{reply["b"]}'
            if reply["outcome"] != "swimming":
                break
        self.assertEqual(reply["outcome"], "escaped")
        self.assertEqual(self.get("/steps/duck").text, f"name,requests\nDonald,{requests}\n")


class Clients(SharedServer):
    def test_exchange_is_a_number_and_nothing_else(self):
        self.assertEqual(self.get("/exchange", {"task": "5"}).text, "42")
        self.assertEqual(int(self.get("/exchange", {"task": "-37", "name": "no spaces, please!"}).text), 0)
        self.assertGreater(len(self.get("/exchange", {"task": "five"}).text), 20)

    def test_the_number_trail_names_the_next_route_as_a_bare_word(self):
        for route, guess, after in (("begin", "101", "beguine"), ("beguine", "987", "sirduke"), ("sirduke", "wigs", "euler"),
                                    ("euler", "50005000", "meruprastarah")):
            words = self.get("/" + route, {"message": guess}).text.replace(":", " ").split()
            self.assertIn(after, words)
        self.assertIn("3.14", self.get("/hello").text)
        self.assertIn("teacher", self.get("/meruprastarah", {"message": "1, 5, 10, 10, 5, 1"}).text)

    def test_a_route_changer_is_always_answered(self):
        for route in ("steps", "win", "nowhere", "begin"):
            self.assertIn(self.server.request(f"/{route}?anything=1").status, (200, 404))

    def test_the_program_of_python_runs(self):
        text = self.get("/python").text.replace("<br>", "\n")
        program = text[text.index("import time"):]
        compile(program, "ask.py", "exec")
        self.assertIn(f'"http://127.0.0.1:{self.server.port}/puzzle"', program)


class TooMany(unittest.TestCase):
    """Loopback is exempt, so these come through a proxy that is believed."""

    AT_ONCE = 450  # of which 300 are held, for up to a second

    def use_up(self, address):
        """What an address may ask at once: 600, or 20 batches of 30."""
        link = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=60)
        for player in range(20):
            link.request("GET", f"/batch?id={player}&do=" + ",".join(["ping"] * 30), headers={"X-Forwarded-For": address})
            self.assertEqual(link.getresponse().read()[:16], b"0 bad player id:")
        link.close()

    def storm(self, target, accept, address):
        """(head, body) of the answers to many clients that ask at the same time."""
        self.use_up(address)
        ask = (f"GET {target} HTTP/1.1\r\nHost: a\r\nAccept: {accept}\r\nX-Forwarded-For: {address}\r\n"
               "Connection: close\r\n\r\n").encode()
        with contextlib.ExitStack() as ends:
            links = [ends.enter_context(socket.create_connection(("127.0.0.1", self.running.port), 60))
                     for _ in range(self.AT_ONCE)]
            for link in links:
                link.sendall(ask)
            return [b"".join(iter(lambda one=link: one.recv(65536), b"")).decode().split("\r\n\r\n", 1) for link in links]

    def test_is_said_in_the_form_that_was_asked_for(self):
        self.running = server.Server(RECESS_TRUSTED_PROXIES="127.0.0.1").start()
        self.addCleanup(self.running.close)
        as_json = ("application/json", '{"ok":false,"error":"rate","message":"slow down"}')
        forms = (("/begin?message=4&name=Text", "*/*", ("text/plain; charset=utf-8", "0 slow down")),
                 ("/begin?message=4&name=Json", "application/json", as_json),
                 ("/steps/progress?format=json", "*/*", as_json))
        for number, (target, accept, (kind, body)) in enumerate(forms):
            with self.subTest(target):
                played = 0
                refused = []
                for _ in range(10):  # a machine that is too busy to ask all at once may try again
                    answers = self.storm(target, accept, f"192.0.2.{number}")
                    refused = [(head, text) for head, text in answers if head.startswith("HTTP/1.1 429 ")]
                    played += len(answers) - len(refused)
                    if refused:
                        break
                self.assertTrue(refused)
                for head, text in refused:
                    self.assertIn(f"\r\nContent-Type: {kind}", head)
                    self.assertIn("\r\nRetry-After: 1", head)
                    self.assertEqual(text, body)
                if "name=" in target:  # who was refused has not attempted
                    me = self.running.get("/steps/me", {"name": target.rsplit("=", 1)[1], "format": "json"}).json
                    self.assertEqual(me[0]["attempts"], played)


class Base(unittest.TestCase):
    def sample(self, running, **headers):
        text = running.get("/puzzle", **headers).text
        return text[text.index("http"):].split("/puzzle")[0]

    def test_the_address_shown(self):
        running = server.Server().start()
        self.addCleanup(running.close)
        local = f"http://127.0.0.1:{running.port}"
        self.assertEqual(self.sample(running), local)
        self.assertEqual(self.sample(running, Host="game.example:8080"), "http://game.example:8080")
        self.assertEqual(self.sample(running, Host="[2001:db8::1]:81"), "http://[2001:db8::1]:81")
        self.assertEqual(self.sample(running, Host="bad_host"), local)
        self.assertEqual(self.sample(running, Host="a", X_Forwarded_Host="evil.example"), "http://a")
        # What is no host is answered, and never repeated.
        for host in ("evil<b>", "evil.example/path", "evil example", "user@evil", 'evil"', "evil:port", "evil:1:2", "evil:999999",
                     "[evil]", "[::1%evil]", "[::1", "::evil", "evil;x", "evil,x", "", ":80"):
            for path in ("/puzzle", "/python", "/duck", "/puzzle?format=json&solution=leaf", "/begin?client=browser"):
                reply = running.get(path, Host=host)
                self.assertEqual(reply.status, 200, (path, host))
                self.assertNotIn("evil", reply.text + str(reply.headers))
                self.assertIn(local, reply.text, (path, host))
        running.make_world("class-7b")
        text = running.get("/w/class-7b/puzzle").text
        self.assertIn(local + "/w/class-7b/puzzle?", text)

    def test_behind_a_proxy(self):
        running = server.Server(RECESS_TRUSTED_PROXIES="127.0.0.1").start()
        self.addCleanup(running.close)
        shown = self.sample(running, Host="inside", X_Forwarded_Host="club.example", X_Forwarded_Proto="https")
        self.assertEqual(shown, "https://club.example")
        for headers, base in (
                ({"X_Forwarded_Proto": "https"}, "https://inside"),
                ({"X_Forwarded_Proto": "http, https"}, "https://inside"),
                ({"X_Forwarded_Proto": "gopher"}, "http://inside"),
                ({"X_Forwarded_Host": "evil.example, club.example:81"}, "http://club.example:81"),
                ({"X_Forwarded_Host": "[2001:db8::1]:81"}, "http://[2001:db8::1]:81"),
                ({"X_Forwarded_Host": "ev<il"}, "http://inside"),
                ({"X_Forwarded_Host": ""}, "http://inside"),
                ({"X_Forwarded_Host": "club.example", "Host": "no host"}, "http://club.example"),
                ({"X_Forwarded_Host": "no/host", "Host": "no host"}, f"http://127.0.0.1:{running.port}")):
            self.assertEqual(self.sample(running, **{"Host": "inside", **headers}), base, headers)
        running.make_world("class-7b")
        text = running.get("/w/class-7b/puzzle", X_Forwarded_Host="club.example", X_Forwarded_Proto="https").text
        self.assertIn("https://club.example/w/class-7b/puzzle?", text)

    def test_a_proxy_that_is_not_named_is_a_stranger(self):
        running = server.Server(RECESS_TRUSTED_PROXIES="10.0.0.0/8, ::1").start()
        self.addCleanup(running.close)
        shown = self.sample(running, Host="inside", X_Forwarded_Host="club.example", X_Forwarded_Proto="https")
        self.assertEqual(shown, "http://inside")

    def test_configured(self):
        running = server.Server(HOST_URL="https://game.foo.ch/").start()
        self.addCleanup(running.close)
        self.assertEqual(self.sample(running, Host="elsewhere"), "https://game.foo.ch")
        self.assertEqual(self.sample(running, Host="no host"), "https://game.foo.ch")
        shown = self.sample(running, X_Forwarded_Host="club.example", X_Forwarded_Proto="http")
        self.assertEqual(shown, "https://game.foo.ch")


class Progress(unittest.TestCase):
    def setUp(self):
        self.server = server.Server().start()
        self.addCleanup(self.server.close)
        self.get = self.server.get

    def progress(self):
        return self.get("/steps/progress", {"format": "json"}).text

    def test_survives_a_kill(self):
        self.get("/steps", {"message": "passport", "name": "Fred"})
        self.get("/puzzle", {"solution": "leaf", "name": "Fred"})
        self.get("/problem", {"solution": "32", "name": "Fred"})
        reply = self.get("/begin", {"message": "101", "name": " fred ", "format": "json"}).json
        self.assertEqual((reply["name"], reply["attempts"]), ("fred", 1))
        self.server.make_world("other")
        self.get("/w/other/begin", {"message": "101", "name": "Else"})
        self.get("/begin", {"message": "101"})
        before = self.progress()
        records = json.loads(before)
        self.assertEqual({record["name"] for record in records}, {"Fred"})
        self.assertEqual(len(records), 4)
        for _ in range(3):
            self.server.kill()
            self.server.start()
            self.assertEqual(self.progress(), before)
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.assertEqual(self.progress(), before)
        self.assertIn("Else", self.get("/w/other/steps/progress").text)

    def test_every_acknowledged_answer_is_there_after_kill_9_under_load(self):
        acknowledged = {}

        def play(number):
            name = f"p{number}"
            for i in range(10_000):
                try:
                    reply = self.get("/begin", {"message": "4", "name": name, "format": "json"}).json
                except (OSError, ValueError):
                    return
                acknowledged[name] = reply["attempts"]
                assert reply["attempts"] == i + 1

        for _ in range(3):
            acknowledged.clear()
            self.server.close()
            self.server = server.Server().start()
            self.get = self.server.get
            self.addCleanup(self.server.close)
            threads = [threading.Thread(target=play, args=(n,)) for n in range(8)]
            for thread in threads:
                thread.start()
            while len(acknowledged) < 8 or sum(acknowledged.values()) < 200:
                time.sleep(0.01)
            self.server.kill()
            for thread in threads:
                thread.join()
            self.server.start()
            kept = {record["name"]: record["attempts"] for record in json.loads(self.progress())}
            for name, attempts in acknowledged.items():
                self.assertIn(kept.get(name, 0), (attempts, attempts + 1), name)

    def test_visits_are_no_attempts_and_solving_again_changes_nothing(self):
        for params in ({}, {"solution": " "}):
            self.assertEqual(self.get("/puzzle", {**params, "name": "Ann", "format": "json"}).json["attempts"], None)
        self.get("/puzzle", {"solution": "tree", "name": "Ann"})
        self.get("/puzzle", {"solution": "leaf", "name": "Ann"})
        before = self.progress()
        self.get("/puzzle", {"solution": "leaf", "name": "ANN"})
        self.assertEqual(self.progress(), before)
        self.assertIn("Ann,-,2*,", self.get("/steps/progress").text)

    def test_bad_names_are_ignored_with_one_line(self):
        plain = self.get("/puzzle", {"solution": "tree"}).text
        noted = self.get("/puzzle", {"solution": "tree", "name": "a/b"}).text
        self.assertTrue(noted.startswith(plain))
        self.assertEqual(noted.count("\n"), plain.count("\n") + 1)
        self.assertEqual(self.get("/exchange", {"task": "5", "name": "a/b"}).text, "42")
        self.assertEqual(self.get("/duck", {"location": "1,2,3", "name": "a/b"}).text, "1.0,2.0,2.0")
        self.assertEqual(self.progress(), "[]\n")

    def test_win_shows_what_a_player_has_solved(self):
        self.get("/hello", {"name": "Ann"})
        self.assertIn("Ann has solved hello, win.", self.get("/win", {"name": "Ann"}).text)

    def test_any_visit_wins_with_a_code_or_without(self):
        for params, outcome, code in (({}, "plain", None), ({"code": " "}, "plain", None), ({"code": "%ff"}, "code", "%ff"),
                                      ({"code": "  two words "}, "code", "two words"), ({"code": "<b>7</b>"}, "code", "<b>7</b>")):
            told = self.get("/win", {**params, "format": "json"}).json
            self.assertEqual((told["outcome"], told["solved"], told["input"], told["next"], told["track"]),
                             (outcome, True, code, "hello", "passport"), params)
            text = self.get("/win", params).text
            self.assertEqual(text, "\n".join(told["say"]) + "\n")
            self.assertEqual(text.split("\n")[0].endswith(code or "Well walked!"), True, text)
            self.assertEqual("Other codes" in text, outcome == "code")
            page = self.server.get("/win", params, Accept=BROWSER).text
            self.assertIn('<body class="solved">', page)
            self.assertNotIn("<b>7", page)
            self.assertTrue(self.server.logged(f"Server received message: {code or ''}"))
            self.assertTrue(self.server.logged(f'steps route=win outcome={outcome} name="" input="{code or ""}"'))
        self.assertEqual(self.progress(), "[]\n")
        self.get("/win", {"name": "Ben", "code": "7"})
        self.get("/win", {"name": "Ben"})
        self.get("/win", {"name": "Cem"})
        records = {record["name"]: record for record in json.loads(self.progress())}
        self.assertEqual([(records[name]["solved"], records[name]["attempts"], records[name]["wrong"], records[name]["last"])
                          for name in ("Ben", "Cem")], [(True, 1, 0, "code"), (True, 1, 0, "plain")])


class Tokens(unittest.TestCase):
    def test_a_name_belongs_to_its_token(self):
        running = server.Server(RECESS_STEPS_AUTH="token").start()
        self.addCleanup(running.close)
        first = running.get("/puzzle", {"name": "Ann", "solution": "tree"})
        token = first.headers["x-recess-token"]
        cookie = first.headers["set-cookie"].split(";")[0]

        def attempts(params, **headers):
            running.get("/puzzle", {"name": "ann", "solution": "tree", **params}, **headers)
            return running.get("/steps/me", {"name": "Ann", "format": "json"}).json[0]["attempts"]

        self.assertEqual(attempts({}), 1)
        self.assertEqual(attempts({"token": "wrong"}), 1)
        self.assertEqual(attempts({"token": token}), 2)
        self.assertEqual(attempts({}, X_Recess_Token=token), 3)
        self.assertEqual(attempts({}, Cookie=cookie), 4)
        reply = running.get("/puzzle", {"name": "Ann", "solution": "leaf", "format": "json"})
        self.assertEqual((reply.json["outcome"], reply.headers.get("x-recess-token")), ("solved", None))
        running.kill()
        running.start()
        self.assertEqual(attempts({}), 4)


class LevelFile(unittest.TestCase):
    def dump(self):
        return subprocess.run([server.RECESS, "levels", "--dump"], capture_output=True, check=True).stdout.decode()

    def colors(self, route="colors"):
        levels = json.loads(self.dump())
        levels["tracks"].append({"id": "colors", "levels": [route]})
        levels["levels"].append({"route": route, "key": "answer", "read": "word", "branches": [
            {"id": "solved", "if": {"is": "violet"}, "solved": True, "say": ["yes"]},
            {"id": "wrong", "if": {"else": True}, "say": ["{input} is not it"]}]})
        return json.dumps(levels, indent=1)

    def until(self, what, patience=2.0):
        end = time.monotonic() + patience + 8  # the promise is two seconds; a busy machine gets more before we give up
        while time.monotonic() < end:
            if what():
                return True
            time.sleep(0.05)
        return False

    def test_changes_while_the_server_runs(self):
        running = server.Server()
        self.addCleanup(running.close)
        path = os.path.join(running.folder.name, "levels.json")
        with open(path, "w") as file:
            file.write(self.dump())
        running.settings["RECESS_STEPS_LEVELS"] = path
        running.start()
        self.assertEqual(running.get("/colors").status, 404)
        with open(path, "w") as file:
            file.write(self.colors())
        self.assertTrue(self.until(lambda: running.get("/colors", {"answer": "red"}).text == "red is not it\n"))
        with open(path, "w") as file:
            file.write("{")
        self.assertTrue(running.logged("steps.levels_kept", 10))
        self.assertEqual(running.get("/colors", {"answer": "violet"}).text, "yes\n")
        with open(path, "w") as file:
            file.write(self.dump())
        running.process.send_signal(signal.SIGHUP)
        self.assertTrue(self.until(lambda: running.get("/colors").status == 404))
        self.assertEqual(running.get("/puzzle").status, 200)

    def check(self, path):
        return subprocess.run([server.RECESS, "levels", "--check", path], capture_output=True, text=True, check=False)

    def test_a_check_says_beforehand_what_the_server_would(self):
        with tempfile.TemporaryDirectory(prefix="steps-levels-") as folder:
            path = os.path.join(folder, "levels.json")
            wrong = self.colors("accel").replace('"read": "word"', '"read": "words"')
            for text in (wrong, self.colors().replace('"is": "violet"', '"si": "violet"'), "{", "", "x" * 1_100_000):
                with open(path, "w") as file:
                    file.write(text)
                checked = self.check(path)
                self.assertEqual((checked.returncode, checked.stderr), (1, ""))
                ended = subprocess.run([server.RECESS, "serve", "--port", "0", "--bind", "127.0.0.1", "--state", "var"],
                                       env={"RECESS_STEPS_LEVELS": path, "RECESS_WARM_POOL": "0"}, cwd=folder,
                                       capture_output=True, text=True, timeout=60, check=False)
                self.assertEqual(ended.returncode, 78)
                for line in checked.stdout.splitlines():
                    self.assertIn(line, ended.stderr.replace('\\"', '"').replace("\\n", "\n"))
            for told in (f"{path}: line ", '"read" must be one of', '"accel" belongs to another page'):
                with open(path, "w") as file:
                    file.write(wrong)
                self.assertIn(told, self.check(path).stdout)

    def test_a_check_of_a_good_file_ends_with_0_and_of_none_with_1(self):
        with tempfile.TemporaryDirectory(prefix="steps-levels-") as folder:
            path = os.path.join(folder, "levels.json")
            for text, levels in ((self.dump(), 11), (self.colors(), 12)):
                with open(path, "w") as file:
                    file.write(text)
                checked = self.check(path)
                self.assertEqual((checked.returncode, checked.stderr, checked.stdout),
                                 (0, "", f"{path}: {levels} levels, no mistakes\n"))
            for missing in (os.path.join(folder, "none.json"), folder):
                checked = self.check(missing)
                self.assertEqual((checked.returncode, checked.stdout), (1, f"the level file {missing} cannot be read\n"))
            self.assertEqual(os.listdir(folder), ["levels.json"])
        self.assertEqual(subprocess.run([server.RECESS, "levels"], capture_output=True, check=False).returncode, 64)

    def test_a_broken_file_stops_the_start_and_says_where(self):
        running = server.Server()
        self.addCleanup(running.folder.cleanup)
        path = os.path.join(running.folder.name, "levels.json")
        for text, told in ((self.colors("accel"), '"accel" belongs to another page'), ("{", "line 1")):
            with open(path, "w") as file:
                file.write(text)
            ended = subprocess.run([server.RECESS, "serve", "--port", "0", "--bind", "127.0.0.1", "--state",
                                    running.folder.name + "/var"], env={"RECESS_STEPS_LEVELS": path, "RECESS_WARM_POOL": "0"},
                                   cwd=running.folder.name, capture_output=True, timeout=60)
            self.assertEqual(ended.returncode, 78, ended.stderr)
            self.assertIn(told, ended.stderr.decode().replace('\\"', '"'))


class Log(unittest.TestCase):
    def test_lines_cannot_be_forged_and_scanners_do_not_fill_it(self):
        running = server.Server().start()
        self.addCleanup(running.close)
        running.get("/steps", {"message": "x\n2026 info serve.stopped\x1b[2J"})
        self.assertTrue(running.logged("Server received message: x\\n2026 info serve.stopped\\x1b[2J"))
        running.get("/puzzle", {"solution": 'a" outcome="solved', "name": "fred"})
        self.assertTrue(running.logged('steps route=puzzle outcome=wrong name=fred input="a\\" outcome=\\"solved"'))
        running.get("/win", {"code": "abc"})
        self.assertTrue(running.logged("Server received message: abc"))
        running.get("/steps", {"message": "y" * 201})
        self.assertTrue(running.logged("Server received message: " + "y" * 200 + "..."))
        before = len(running.log)
        with socket.create_connection(("127.0.0.1", running.port)) as link:
            ask = b"".join(b"GET /scan%d.cgi HTTP/1.1\r\nHost: a\r\n\r\n" % i for i in range(1000))
            threading.Thread(target=link.sendall, args=(ask,), daemon=True).start()
            seen = b""
            while seen.count(b"HTTP/1.1 404") < 1000:
                piece = link.recv(65536)
                self.assertTrue(piece)
                seen += piece
        running.get("/steps", {"message": "after the scan"})
        self.assertTrue(running.logged("after the scan"))
        self.assertLess(len(running.log) - before, 5)

    def test_echo_style_answers_one_line(self):
        running = server.Server(RECESS_STEPS_STYLE="echo").start()
        self.addCleanup(running.close)
        reply = running.get("/steps", {"message": "hello wurlde"}).text
        self.assertEqual((reply.count("\n"), reply.endswith("hello wurlde\n")), (1, True))


if __name__ == "__main__":
    unittest.main()
