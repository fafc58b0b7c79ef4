"""Socket.IO 5. The tests with numbers are what the official test-suite of the protocol demands, in its order (1 to 24 are
those of Engine.IO, in requirements.py and engine_io_test.py); the others are ours."""

import json
import unittest

from requirements import EngineIoRequirements
from wire import Closed, WireTest

P0 = '{"_placeholder":true,"num":0}'
P1 = '{"_placeholder":true,"num":1}'


class SocketIoConnection(EngineIoRequirements, WireTest):
    """The Engine.IO requirements again, on the other endpoint."""

    path = "/socket.io/"

    def test_18_websocket_heartbeat_goes_on(self):
        client = self.connected()
        for _ in range(3):
            self.assertEqual(client.receive(), "2")
            client.send("3")

    def connected(self):
        client = self.open_websocket()
        client.send("40")
        client.receive()
        client.receive()
        return client


class SocketIo(WireTest):
    path = "/socket.io/"

    def connected(self):
        client = self.open_websocket()
        client.send("40")
        self.assert_connected(client)
        self.assertEqual(client.hear(), '42["auth",{}]')
        return client

    def assert_connected(self, client, head="40"):
        message = client.hear()
        self.assertTrue(message.startswith(head + "{"), message)
        reply = json.loads(message[len(head) :])
        self.assertEqual(list(reply), ["sid"])
        self.assertNotEqual(reply["sid"], client.opening["sid"])

    def test_22_upgrade_moves_to_the_websocket(self):
        sid = self.open_polling()
        self.ask("POST", "40", sid=sid)
        client = self.upgrade(sid)
        client.opening = {"sid": sid}
        self.assert_connected(client)
        self.assertEqual(client.hear(), '42["auth",{}]')
        client.send('42["message","after"]')
        self.assertEqual(client.hear(), '42["message-back","after"]')

    def test_25_connect(self):
        self.connected()

    def test_26_connect_with_auth(self):
        client = self.open_websocket()
        client.send('40{"token":"123"}')
        self.assert_connected(client)
        self.assertEqual(client.hear(), '42["auth",{"token":"123"}]')

    def test_27_connect_to_another_namespace(self):
        client = self.open_websocket()
        client.send("40/custom,")
        self.assert_connected(client, "40/custom,")
        self.assertEqual(client.hear(), '42/custom,["auth",{}]')

    def test_28_connect_to_another_namespace_with_auth(self):
        client = self.open_websocket()
        client.send('40/custom,{"token":"abc"}')
        self.assert_connected(client, "40/custom,")
        self.assertEqual(client.hear(), '42/custom,["auth",{"token":"abc"}]')

    def test_29_connect_to_an_unknown_namespace(self):
        client = self.open_websocket()
        client.send("40/random")
        self.assertEqual(client.hear(), '44/random,{"message":"Invalid namespace"}')

    def test_30_something_else_than_connect_closes(self):
        client = self.open_websocket()
        client.send("4abc")
        self.assert_closed(client)

    def test_31_no_connect_closes(self):
        client = self.open_websocket()
        with self.assertRaises(Closed):
            client.hear()

    def test_32_disconnect_has_no_reply(self):
        client = self.connected()
        client.send("41")
        self.assertEqual(client.receive(), "2")

    def test_33_disconnect_from_one_namespace(self):
        client = self.connected()
        client.send("40/custom")
        self.assert_connected(client, "40/custom,")
        self.assertEqual(client.hear(), '42/custom,["auth",{}]')
        client.send("41/custom", '42["message","still here"]')
        self.assertEqual(client.hear(), '42["message-back","still here"]')

    def test_34_event(self):
        client = self.connected()
        client.send('42["message",1,"2",{"3":[true]}]')
        self.assertEqual(client.hear(), '42["message-back",1,"2",{"3":[true]}]')

    def test_35_binary_event(self):
        client = self.connected()
        client.send(f'452-["message",{P0},{P1}]', b"\x01\x02\x03", b"\x04\x05\x06")
        self.assertEqual(client.hear(), f'452-["message-back",{P0},{P1}]')
        self.assertEqual([client.hear(), client.hear()], [b"\x01\x02\x03", b"\x04\x05\x06"])

    def test_36_ack(self):
        client = self.connected()
        client.send('42456["message-with-ack",1,"2",{"3":[false]}]')
        self.assertEqual(client.hear(), '43456[1,"2",{"3":[false]}]')

    def test_37_binary_ack(self):
        client = self.connected()
        client.send(f'452-789["message-with-ack",{P0},{P1}]', b"\x01\x02\x03", b"\x04\x05\x06")
        self.assertEqual(client.hear(), f"462-789[{P0},{P1}]")
        self.assertEqual([client.hear(), client.hear()], [b"\x01\x02\x03", b"\x04\x05\x06"])

    def test_38_bad_packets_close(self):
        for bad in ("4abc", "42{}", '42abc["message-with-ack",1]'):
            with self.subTest(bad):
                client = self.connected()
                client.send(bad)
                self.assert_closed(client)

    def test_polling_connects_and_answers_in_order(self):
        sid = self.open_polling()
        self.ask("POST", '40\x1e42["message",1]\x1e42["message",2]', sid=sid)
        packets = self.ask(sid=sid).text.split("\x1e")
        self.assertEqual(packets[1:], ['42["auth",{}]', '42["message-back",1]', '42["message-back",2]'])

    def test_kicked_clients_are_told_not_to_return(self):
        client = self.connected()
        client.send('42["kick"]')
        self.assertEqual([client.hear(), client.hear()], ["41", "1"])
        self.assertEqual(self.assert_closed(client), 1000)

    def test_bounced_clients_may_return(self):
        client = self.connected()
        client.send('42["bounce"]')
        self.assertEqual(self.assert_closed(client), 1001)

    def test_polling_clients_that_are_kicked_fetch_the_close_packet(self):
        sid = self.open_polling()
        self.ask("POST", "40", sid=sid)
        self.ask(sid=sid)
        self.ask("POST", '42["kick"]', sid=sid)
        self.assertEqual(self.ask(sid=sid).text, "41\x1e1")
        self.assertEqual(self.ask(sid=sid).status, 400)


if __name__ == "__main__":
    unittest.main()
