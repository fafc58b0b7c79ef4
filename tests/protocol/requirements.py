"""What the official Engine.IO 4 test-suite demands of every endpoint, whatever its messages mean."""

import json
import time

from wire import Refused, WebSocket


class EngineIoRequirements:
    """For a WireTest."""

    KEYS = ["sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"]

    def assert_opening(self, opening, upgrades):
        self.assertEqual(list(opening), self.KEYS)
        self.assertEqual(len(opening["sid"]), 20)
        self.assertEqual(opening["upgrades"], upgrades)
        self.assertEqual((opening["pingInterval"], opening["pingTimeout"]), (300, 200))
        self.assertEqual(opening["maxPayload"], 1000000)

    def test_01_polling_handshake_has_exactly_the_five_keys(self):
        answer = self.ask()
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["content-type"], "text/plain; charset=UTF-8")
        self.assertEqual(answer.text[0], "0")
        self.assert_opening(json.loads(answer.text[1:]), ["websocket"])

    def test_02_polling_handshake_needs_a_known_revision(self):
        self.assertEqual(self.ask(EIO=None).status, 400)
        self.assertEqual(self.ask(EIO="abc").status, 400)

    def test_03_polling_handshake_needs_a_known_transport(self):
        self.assertEqual(self.ask(transport=None).status, 400)
        self.assertEqual(self.ask(transport="abc").status, 400)

    def test_04_handshake_is_a_get(self):
        self.assertEqual(self.ask("POST").status, 400)
        self.assertEqual(self.ask("PUT").status, 400)

    def test_05_websocket_handshake_has_the_five_keys_and_no_upgrades(self):
        self.assert_opening(self.open_websocket().opening, [])

    def test_06_websocket_handshake_needs_a_known_revision(self):
        for revision in (None, "abc"):
            with self.assertRaises(Refused):
                self.websocket(EIO=revision)

    def test_07_websocket_handshake_needs_a_known_transport(self):
        for transport in ("", "abc"):
            with self.assertRaises(Refused):
                WebSocket(self.port, f"{self.path}?EIO=4&transport={transport}")

    def test_16_polling_heartbeat_goes_on(self):
        sid = self.open_polling()
        for _ in range(3):
            self.assertEqual(self.ask(sid=sid).text, "2")
            self.assertEqual(self.ask("POST", "3", sid=sid).status, 200)

    def test_17_polling_link_that_is_not_used_ends(self):
        sid = self.open_polling()
        time.sleep(0.5)
        self.assertEqual(self.ask(sid=sid).status, 400)

    def test_18_websocket_heartbeat_goes_on(self):
        client = self.open_websocket()
        for _ in range(3):
            self.assertEqual(client.receive(), "2")
            client.send("3")

    def test_19_websocket_without_pong_is_closed(self):
        self.assertEqual(self.assert_closed(self.open_websocket()), 1001)

    def test_20_polling_close_finishes_the_held_get(self):
        sid = self.open_polling()
        held = self.held(sid=sid)
        time.sleep(0.05)
        self.assertEqual(self.ask("POST", "1", sid=sid).text, "ok")
        answer = held.answer()
        self.assertEqual((answer.status, answer.text), (200, "6"))
        self.assertEqual(self.ask(sid=sid).status, 400)

    def test_21_websocket_close_packet_closes(self):
        client = self.open_websocket()
        client.send("1")
        self.assert_closed(client)

    def test_23_a_poll_after_the_upgrade_is_refused(self):
        sid = self.open_polling()
        client = self.websocket(sid=sid)
        client.send("2probe", "5")
        self.assertEqual(client.receive(), "3probe")
        self.assertEqual(self.ask(sid=sid).status, 400)
        self.assert_alive(client)

    def test_24_a_second_websocket_is_closed_and_the_first_lives_on(self):
        sid = self.open_polling()
        client = self.upgrade(sid)
        second = self.websocket(sid=sid)
        self.assert_closed(second)
        self.assert_alive(client)

    def assert_alive(self, client):
        self.assertEqual(client.receive(), "2")
        client.send("3")
        self.assertEqual(client.receive(), "2")
