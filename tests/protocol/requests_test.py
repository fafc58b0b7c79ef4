"""Requests to the endpoint that are refused, and the headers of all."""

import unittest

from wire import Http, Refused, WebSocket, WireTest


class Requests(WireTest):
    path = "/socket.io/"

    def get(self, target, method="GET", headers=None):
        client = Http(self.port)
        self.addCleanup(client.close)
        return client.ask(method, target, None, headers)

    def test_errors_come_with_their_code(self):
        for method, target, code, message in (
            ("GET", "/socket.io/?EIO=3", 0, "Transport unknown"),
            ("GET", "/socket.io/?EIO=4&transport=polling&sid=nope", 1, "Session ID unknown"),
            ("POST", "/socket.io/?EIO=4&transport=polling", 2, "Bad handshake method"),
            ("DELETE", "/socket.io/?EIO=4&transport=polling", 2, "Bad handshake method"),
            ("GET", "/socket.io/?EIO=4&transport=websocket", 3, "Bad request"),
            ("GET", "/socket.io/?EIO=4&transport=polling&j=0", 3, "Bad request"),
            ("GET", "/socket.io/?EIO=9&transport=polling", 5, "Unsupported protocol version"),
        ):
            with self.subTest(target):
                self.assert_error(self.get(target, method), code, message)

    def test_a_refused_websocket_gets_the_bare_text_and_the_end(self):
        for query, message in (
            ("EIO=4&transport=websocket&sid=nope", "Session ID unknown"),
            ("EIO=9&transport=websocket", "Unsupported protocol version"),
            ("EIO=4&transport=x", "Transport unknown"),
        ):
            with self.subTest(query), self.assertRaises(Refused) as caught:
                WebSocket(self.port, "/socket.io/?" + query)
            refused = caught.exception
            self.assertEqual((refused.status, refused.body), (400, message))
            self.assertEqual(refused.headers["connection"], "close")
            self.assertEqual(refused.headers["content-type"], "text/html")

    def test_the_path_is_exact_with_and_without_the_last_slash(self):
        self.assertEqual(self.get("/socket.io?EIO=4&transport=polling").status, 200)
        self.assertEqual(self.get("/socket.io/?EIO=4&transport=polling").status, 200)
        self.assertEqual(self.get("/socket.io/socket.io.js").status, 404)
        self.assertEqual(self.get("/socket.iox/?EIO=4&transport=polling").status, 404)

    def test_order_and_surplus_of_parameters_do_not_matter(self):
        self.assertEqual(self.get("/socket.io/?x=1&transport=polling&t=1700000000.1&EIO=4&token=%20").status, 200)

    def test_the_revision_must_stay_the_same(self):
        sid = self.open_polling()
        self.assert_error(self.ask(sid=sid, EIO="3"), 3, "Bad request")
        self.assert_error(self.ask("PUT", sid=sid), 3, "Bad request")

    def test_any_origin_is_echoed(self):
        answer = self.ask(headers={"Origin": "http://phone.example"})
        self.assertEqual(answer.headers["access-control-allow-origin"], "http://phone.example")
        self.assertEqual(answer.headers["access-control-allow-credentials"], "true")
        self.assertEqual(answer.headers["vary"], "Origin")
        self.assertEqual(self.ask().headers["access-control-allow-origin"], "*")
        refused = self.ask(headers={"Origin": "http://phone.example"}, sid="nope")
        self.assertEqual(refused.headers["access-control-allow-origin"], "http://phone.example")

    def test_nothing_is_cached_and_no_cookie_set(self):
        answer = self.ask()
        self.assertEqual(answer.headers["cache-control"], "no-store")
        self.assertNotIn("set-cookie", answer.headers)

    def test_preflight_is_answered_with_or_without_sid(self):
        for sid in (None, "nope"):
            answer = self.ask("OPTIONS", headers={"Origin": "http://a.example"}, sid=sid)
            self.assertEqual(answer.status, 204)
            self.assertEqual(answer.headers["access-control-allow-methods"], "GET,POST,OPTIONS")
            self.assertEqual(answer.headers["access-control-allow-headers"], "Content-Type")

    def test_connections_are_kept(self):
        client = Http(self.port)
        self.addCleanup(client.close)
        client.ask("GET", self.target())
        first = client.connection.sock
        client.ask("GET", self.target())
        self.assertIs(client.connection.sock, first)


if __name__ == "__main__":
    unittest.main()
