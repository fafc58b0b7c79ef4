"""Engine.IO 4 on an endpoint that echoes. The tests with numbers are what the official test-suite of the protocol demands,
in its order, together with requirements.py; the others are ours."""

import socket
import time
import unittest

from requirements import EngineIoRequirements
from wire import WireTest


class EngineIo(EngineIoRequirements, WireTest):
    path = "/engine.io/"

    def test_08_polling_echoes(self):
        sid = self.open_polling()
        answer = self.ask("POST", "4hello", sid=sid)
        self.assertEqual((answer.status, answer.text), (200, "ok"))
        self.assertEqual(answer.headers["content-type"], "text/html")
        self.assertEqual(self.ask(sid=sid).text, "4hello")

    def test_09_polling_echoes_several_messages_in_one_poll(self):
        sid = self.open_polling()
        self.ask("POST", "4test1\x1e4test2\x1e4test3", sid=sid)
        self.assertEqual(self.ask(sid=sid).text, "4test1\x1e4test2\x1e4test3")

    def test_10_polling_echoes_binary(self):
        sid = self.open_polling()
        self.ask("POST", "4hello\x1ebAQIDBA==", sid=sid)
        self.assertEqual(self.ask(sid=sid).text, "4hello\x1ebAQIDBA==")

    def test_11_polling_refuses_what_is_no_packet(self):
        sid = self.open_polling()
        self.assertEqual(self.ask("POST", "abc", sid=sid).status, 400)
        self.assertEqual(self.ask(sid=sid).status, 400)

    def test_12_two_gets_at_once_end_the_link(self):
        sid = self.open_polling()
        held = self.held(sid=sid)
        time.sleep(0.05)
        second = self.ask(sid=sid)
        first = held.answer()
        self.assertEqual((first.status, first.text), (200, "1"))
        self.assertEqual(second.status, 400)
        self.assert_error(self.ask(sid=sid), 1, "Session ID unknown")

    def test_13_websocket_echoes_text(self):
        client = self.open_websocket()
        client.send("4hello")
        self.assertEqual(client.receive(), "4hello")

    def test_14_websocket_echoes_binary_without_prefix(self):
        client = self.open_websocket()
        client.send(b"\x01\x02\x03\x04")
        self.assertEqual(client.receive(), b"\x01\x02\x03\x04")

    def test_15_websocket_refuses_what_is_no_packet(self):
        client = self.open_websocket()
        client.send("abc")
        self.assert_closed(client)

    def test_22_upgrade_moves_to_the_websocket(self):
        sid = self.open_polling()
        client = self.websocket(sid=sid)
        client.send("2probe")
        self.assertEqual(client.receive(), "3probe")
        answer = self.ask(sid=sid)
        self.assertEqual((answer.status, answer.text), (200, "6"))
        client.send("5", "4hello")
        self.assertEqual(client.hear(), "4hello")

    def test_held_get_is_finished_by_the_probe(self):
        sid = self.open_polling()
        held = self.held(sid=sid)
        time.sleep(0.05)
        self.upgrade(sid)
        self.assertEqual(held.answer().text, "6")

    def test_messages_queued_before_the_upgrade_arrive_after_it(self):
        sid = self.open_polling()
        self.ask("POST", "4one\x1e4two", sid=sid)
        client = self.upgrade(sid)
        self.assertEqual([client.hear(), client.hear()], ["4one", "4two"])

    def test_two_posts_at_once_end_the_link(self):
        sid = self.open_polling()
        first = self.slow_post(sid)
        time.sleep(0.05)
        self.assertEqual(self.ask("POST", "4x", sid=sid).status, 400)
        self.assertEqual(self.ask(sid=sid).status, 400)
        first.close()

    def test_an_aborted_post_loses_the_link(self):
        sid = self.open_polling()
        self.slow_post(sid).close()
        time.sleep(0.1)
        self.assert_error(self.ask(sid=sid), 1, "Session ID unknown")

    def test_an_aborted_get_loses_the_link(self):
        sid = self.open_polling()
        held = self.held(sid=sid)
        held.http.connection.sock.shutdown(2)
        time.sleep(0.1)
        self.assert_error(self.ask(sid=sid), 1, "Session ID unknown")

    def slow_post(self, sid):
        client = socket.create_connection(("127.0.0.1", self.port))
        client.sendall(f"POST {self.target(sid=sid)} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n4ab".encode())
        return client

    def test_a_body_over_the_limit_is_413_before_it_is_read(self):
        sid = self.open_polling()
        answer = self.ask("POST", "4" + "x" * 1000000, sid=sid)
        self.assertEqual(answer.status, 413)
        self.assertEqual(self.ask(sid=sid).status, 400)

    def test_a_message_over_the_limit_closes_with_1009(self):
        client = self.open_websocket()
        client.send("4" + "x" * 1000000)
        self.assertEqual(self.assert_closed(client), 1009)

    def test_a_response_holds_at_most_sixteen_packets(self):
        sid = self.open_polling()
        self.ask("POST", "\x1e".join(f"4{i}" for i in range(20)), sid=sid)
        self.assertEqual(self.ask(sid=sid).text.split("\x1e"), [f"4{i}" for i in range(16)])
        self.assertEqual(self.ask(sid=sid).text.split("\x1e"), [f"4{i}" for i in range(16, 20)])

    def test_a_held_get_collects_what_one_post_caused(self):
        sid = self.open_polling()
        held = self.held(sid=sid)
        time.sleep(0.05)
        self.ask("POST", "4a\x1e4b", sid=sid)
        self.assertEqual(held.answer().text, "4a\x1e4b")


if __name__ == "__main__":
    unittest.main()
