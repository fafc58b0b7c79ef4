"""What happens beyond the limits of links, with limits small enough to reach: section by section what a client sees."""

import socket
import time
import unittest

from wire import Closed, Http, Refused, WireTest

PATIENT = (20000, 20000)  # heartbeats that do not come in between


class LinksInAll(WireTest):
    fixture_arguments = (*PATIENT, "links=3")

    def test_a_link_too_many_is_forbidden_until_one_has_gone(self):
        first = self.open_websocket()
        self.open_websocket()
        sid = self.open_polling()
        self.assert_error(self.ask(), 4, "Forbidden", 403)
        with self.assertRaises(Refused) as caught:
            self.websocket()
        self.assertEqual((caught.exception.status, caught.exception.body), (400, "Forbidden"))
        self.ask("POST", "4still served", sid=sid)
        self.assertEqual(self.ask(sid=sid).text, "4still served")
        first.send("1")
        self.assert_closed(first)
        self.open_websocket()


class LinksPerAddress(WireTest):
    fixture_arguments = (*PATIENT, "links_per_address=2")

    def test_an_address_with_too_many_is_forbidden_and_others_are_not(self):
        self.open_polling()
        self.open_polling()
        self.assert_error(self.ask(), 4, "Forbidden", 403)
        other = Http(self.port)
        other.connection.source_address = ("127.0.0.2", 0)
        self.addCleanup(other.close)
        self.assertEqual(other.ask("GET", self.target()).status, 200)


class Handshakes(WireTest):
    fixture_arguments = (*PATIENT, "handshakes=5")

    def test_too_many_handshakes_are_forbidden_and_the_links_live_on(self):
        sid = self.open_polling()
        statuses = [self.ask().status for _ in range(20)]
        self.assertEqual(statuses[:4], [200] * 4)
        self.assertIn(403, statuses)
        self.ask("POST", "4x", sid=sid)
        self.assertEqual(self.ask(sid=sid).text, "4x")


class UpgradeTime(WireTest):
    fixture_arguments = (*PATIENT, "upgrade_ms=100")

    def test_a_probe_that_takes_too_long_is_dropped_and_polling_goes_on(self):
        sid = self.open_polling()
        probe = self.websocket(sid=sid)
        probe.send("2probe")
        self.assertEqual(probe.receive(), "3probe")
        self.ask("POST", "4held back", sid=sid)
        self.assert_closed(probe)
        self.assertEqual(self.ask(sid=sid).text, "4held back")


class Outbox(WireTest):
    fixture_arguments = (*PATIENT, "outbox_events=50", "overflow_ms=200")

    def test_a_polling_link_that_never_fetches_is_ended(self):
        sid = self.open_polling()
        for _ in range(6):
            self.ask("POST", "\x1e".join(["4x"] * 10), sid=sid)
        until = time.monotonic() + 10
        while self.ask("POST", "4x", sid=sid).status == 200 and time.monotonic() < until:
            time.sleep(0.02)
        self.assert_error(self.ask(sid=sid), 1, "Session ID unknown")

    def test_a_websocket_that_is_never_read_is_ended_and_others_are_served(self):
        stalled = self.open_websocket()
        canary = self.open_websocket()
        message = "4" + "x" * 900000
        until = time.monotonic() + 20
        with self.assertRaises(OSError):
            while time.monotonic() < until:
                stalled.send(message)
        canary.send("4alive")
        self.assertEqual(canary.receive(), "4alive")

    def test_a_reader_that_keeps_up_is_not(self):
        client = self.open_websocket()
        for i in range(200):
            client.send(f"4{i}")
            self.assertEqual(client.receive(), f"4{i}")


class IncomingBytes(WireTest):
    fixture_arguments = (*PATIENT, "bytes_per_second=100000")

    def test_who_posts_too_much_waits_for_the_answer(self):
        sid = self.open_polling()
        self.ask("POST", "4" + "x" * 99000, sid=sid)
        self.ask(sid=sid)
        start = time.monotonic()
        self.assertEqual(self.ask("POST", "4" + "x" * 50000, sid=sid).text, "ok")
        self.assertGreater(time.monotonic() - start, 0.2)
        self.assertEqual(len(self.ask(sid=sid).text), 50001)

    def test_who_sends_too_much_is_read_slowly_and_loses_nothing(self):
        client = self.open_websocket()
        client.send(*[f"4{i:010}" + "x" * 10000 for i in range(15)])
        self.assertEqual([client.receive()[:11] for _ in range(15)], [f"4{i:010}" for i in range(15)])


class Unjoined(WireTest):
    path = "/socket.io/"

    def test_a_link_that_joins_nothing_is_closed_and_one_that_joins_is_not(self):
        idle, joined = self.open_websocket(), self.open_websocket()
        joined.send("40")
        with self.assertRaises(Closed):
            idle.hear()
        heard = [joined.hear(), joined.hear()]
        self.assertEqual(heard[1], '42["auth",{}]')


class Packets(WireTest):
    fixture_arguments = PATIENT

    def test_ten_thousand_packets_fit_in_a_post_and_one_more_does_not(self):
        sid = self.open_polling()
        # pongs that nobody asked for: packets that cause nothing
        self.assertEqual(self.ask("POST", "\x1e".join(["3"] * 10000), sid=sid).status, 200)
        self.assertEqual(self.ask("POST", "\x1e".join(["3"] * 10001), sid=sid).status, 400)
        self.assert_error(self.ask(sid=sid), 1, "Session ID unknown")

    def test_content_length_beyond_the_limit_is_refused_before_the_body(self):
        sid = self.open_polling()
        client = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        self.addCleanup(client.close)
        client.sendall(
            f"POST {self.target(sid=sid)} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000001\r\n\r\n".encode()
        )
        self.assertTrue(client.recv(100).startswith(b"HTTP/1.1 413 "))
        self.assertEqual(self.ask(sid=sid).status, 400)

    def test_a_head_beyond_16_kib_is_431_and_a_long_target_414(self):
        for head, status in (("GET / HTTP/1.1\r\nX: " + "x" * 17000, 431), ("GET /" + "x" * 9000, 414)):
            client = socket.create_connection(("127.0.0.1", self.port), timeout=5)
            self.addCleanup(client.close)
            client.sendall((head + (" HTTP/1.1" if status == 414 else "") + "\r\n\r\n").encode())
            self.assertEqual(int(client.recv(100).split()[1]), status)


if __name__ == "__main__":
    unittest.main()
