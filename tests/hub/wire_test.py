"""The hub on real sockets: what the suites of Engine.IO demand of every endpoint, the worked examples of the application
byte for byte through links, sessions and hall at once, and clients that fall silent without a word."""

import os
import re
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "protocol"))

from requirements import EngineIoRequirements  # noqa: E402
from wire import Fixture, Http, WebSocket, WireTest  # noqa: E402


class HubIsAnEngine(EngineIoRequirements, WireTest):
    path = "/socket.io/"
    fixture_arguments = (300, 200, 1_000_000)


def record(packet):
    """A text packet in the binary framing that Python posts."""
    return b"\x00" + bytes(int(d) for d in str(len(packet))) + b"\xff" + packet.encode()


class Examples(unittest.TestCase):
    """The hub picks socket ids, and the time of what it says itself; in the texts below they are {S}, {A}, {B} and {t}.
    All else is as in the examples, byte for byte."""

    def setUp(self):
        self.fixture = Fixture()
        self.addCleanup(self.fixture.stop)
        self.ids = {}

    def connected(self, name, revision):
        """By WebSocket from the start; what it hears until `devices` has come."""
        client = WebSocket(self.fixture.port, f"/socket.io/?EIO={revision}&transport=websocket")
        self.addCleanup(client.close)
        opening = client.receive()
        rest = '"pingInterval":25000,"pingTimeout":20000' + (',"maxPayload":20000000' if revision == 4 else "")
        engine = re.fullmatch(r'0\{"sid":"([\w-]{20})","upgrades":\[\],' + rest + r"\}", opening)[1]
        if revision == 3:
            self.ids[name] = engine
            self.assertEqual(client.receive(), "40")
        else:
            client.send("40")
            self.ids[name] = re.fullmatch(r'40\{"sid":"([\w-]{20})"\}', client.receive())[1]
            self.assertNotEqual(self.ids[name], engine)
        return client

    def filled(self, text):
        for name, value in self.ids.items():
            text = text.replace("{" + name + "}", value)
        return text

    def send(self, client, text):
        client.send(self.filled(text))

    def hears(self, clients, *texts):
        """These and nothing else, but for the timer and lists of devices that are gathered for others."""
        for client in clients:
            for text in texts:
                self.assertRegex(self.next_of(client, text), self.pattern(text))

    def next_of(self, client, text):
        while True:
            heard = client.hear()
            gathered = heard.startswith('42["devices"') and not text.startswith('42["devices"')
            if not heard.startswith('42["timer",') and not gathered:
                return heard

    def pattern(self, text):
        return "^" + re.escape(self.filled(text)).replace(r"\{t\}", r"1\d{9}(\.\d{1,3})?") + "$"

    def hears_nothing(self, *clients):
        """Nothing has come when its own request is answered."""
        for client in clients:
            client.send('42["get_devices"]')
            while not (heard := client.hear()).startswith('42["devices"'):
                self.assertTrue(heard.startswith('42["timer",'), heard)

    DEVICE = '{"device_id":"Maze","is_client":%s,"device_nr":%d,"socket_id":"{%s}","is_silent":false}'

    def device(self, name, nr):
        return self.DEVICE % ("false" if name == "S" else "true", nr, name)

    def devices(self, *devices):
        return '42["devices",{"time_stamp":{t},"devices":[' + ",".join(devices) + "]}]"

    def registered(self, name, client, nr, all_devices):
        self.hears([client], self.devices(*all_devices))
        self.hears([client], f'42["room_joined",{{"room":"Maze","device":{self.device(name, nr)}}}]')
        self.hears([client], f'42["device",{self.device(name, nr)}]')

    def maze(self):
        """E10 and E11: the script -1, phone A 0 of Socket.IO 4, phone B 1 of Socket.IO 5."""
        script = self.connected("S", 3)
        self.hears([script], self.devices())
        script.send('42["new_device",{"time_stamp":1700000001.774,"device_id":"Maze"}]')
        self.registered("S", script, -1, [self.device("S", -1)])

        a = self.connected("A", 3)
        self.hears([a], self.devices(self.device("S", -1)))
        a.send(
            '42["new_device",{"device_id":"Maze","time_stamp":1700000003.1,"broadcast":false,"old_device_id":"Maze",'
            '"is_client":true,"is_silent":false}]'
        )
        both = [self.device("A", 0), self.device("S", -1)]
        self.registered("A", a, 0, both)
        self.hears([script], f'42["room_joined",{{"room":"Maze","device":{self.device("A", 0)}}}]')

        b = self.connected("B", 4)
        self.hears([b], self.devices(*both))
        b.send('42["new_device",{"device_id":"Maze","is_client":true,"is_silent":false}]')
        self.registered("B", b, 1, [self.device("A", 0), self.device("B", 1), self.device("S", -1)])
        self.hears([script, a], f'42["room_joined",{{"room":"Maze","device":{self.device("B", 1)}}}]')
        return script, a, b

    def test_e3_e4_registration_and_stored_data_on_polling(self):
        http = Http(self.fixture.port)
        self.addCleanup(http.close)
        target = "/socket.io/?transport=polling&EIO=3"
        opening = http.ask("GET", target)
        self.assertEqual(opening.headers["content-length"], "104")
        sid = self.ids["S"] = re.fullmatch(
            r'97:0\{"sid":"([\w-]{20})","upgrades":\["websocket"\],"pingInterval":25000,"pingTimeout":20000\}2:40',
            opening.text,
        )[1]
        octets = {"Content-Type": "application/octet-stream"}

        def post(packet, size):
            body = record(packet)
            self.assertEqual(len(body), size)
            self.assertEqual(http.ask("POST", f"{target}&sid={sid}", body, octets).text, "ok")

        def packets():
            text, found = http.ask("GET", f"{target}&sid={sid}").text, []
            while text:
                length, text = text.split(":", 1)
                found.append(text[: int(length)])
                text = text[int(length) :]
            return [packet for packet in found if not packet.startswith('42["timer"')]

        self.assertRegex(packets()[0], self.pattern(self.devices()))
        post('42["new_device",{"time_stamp":1700000001.25,"device_id":"Maze"}]', 68)
        device = self.device("S", -1)
        three = [self.devices(device), f'42["room_joined",{{"room":"Maze","device":{device}}}]', f'42["device",{device}]']
        for packet, text in zip(packets(), three, strict=True):
            self.assertRegex(packet, self.pattern(text))
        post('42["get_all_data",{"time_stamp":1700000001.25,"device_id":"Maze"}]', 70)
        (data,) = packets()
        self.assertRegex(
            data,
            self.pattern(
                '42["all_data",{"device_id":"Maze","type":"all_data","all_data":{},"time_stamp":{t},"device_nr":-999}]'
            ),
        )

    def test_e10_e11_phones_join_a_script(self):
        self.maze()

    def test_e14_a_key(self):
        script, a, b = self.maze()
        key = (
            '42["new_data",{"device_id":"Maze","device_nr":0,"time_stamp":1700000004.2,"broadcast":false,"key":"up",'
            '"type":"key"}]'
        )
        a.send(key)
        self.hears([script, a, b], key)
        self.hears_nothing(script, a, b)

    def test_e15_a_prompt_across_protocols(self):
        script, a, b = self.maze()
        prompt = (
            '42["new_data",{"type":"input_prompt","question":"Name?","input_type":"text","options":null,'
            '"time_stamp":1700000010.125001,"device_id":"Maze"%s}]'
        )
        script.send(prompt % "")
        self.hears([script, a, b], prompt % ',"response_id":"{S}"')
        answer = (
            '42["new_data",{"device_id":"Maze","device_nr":1,"time_stamp":1700000010.125001,"broadcast":false,'
            '"type":"input_response","caller_id":"{S}","response":"Ada","displayed_at":1700000011}]'
        )
        self.send(b, answer)
        cancel = (
            '42["new_data",{"device_id":"Maze","time_stamp":1700000010.125001,"device_nr":1,"response_id":"{S}",'
            '"input_type":"input_prompt","type":"cancel_user_input"}]'
        )
        self.hears([script], answer, cancel)
        self.hears([a, b], cancel)
        b.send('42["get_all_data",{"device_id":"Maze"}]')
        self.hears(
            [b],
            '42["all_data",{"device_id":"Maze","type":"all_data","all_data":{"input_prompt":[]},"time_stamp":{t},'
            '"device_nr":-999}]',
        )

    def test_e16_unicast(self):
        script, a, b = self.maze()
        listener = self.connected("L", 4)
        listener.send('42["new_device",{"device_id":"GLOBAL_LISTENER"}]')
        while not listener.hear().startswith('42["device",'):
            pass
        color = (
            '42["new_data",{"type":"color","color":"red","time_stamp":1700000012.5,"device_id":"Maze","unicast_to":1%s}]'
        )
        script.send(color % "")
        self.hears([b, listener], color % ',"deliver_to":"Maze","broadcast":false,"cross_origin":true')
        self.hears_nothing(a, script)

    def test_e17_a_score(self):
        script, a, b = self.maze()
        runner = self.connected("R", 3)
        runner.send('42["new_device",{"device_id":"__GAME_RUNNER__"}]')
        while not runner.hear().startswith('42["device",'):
            pass
        score = (
            '42["new_data",{"type":"report_score","score":12,"deliver_to":"__GAME_RUNNER__",'
            '"time_stamp":1700000013.175001,"device_id":"Maze"%s}]'
        )
        script.send(score % "")
        self.hears([runner], score % ',"cross_origin":true')
        self.hears_nothing(script, a, b)

    def test_e18_renumbering(self):
        script, a, b = self.maze()
        request = '{"time_stamp":1700000014.175,"new_device_nr":7,"device_id":"Maze","current_device_nr":null}'
        script.send(f'42["set_new_device_nr",{request}]')
        devices = self.devices(self.device("B", 1), self.device("A", 7), self.device("S", -1))
        self.hears([a], f'42["device",{self.device("A", 7)}]')
        for each in (script, a, b):  # one from before the change may be on its way
            while not re.match(self.pattern(devices), heard := each.hear()):
                self.assertTrue(heard.startswith(('42["devices"', '42["timer"')), heard)
        self.hears([script], f'42["information_msg",{{"time_stamp":{{t}},"message":"Success","action":{request}}}]')

    def test_e19_a_movement(self):
        script, a, b = self.maze()
        sprite = (
            '42["new_data",{"type":"sprite","sprite":{"id":"k","pos_x":1,"movements":{"movements":[{"movement":"relative",'
            '"direction":[1,0],"speed":1%s}],"cancel_previous":true}},"time_stamp":1700000015.5,"device_id":"Maze"}]'
        )
        script.send(sprite % "")
        self.hears([script, a, b], sprite % ',"id":"s-1"')
        report = (
            '42["new_data",{"device_id":"Maze","device_nr":7,"time_stamp":1700000016.5,"broadcast":false,"x":5,"y":6,'
            '"movement_id":"%s","id":"k","type":"auto_movement_pos"}]'
        )
        a.send(report % "s-1-0r")
        self.hears([script, a, b], report % "s-1-0r")
        b.send(report % "s-1-0r", report % "init")
        self.hears_nothing(b, script, a)
        a.send('42["get_all_data",{"device_id":"Maze"}]')
        stored = self.next_of(a, "")
        self.assertIn('"sprite":{"id":"k","pos_x":5,"pos_y":6}', stored)
        self.assertIn('"time_stamp":1700000016.5', stored)

    def test_e20_clearing(self):
        script, a, b = self.maze()
        stranger = self.connected("X", 4)
        stranger.hear()
        stranger.send('42["clear_data",{"device_id":"Maze","time_stamp":1700000001.774}]')
        self.hears(
            [script, a, b, stranger],
            '42["all_data",{"device_id":"Maze","type":"all_data","all_data":{},"time_stamp":{t},"device_nr":-999}]',
        )


class Silence(unittest.TestCase):
    """Half-open sockets: the other side is gone and nobody has said so. They are joined, and heartbeats end them."""

    def setUp(self):
        self.fixture = Fixture(700, 800)
        self.addCleanup(self.fixture.stop)

    def joined(self, revision, query=""):
        client = WebSocket(self.fixture.port, f"/socket.io/?EIO={revision}&transport=websocket{query}")
        self.addCleanup(client.close)
        client.receive()
        if revision == 4:
            client.send("40")
        client.send('42["new_device",{"device_id":"Maze","is_client":true}]')
        while not client.hear().startswith('42["device",'):
            pass
        return client

    def devices(self, witness):
        """How many there are now: the last list before the answer to what was asked after it."""
        witness.send('42["get_devices"]', '42["set_new_device_nr",{}]')
        while not (heard := witness.hear()).startswith('42["information_msg"'):
            if heard.startswith('42["devices"'):
                listed = heard.count('"device_nr"')
        return listed

    def memory(self):
        with open(f"/proc/{self.fixture.process.pid}/statm", encoding="ascii") as sizes:
            return int(sizes.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def test_those_who_fall_silent_lose_their_seats(self):
        witness = self.joined(4)
        silent = [self.joined(3 + i % 2) for i in range(40)]
        self.assertGreater(self.devices(witness), 1)
        until = time.monotonic() + 20
        while self.devices(witness) > 1 and time.monotonic() < until:
            time.sleep(0.05)
        self.assertEqual(self.devices(witness), 1)
        self.assertEqual(len(silent), 40)

    def test_memory_of_those_who_fell_silent_comes_back(self):
        witness = self.joined(4)

        def round_of_silence():
            silent = [self.joined(4) for _ in range(30)]
            text = "x" * 100_000
            for sent in range(100):  # which nobody of them reads
                if sent % 10 == 0:
                    self.devices(witness)  # who answers pings meanwhile
                witness.send('42["new_data",{"device_id":"Maze","stop":1,"type":"unknown","text":"%s"}]' % text)
            until = time.monotonic() + 20
            while self.devices(witness) > 1 and time.monotonic() < until:
                time.sleep(0.05)
            self.assertEqual(self.devices(witness), 1)
            for client in silent:
                client.close()

        round_of_silence()
        first = self.memory()
        for _ in range(3):
            round_of_silence()
        self.assertLess(self.memory() - first, 32 << 20)


if __name__ == "__main__":
    unittest.main()
