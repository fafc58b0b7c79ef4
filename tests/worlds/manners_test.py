"""How requests are treated: tokens, limits, looking ahead, odd input, the forms of a reply."""

import http.client
import re
import threading
import time
import unittest
import urllib.parse

from sea import KEY, PATIENCE, Answer, Sea


class Tokens(Sea):
    def join(self, world, name, **keys):
        return self.server.ask(f"/{world}/join?" + urllib.parse.urlencode({"name": name, **keys}))

    def test_a_first_join_hands_out_a_token_and_a_later_one_does_not(self):
        w = self.world("first")
        first = self.join(w, "fred")
        token = first.headers["x-recess-token"]
        self.assertEqual(first.text, "0")
        self.assertEqual(first.cookies, [f"recess_first_0={token}; Path=/; HttpOnly; SameSite=Lax"])
        again = self.join(w, "fred")
        self.assertEqual(again.text, "0")
        self.assertNotIn("x-recess-token", again.headers)
        self.assertEqual(again.cookies, [])

    def test_a_claimed_player_needs_the_token_wherever_it_comes_from(self):
        w = self.world("claimed")
        token = self.join(w, "fred", claim="1").headers["x-recess-token"]
        ping = f"/{w}/ping?id=0"
        self.assertRegex(self.server.ask(ping).text, "^0 .*token")
        self.assertEqual(self.server.ask(f"{ping}&format=json").status, 403)
        self.assertRegex(self.server.ask(f"{ping}&token=AAAA").text, "^0 .*token")
        for headers, more in [({}, f"&token={token}"), ({"X-Recess-Token": token}, ""),
                              ({"Cookie": f"recess_claimed_0={token}"}, "")]:
            self.assertNotRegex(self.server.ask(ping + more, headers=headers).text, "token")
        self.assertEqual(self.join(w, "fred").text, "-1")
        self.assertRegex(self.server.ask(f"/{w}/quit?name=fred").text, "^0")

    def test_a_cookie_never_claims(self):
        w = self.world("cookie")
        token = self.join(w, "fred").headers["x-recess-token"]
        cookie = {"Cookie": f"recess_cookie_0={token}"}
        self.server.ask(f"/{w}/accel?id=0&ctrl=w", headers=cookie)
        self.assertEqual(len(self.server.ask(f"/{w}/accel?id=0&ctrl=w").text.split(",")), 6)

    def test_the_teacher_lets_go_of_a_claim(self):
        w = self.world("release")
        self.join(w, "fred", claim="1")
        self.assertEqual(self.join(w, "fred").text, "-1")
        self.assertEqual(self.server.admin("/admin/world/release/release", {"name": "fred"}).status, 200)
        self.assertEqual(self.join(w, "fred").text, "0")


class Guards(Sea):
    def test_a_head_counts_for_nothing(self):
        head = self.server.ask("/join?name=ghost", "HEAD")
        self.assertEqual(head.status, 200)
        self.assertEqual(head.text, "")
        self.assertEqual(self.server.text("id", name="ghost"), "-1")

    def test_looking_ahead_counts_for_nothing(self):
        for headers in ({"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}):
            self.assertEqual(self.server.ask("/join?name=ghost", headers=headers).status, 503)
        self.assertEqual(self.server.text("id", name="ghost"), "-1")

    def test_scripts_of_other_origins_may_read(self):
        answer = self.server.ask("/who")
        self.assertEqual(answer.headers["access-control-allow-origin"], "*")
        self.assertEqual(answer.headers["cache-control"], "no-store")
        self.assertEqual(answer.headers["content-type"], "text/plain; charset=utf-8")
        self.assertEqual(self.server.ask("/who", "OPTIONS").status, 204)

    def test_other_methods_are_told_which_would_do(self):
        answer = self.server.ask("/accel?id=0&ctrl=w", "POST", "")
        self.assertEqual(answer.status, 405)
        self.assertIn("GET", answer.headers["allow"])

    def test_odd_input_is_answered(self):
        self.server.text("join", name="odd")
        odd = ["", "abc", "-1", "0x0", "1e400", "nan", "9" * 400, "%00", "%ff", "%E2%80%AE", "0\n0", "a" * 5000, "' OR 1"]
        for route in ("location", "accel", "teleport", "get", "use", "sendchat", "move", "join", "quit", "scores",
                      "batch", "name", "id", "dive"):
            for value in odd:
                value = value if value.startswith("%") else urllib.parse.quote(value)
                for key in ("id", "name", "ctrl", "x", "item", "do", "n", "message"):
                    start = time.monotonic()
                    answer = self.server.ask(f"/{route}?{key}={value}")
                    self.assertLess(answer.status, 500, f"{route} {key}={value[:40]}")
                    self.assertLess(time.monotonic() - start, 2)

    def test_json_says_why_with_a_status(self):
        answer = self.server.ask("/location?id=77&format=json")
        self.assertEqual((answer.status, answer.json["ok"], answer.json["error"]), (404, False, "bad_id"))
        self.assertEqual(self.server.ask("/w/none/who?format=json").json["error"], "no_such_world")

    def test_scores_are_a_page_for_browsers(self):
        self.server.text("join", name="reader")
        page = self.server.ask("/scores", headers={"Accept": "text/html,*/*;q=0.8"})
        self.assertIn("text/html", page.headers["content-type"])
        self.assertIn("<td>reader</td>", page.text)
        self.assertIn("text/plain", self.server.ask("/scores").headers["content-type"])

    def test_well_and_ready(self):
        self.assertEqual((self.server.ask("/health").status, self.server.ask("/ready").status), (200, 200))
        fields = self.server.text("uptime").split(",")
        self.assertEqual(fields[0::2], ["since", "up", "starts", "last_stop"])
        self.assertEqual(fields[7], "none")


class Limits(Sea):
    """Loopback is exempt, so these come through a proxy that is believed."""

    settings = {"RECESS_TRUSTED_PROXIES": "127.0.0.1"}

    def come(self, target, address):
        return self.server.ask(target, headers={"X-Forwarded-For": address})

    def all_at_once(self, targets, address):
        """The answers to clients that come at the same time, each on a connection of its own with its list of targets."""
        answers = []

        def ask(mine):
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
            for target in mine:
                connection.request("GET", target, headers={"X-Forwarded-For": address})
                answers.append(Answer(connection.getresponse()))
            connection.close()

        clients = [threading.Thread(target=ask, args=(mine,)) for mine in targets]
        for client in clients:
            client.start()
        for client in clients:
            client.join(3 * PATIENCE)
        self.assertEqual(len(answers), sum(map(len, targets)))
        return answers

    def test_a_player_is_held_and_then_refused(self):
        self.come("/join?name=fast", "192.0.2.1")
        batch = f"/batch?id=0&do={','.join(['ping'] * 30)}"
        # 120 at once, 60 more within the second that requests are held; the rest is refused.
        answers = self.all_at_once([[batch]] * 20, "192.0.2.1")
        refused = [answer for answer in answers if answer.status == 429]
        self.assertGreaterEqual(len(refused), 5)
        self.assertGreaterEqual(len(answers) - len(refused), 6)
        self.assertEqual((refused[0].text, refused[0].headers["retry-after"]), ("0 slow down", "1"))

    def test_loopback_and_other_addresses_are_not_held(self):
        for _ in range(50):
            self.assertEqual(self.server.ask(f"/batch?id=0&do={','.join(['ping'] * 32)}").status, 200)
        self.assertEqual(self.come("/who", "192.0.2.99").status, 200)

    def test_joins_of_one_address_are_limited(self):
        # 100 at once, five more a second, and who waits does so for a second: of 240 some are refused on any machine.
        targets = [[f"/join?name=j{first + i}" for i in range(8)] for first in range(0, 240, 8)]
        statuses = [answer.status for answer in self.all_at_once(targets, "192.0.2.7")]
        self.assertGreaterEqual(statuses.count(200), 100)
        self.assertGreaterEqual(statuses.count(429), 5)
        self.assertEqual(set(statuses), {200, 429})

    def test_steps_are_never_faster_than_a_hull(self):
        self.server.text("join", name="walker")
        start = time.monotonic()
        for _ in range(21):
            self.server.text("move", name="walker", heading="east")
        self.assertGreaterEqual(time.monotonic() - start, 20 / 40)


class Teacher(Sea):
    def test_without_the_key_nothing_happens(self):
        for headers in ({}, {"X-Recess-Admin": "a key for teachers onlY"}, {"Cookie": "recess_admin=00"}):
            answer = self.server.ask("/admin/world/main/reset", "POST", "", headers)
            self.assertEqual(answer.status, 403)

    def test_a_page_of_another_site_cannot_ask(self):
        for headers in ({"Origin": "https://other.example"}, {"Sec-Fetch-Site": "cross-site"}):
            self.assertEqual(self.server.admin("/admin/world/main/pause", headers=headers).status, 403)
        self.assertNotIn("paused", self.server.text("accel", id=0, ctrl="w"))

    def test_the_form_gives_a_cookie_that_does_what_the_key_does(self):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        page = self.server.ask("/admin/worlds")
        self.assertIn('name="key"', page.text)
        wrong = self.server.ask("/admin/worlds/login", "POST", "key=wrong", form)
        self.assertEqual((wrong.status, wrong.cookies), (403, []))
        right = self.server.ask("/admin/worlds/login", "POST", urllib.parse.urlencode({"key": KEY}), form)
        self.assertEqual(right.status, 303)
        self.assertIn("HttpOnly", right.cookies[0])
        cookie = {"Cookie": right.cookies[0].split(";")[0]}
        page = self.server.ask("/admin/worlds", headers=cookie)
        self.assertIn("/admin/world/main/season", page.text)
        self.assertEqual(self.server.ask("/admin/world/main/resume", "POST", "", {**form, **cookie}).status < 500, True)

    def test_a_pause_lets_look_and_not_act(self):
        w = self.world("pause")
        self.server.text(f"{w}/join", name="fred")
        self.server.text(f"{w}/accel", id=0, ctrl="w")
        self.assertEqual(self.server.admin("/admin/world/pause/pause").status, 200)
        self.assertRegex(self.server.text(f"{w}/accel", id=0, ctrl="w"), "^0 .*paused")
        here = self.server.text(f"{w}/location", id=0)
        time.sleep(0.1)
        self.assertEqual(self.server.text(f"{w}/location", id=0), here)
        self.assertEqual(self.server.admin("/admin/world/pause/resume").status, 200)
        self.assertEqual(len(self.server.text(f"{w}/accel", id=0, ctrl="w").split(",")), 6)

    def test_a_season_begins_and_its_table_is_kept(self):
        w = self.world("season")
        self.server.text(f"{w}/join", name="fred")  # who may begin beside something worth points
        before = int(self.server.text(f"{w}/scores").split(",")[2])
        answer = self.server.admin("/admin/world/season/season", {"minutes": "5", "target": "100"})
        self.assertEqual(answer.status, 200, answer.text)
        number, state, elapsed, remaining = self.server.text(f"{w}/season").split(",")
        self.assertEqual((number, state), ("2", "running"))
        self.assertLessEqual(int(remaining), 300)
        place, name, points = self.server.text(f"{w}/scores", season=1).split(",")
        self.assertEqual((place, name), ("1", "fred"))
        self.assertGreaterEqual(int(points), before)
        self.server.logged("world.changed world=season what=season season=2")

    def test_a_reset_begins_with_number_zero(self):
        w = self.world("reset")
        self.server.text(f"{w}/join", name="fred")
        self.assertEqual(self.server.admin("/admin/world/reset/reset").status, 200)
        self.assertEqual(self.server.text(f"{w}/who"), "there are 0 players: ")
        self.assertEqual(self.server.text(f"{w}/join", name="ann"), "0")

    def test_settings_are_judged(self):
        w = self.world("config")
        self.assertEqual(self.server.admin("/admin/world/config/config", {"key": "cheats", "value": "true"}).status, 200)
        self.server.text(f"{w}/join", name="fred")
        self.assertEqual(self.server.text(f"{w}/bonanza", id=0), "ok")
        for key, value in [("nonsense", "1"), ("cheats", "perhaps"), ("who_max", "-5"), ("", "")]:
            answer = self.server.admin("/admin/world/config/config", {"key": key, "value": value})
            self.assertEqual(answer.status, 400, f"{key}={value}: {answer.text}")

    def test_worlds_are_made_with_care(self):
        for name in ("Big", "a_b", "x" * 33, "%20"):
            self.assertEqual(self.server.admin(f"/admin/world/{name}/create").status, 400, name)
        self.world("once")
        self.assertEqual(self.server.admin("/admin/world/once/create").status, 409)
        answer = self.server.admin("/admin/world/wrong/create", {"auth": "sometimes"})
        self.assertEqual(answer.status, 400)
        self.assertEqual(self.server.ask("/w/wrong/who").status, 404)

    def test_a_fork_is_the_world_as_it_was(self):
        w = self.world("root", seed="314")
        self.server.text(f"{w}/join", name="fred")
        self.server.text(f"{w}/accel", id=0, ctrl="w")
        then = float(self.server.ask(f"/{w}/location?id=0&format=json").json["t"])
        time.sleep(0.3)
        self.server.text(f"{w}/join", name="late")
        self.assertEqual(self.server.admin("/admin/world/root/fork", {"name": "fork", "t": str(then)}).status, 200)
        self.assertEqual(self.server.text("w/fork/who"), "there are 1 players: fred ")
        self.assertEqual(self.server.admin("/admin/world/root/fork", {"name": "copy"}).status, 200)
        self.assertEqual(self.server.text("w/copy/who"), "there are 2 players: fred late ")
        # They go their own ways.
        self.server.text("w/fork/join", name="other")
        self.assertEqual(self.server.text(f"{w}/who"), "there are 2 players: fred late ")
        for fields in ({"name": "copy"}, {"name": ""}, {"name": "x", "t": "1e9"}, {"name": "x", "t": "nan"}):
            self.assertIn(self.server.admin("/admin/world/root/fork", fields).status, (400, 409))

    def test_a_fork_of_what_has_not_come_yet_is_told_the_newest_moment(self):
        w = self.world("early")
        self.server.text(f"{w}/join", name="fred")
        self.assertEqual(self.server.admin("/admin/world/early/pause").status, 200)  # its clock stands still
        late = self.server.admin("/admin/world/early/fork", {"name": "later", "t": "1e9"})
        self.assertEqual((late.status, late.json["ok"]), (400, False))
        newest = re.fullmatch(r"that moment has not come yet: the newest is (\d+\.\d{6}) s of the world's clock",
                              late.json["message"])[1]
        after = f"{float(newest) + 1e-6:.6f}"
        self.assertEqual(self.server.admin("/admin/world/early/fork", {"name": "later", "t": after}).status, 400)
        self.assertEqual(self.server.admin("/admin/world/early/fork", {"name": "later", "t": newest}).status, 200)
        self.assertEqual(self.server.text("w/later/who"), "there are 1 players: fred ")

    def test_chat_never_reaches_the_log_and_names_forge_no_line(self):
        w = self.world("quiet")
        self.server.text(f"{w}/join", name="fred")
        self.server.text(f"{w}/join", name="ann")
        self.server.text(f"{w}/sendchat", id=0, name="ann", message="a secret\n2026 error forged")
        self.server.text(f"{w}/join", name="x\nworld.quit forged")
        self.server.text(f"{w}/quit", name="ann")
        self.server.logged("world.quit world=quiet")
        text = "\n".join(self.server.log)
        self.assertNotIn("secret", text)
        self.assertNotIn("forged", text)


if __name__ == "__main__":
    unittest.main()
