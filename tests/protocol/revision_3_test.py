"""Engine.IO 3 with Socket.IO 4 over real sockets: what clients of that generation do."""

import json
import time
import unittest

from wire import WireTest

PLACEHOLDER = '{"_placeholder":true,"num":0}'


def record(packet):
    """A text packet in the binary framing that Python posts."""
    return b"\x00" + bytes(int(d) for d in str(len(packet))) + b"\xff" + packet.encode()


def text_record(packet):
    """A packet in the text framing that JavaScript posts: the length counts UTF-16 units."""
    return f"{len(packet.encode('utf-16-le')) // 2}:{packet}".encode()


class Revision3(WireTest):
    path = "/socket.io/"
    OCTETS = {"Content-Type": "application/octet-stream"}

    def target(self, **query):
        return super().target(**{"EIO": "3", **query})

    def open_polling(self, **query):
        answer = self.ask(**query)
        length, rest = answer.text.split(":", 1)
        packet, rest = rest[: int(length)], rest[int(length) :]
        self.assertEqual(rest, "2:40", "the open packet and CONNECT, nothing else")
        opening = json.loads(packet[1:])
        self.assertEqual(list(opening), ["sid", "upgrades", "pingInterval", "pingTimeout"])
        return opening["sid"]

    def send(self, sid, *packets):
        answer = self.ask("POST", b"".join(map(record, packets)), self.OCTETS, sid=sid)
        self.assertEqual((answer.status, answer.text), (200, "ok"))

    def test_a_python_client_on_polling(self):
        sid = self.open_polling()
        self.send(sid, "2")
        self.assertEqual(self.ask(sid=sid).text, '13:42["auth",{}]1:3')
        self.send(sid, '42["message",1]')
        self.assertEqual(self.ask(sid=sid).text, '20:42["message-back",1]')

    def test_text_framing_is_escaped_so_that_all_count_alike(self):
        sid = self.open_polling()
        self.ask(sid=sid)
        self.ask("POST", text_record('42["message","😀€"]'), sid=sid)
        answer = self.ask(sid=sid)
        self.assertEqual(answer.text, '39:42["message-back","\\ud83d\\ude00\\u20ac"]')

    def test_binary_both_ways_on_polling(self):
        sid = self.open_polling()
        self.ask(sid=sid)
        body = record(f'451-["message",{PLACEHOLDER}]') + b"\x01\x05\xff\x04\x01\x02\x03\x04"
        self.ask("POST", body, self.OCTETS, sid=sid)
        answer = self.ask(sid=sid)
        self.assertEqual(answer.headers["content-type"], "application/octet-stream")
        self.assertEqual(
            answer.bytes, record(f'451-["message-back",{PLACEHOLDER}]') + b"\x01\x05\xff\x04\x01\x02\x03\x04"
        )

    def test_base64_for_who_asked_for_it(self):
        sid = self.open_polling(b64="1")
        self.ask(sid=sid, b64="1")
        self.ask("POST", text_record(f'451-["message",{PLACEHOLDER}]') + b"10:b4AQIDBA==", sid=sid, b64="1")
        answer = self.ask(sid=sid, b64="1")
        self.assertEqual(answer.headers["content-type"], "text/plain; charset=UTF-8")
        self.assertEqual(answer.text, text_record(f'451-["message-back",{PLACEHOLDER}]').decode() + "10:b4AQIDBA==")

    def test_a_direct_websocket_is_connected_at_once(self):
        client = self.open_websocket()
        self.assertEqual(list(client.opening), ["sid", "upgrades", "pingInterval", "pingTimeout"])
        self.assertEqual([client.receive(), client.receive()], ["40", '42["auth",{}]'])
        client.send("2")
        self.assertEqual(client.receive(), "3")
        client.send(f'451-["message",{PLACEHOLDER}]', b"\x04\x01\x02")
        self.assertEqual(
            [client.receive(), client.receive()], [f'451-["message-back",{PLACEHOLDER}]', b"\x04\x01\x02"]
        )

    def test_python_upgrades_before_its_first_poll_and_goes_straight_on(self):
        sid = self.open_polling()
        client = self.websocket(sid=sid)
        client.send("2probe")
        self.assertEqual(client.receive(), "3probe", "and nothing before it")
        client.send("5", "2", '42["message",1]')
        self.assertEqual(
            [client.receive() for _ in range(3)], ['42["auth",{}]', "3", '42["message-back",1]']
        )

    def test_the_server_never_pings_and_every_packet_counts(self):
        client = self.open_websocket()
        for _ in range(4):
            time.sleep(0.2)
            client.send('42["unknown"]')
        client.send("2")
        self.assertEqual([client.receive() for _ in range(3)], ["40", '42["auth",{}]', "3"])

    def test_a_silent_link_ends_and_may_return(self):
        self.assertEqual(self.assert_closed(self.open_websocket()), 1001)

    def test_games_survive_a_nan(self):
        client = self.open_websocket()
        client.send('42["message",{"x":NaN}]', "42{}", "4abc", "47", '42["message",1]')
        self.assertEqual([client.receive() for _ in range(3)], ["40", '42["auth",{}]', '42["message-back",1]'])

    def test_a_hundred_dropped_packets_are_enough(self):
        client = self.open_websocket()
        client.send(*["4abc"] * 101)
        self.assertEqual(self.assert_closed(client), 1002)

    def test_leaving_on_polling(self):
        sid = self.open_polling()
        self.ask(sid=sid)
        held = self.held(sid=sid)
        time.sleep(0.05)
        self.send(sid, "41", "1")
        self.assertEqual(held.answer().text, "1:6")
        self.assert_error(self.ask(sid=sid), 1, "Session ID unknown")

    def test_python_closes_first_and_goes_on_talking(self):
        client = self.open_websocket()
        client.socket.sendall(client.frame(8, b"\x03\xe8") + client.frame(1, b"41") + client.frame(1, b"1"))
        self.assertEqual(self.assert_closed(client), 1000)

    def test_two_polls_at_once(self):
        sid = self.open_polling()
        self.ask(sid=sid)
        held = self.held(sid=sid)
        time.sleep(0.05)
        self.assertEqual(self.ask(sid=sid).status, 400)
        self.assertEqual(held.answer().text, "1:1")

    def test_namespaces_are_refused_in_a_string(self):
        client = self.open_websocket()
        client.send("40/foo")
        self.assertEqual([client.receive() for _ in range(3)][2], '44/foo,"Invalid namespace"')

    def test_both_generations_hear_one_broadcast(self):
        old = self.open_websocket()
        new = self.open_websocket(EIO="4")
        new.send("40")
        self.assertTrue(new.hear().startswith("40{"))
        old.send(f'451-["broadcast",{PLACEHOLDER}]', b"\x04data")
        expected = f'451-["broadcast-back",{PLACEHOLDER}]'
        self.assertEqual([old.receive() for _ in range(4)], ["40", '42["auth",{}]', expected, b"\x04data"])
        self.assertEqual([new.hear() for _ in range(3)], ['42["auth",{}]', expected, b"data"])


if __name__ == "__main__":
    unittest.main()
