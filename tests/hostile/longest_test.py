"""The longest single piece of work that one client can cause, by the processor time of the hub's own thread: nobody else
is served while it lasts. Each test is one way to be expensive. The figures are printed; the goal is 20 ms, and a test
fails at NEVER_MS, which is far beyond what a slow machine makes of that.
"""

import base64
import json
import os
import sys
import threading
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "protocol"))

from wire import Fixture, Http, WebSocket  # noqa: E402

NEVER_MS = 400 * int(os.environ.get("RECESS_SLOWNESS", "1"))
PLACEHOLDER = '{"_placeholder":true,"num":%d}'


class Guest:
    """A client of revision 4 or 3 that registers in a group."""

    def __init__(self, port, group, revision=4, source="127.0.2.1"):
        self.group, self.revision = group, revision
        self.socket = WebSocket(port, f"/socket.io/?EIO={revision}&transport=websocket", source)
        self.socket.socket.settimeout(60)
        self.socket.receive()
        if revision == 4:
            self.socket.send("40")
        self.emit("new_device", {"device_id": group, "is_client": True})
        self.wait_for("device")

    def emit(self, event, argument):
        self.socket.send("42" + json.dumps([event, argument]))

    def emit_text(self, event, argument):
        self.socket.send(f'42["{event}",{argument}]')

    def wait_for(self, wanted):
        """The text of the next event of that name."""
        while True:
            message = self.socket.hear()
            if isinstance(message, str) and message[:20].lstrip("0123456789-").startswith(f'["{wanted}"'):
                return message

    def echo(self):
        """Comes back when the server has handled everything before it."""
        self.emit("set_new_device_nr", {"new_device_nr": "?", "device_id": self.group})
        self.wait_for("information_msg")


class LongestTest(unittest.TestCase):
    def setUp(self):
        self.server = Fixture()
        self.port = self.server.port
        self.addCleanup(self.server.stop)
        self.http = Http(self.port)
        self.addCleanup(self.http.close)

    def guest(self, group, revision=4, source="127.0.2.1"):
        guest = Guest(self.port, group, revision, source)
        self.addCleanup(guest.socket.close)
        return guest

    def crowd(self, count, group="Crowd", read=True):
        """Many in one group, and a thread that reads what they are sent."""
        crowd = [self.guest(group, 4, f"127.0.3.{1 + i // 200}") for i in range(count)]
        if read:
            for guest in crowd:
                threading.Thread(target=self.drain, args=(guest.socket.socket,), daemon=True).start()
        return crowd

    @staticmethod
    def drain(plain_socket):
        try:
            while plain_socket.recv(1 << 20):
                pass
        except OSError:
            pass

    def longest(self):
        return int(self.http.ask("GET", "/longest").text) / 1000

    def measure(self, what, act, settle=0.0):
        time.sleep(0.2)
        self.longest()
        act()
        time.sleep(settle)
        longest = self.longest()
        print(f"\n  {longest:8.1f} ms  {what}", end="", file=sys.stderr)
        self.assertLess(longest, NEVER_MS, what)
        return longest

    def test_long_texts(self):
        sender, page, old = self.guest("G"), self.guest("G"), self.guest("G", 3)
        long_text = '{"type":"long","device_id":"G","text":"%s"}'

        def send(text, count):
            sender.emit_text("new_data", long_text % (text * count))
            for each in (page, old, sender):
                each.wait_for("new_data")

        self.measure("a text of 19 MB, passed on", lambda: send("y", 19_000_000))
        self.measure("a text of 19 MB of two-byte characters", lambda: send("é", 9_500_000))
        self.measure("a text of 19 MB of escapes", lambda: send("\\\\n", 6_300_000))

    def test_long_texts_that_are_stamped(self):
        """Not passed on as they came: the type is missing, and the group is another one."""
        sender, page = self.guest("G"), self.guest("Other")

        def send(text, count):
            sender.emit_text("new_data", '{"deliver_to":"Other","device_id":"G","text":"%s"}' % (text * count))
            page.wait_for("new_data")

        self.measure("a text of 19 MB to another group", lambda: send("y", 19_000_000))
        self.measure("a text of 19 MB of two-byte characters to another group", lambda: send("é", 9_500_000))
        self.measure("a text of 19 MB of escapes to another group", lambda: send("\\\\n", 6_300_000))

    def test_long_names(self):
        sender = self.guest("G", 3)

        def send(name):
            members = ('"%s":"%s"' % (key, name) for key in ("type", "caller_id", "deliver_to", "device_id"))
            sender.emit_text("new_data", "{%s}" % ",".join(members))
            sender.echo()

        self.measure("four names of 4.7 MB", lambda: send("y" * 4_700_000))
        self.measure("four names of 4.7 MB of escapes", lambda: send("\\n" * 2_350_000))
        self.measure("an event whose name has 19 MB of escapes",
                     lambda: (sender.socket.send('42["%s"]' % ("\\n" * 9_500_000)), sender.echo()))

    def poller(self, group, revision):
        """A client on polling, registered; ask(method, body) is one request of its link."""
        client = Http(self.port)
        self.addCleanup(client.close)
        client.connection.timeout = 60
        target = f"/socket.io/?EIO={revision}&transport=polling"
        opening = client.ask("GET", target).text
        target += f"&sid={json.loads(opening[opening.index('{'):opening.index('}') + 1])['sid']}"

        def ask(method, body=None):
            if revision == 3 and body is not None:
                body = f"{len(body.encode('utf-16-le')) // 2}:{body}"
            return client.ask(method, target, body if body is None else body.encode())

        if revision == 4:
            ask("POST", "40")
        ask("POST", '42["new_device",{"device_id":"%s","is_client":true}]' % group)
        while '["device",' not in ask("GET").text:
            pass
        return ask

    def test_long_texts_by_polling(self):
        page = self.guest("G")
        mixed = "a\u00e9\u20ac\U0001f600" * 13 + "é\u20ac€a\u00e9bc\U0001f600"
        texts = {"": "y" * 19_000_000, " of two-byte characters": "é" * 9_500_000, " of escapes": "\\\\n" * 6_300_000,
                 " of characters of all lengths": mixed * (19_000_000 // len(mixed.encode()))}
        for revision in (3, 4):
            ask = self.poller("G", revision)
            for what, text in texts.items():
                body = '42["new_data",{"type":"long","device_id":"G","text":"%s"}]' % text

                def send():
                    ask("POST", body)
                    page.wait_for("new_data")

                def fetch():
                    while '"long"' not in ask("GET").text[:100]:
                        pass

                self.measure(f"a text of 19 MB{what}, posted by revision {revision}", send)
                self.measure(f"a text of 19 MB{what}, fetched by revision {revision}", fetch)

    def test_long_connect(self):
        client = WebSocket(self.port, "/socket.io/?EIO=4&transport=websocket", "127.0.2.1")
        self.addCleanup(client.close)
        client.receive()

        def connect():
            client.send('40{"x":"%s"}' % ("é" * 9_500_000))
            while not client.hear().startswith("40"):
                pass

        self.measure("a connect packet of 19 MB of two-byte characters", connect)

    def test_long_binary(self):
        sender, page = self.guest("G"), self.guest("G")

        def send():
            head = '{"type":"blob","device_id":"G","data":%s}' % (PLACEHOLDER % 0)
            sender.socket.send(f'451-["new_data",{head}]', b"\x07" * 19_000_000)
            page.wait_for("new_data")
            page.socket.hear()

        self.measure("19 MB of binary, passed on", send)
        for revision in (3, 4):
            ask = self.poller("G", revision)

            def post():
                data = base64.b64encode(b"\x07" * 14_000_000).decode()
                head = '451-["new_data",{"type":"blob","device_id":"G","data":%s}]' % (PLACEHOLDER % 0)
                ask("POST", head)
                ask("POST", f"b4{data}" if revision == 3 else f"b{data}")
                page.wait_for("new_data")
                page.socket.hear()

            def fetch():
                sizes = [0]
                while max(sizes) < 10_000_000:
                    sizes.append(len(ask("GET").bytes))

            self.measure(f"14 MB of binary, posted as base64 by revision {revision}", post)
            self.measure(f"14 MB of binary, fetched by revision {revision}", fetch)

    def test_many_values(self):
        sender = self.guest("G", 3)

        def send(body):
            sender.emit_text("new_data", body)
            sender.echo()

        for count in (130_000, 6_000_000):
            values = ",".join(["[]"] * count)
            self.measure(f"{count:,} values", lambda: send('{"type":"x","device_id":"G","x":[' + values + "]}"))

    def test_many_members_with_escaped_names(self):
        sender = self.guest("G")

        def send(name):
            members = ",".join(f'"{name}{i}":1' for i in range(60_000))
            sender.emit_text("new_data", '{"type":"x","device_id":"G",%s}' % members)
            sender.echo()

        self.measure("60,000 members", lambda: send("n" * 250))
        self.measure("60,000 members with escaped names", lambda: send("\\u0064evice_i" + "n" * 250))
        name = "".join(f"\\u{ord(c):04x}" for c in "device_i")
        self.measure("60,000 members with names that are all escapes", lambda: send(name))

    def test_a_number_of_many_digits(self):
        sender = self.guest("G", 3)

        def send(number):
            body = '{"type":"input_response","caller_id":"x","time_stamp":%s,"unicast_to":%s,"device_id":"G"}'
            sender.emit_text("new_data", body % (number, number))
            sender.echo()

        self.measure("two numbers of 9 MB", lambda: send("1" * 9_000_000))
        self.measure("two numbers of 60 kB", lambda: send("0." + "0" * 60_000 + "1"))

    def test_sprites(self):
        sender = self.guest("G")

        def send(kind, body):
            sender.emit_text("new_data", '{"type":"%s","device_id":"G","%s":%s}' % (kind, kind, body))
            sender.echo()

        many = "[" + ",".join('{"id":"s%d"}' % i for i in range(43_000)) + "]"
        self.measure("43,000 sprites in one message", lambda: send("sprites", many))
        send("sprite", '{"id":"a","text":"%s"}' % ("x" * 250_000))
        same = "[" + ",".join(['{"id":"a"}'] * 43_000) + "]"
        self.measure("43,000 changes of one long sprite in one message", lambda: send("sprites", same))
        members = ",".join(f'"m{i}":{i}' for i in range(20_000))
        send("sprite", '{"id":"b",%s}' % members)
        self.measure("a change of a sprite of 20,000 members", lambda: send("sprite", '{"id":"b","m1":2}'))
        moves = '{"id":"c","movements":{"movements":[%s]}}' % ",".join(['{"m":1}'] * 43_000)
        self.measure("43,000 movements of one sprite", lambda: send("sprite", moves))

    def test_configurations_in_parts(self):
        sender, page = self.guest("G", 3), self.guest("G")

        def send(body, config, attachments):
            text = '{"type":"playground_config","device_id":"G",%s"config":{%s}}' % (body, config)
            sender.socket.send(f'45{attachments}-["new_data",{text}]', *[b"\x04x"] * attachments)
            sender.echo()

        images = ",".join(['{"image":%s}' % (PLACEHOLDER % i) for i in range(11)] + ["[]"] * 30_000)
        scalars = ",".join(f'"m{i}":1' for i in range(40_000))
        self.measure("30,000 images and 40,000 settings, in parts",
                     lambda: send("", f'{scalars},"images":[{images}]', 11))
        images = ",".join('{"image":%s}' % (PLACEHOLDER % i) for i in range(250))
        self.measure("250 images and 10 MB beside them, in parts",
                     lambda: send('"x":"%s",' % ("y" * 10_000_000), f'"images":[{images}]', 250))
        self.drain_some(page)

    @staticmethod
    def drain_some(guest):
        guest.socket.socket.settimeout(0.2)
        try:
            while True:
                guest.socket.socket.recv(1 << 20)
        except OSError:
            pass

    def test_many_small_messages_at_once(self):
        crowd = self.crowd(300)
        sender = self.guest("Crowd")
        threading.Thread(target=self.drain, args=(sender.socket.socket,), daemon=True).start()
        frame = WebSocket.frame(1, b'42["new_data",{"device_id":"Crowd","broadcast":true}]')
        self.measure("5,000 broadcasts to 300 at once",
                     lambda: sender.socket.socket.sendall(frame * 5000), settle=2)
        del crowd

    def test_many_packets_in_one_post(self):
        crowd = self.crowd(300)
        self.assertEqual(len(crowd), 300)
        client = Http(self.port)
        self.addCleanup(client.close)
        target = "/socket.io/?EIO=4&transport=polling"
        sid = json.loads(client.ask("GET", target).text[1:])["sid"]
        target += f"&sid={sid}"
        packet = '42["new_data",{"device_id":"Crowd","broadcast":true}]'
        client.ask("POST", target, "40")
        client.connection.sock.settimeout(60)
        self.measure("9,000 broadcasts to 300 in one POST",
                     lambda: client.ask("POST", target, "\x1e".join([packet] * 9000)), settle=1)

    def test_a_giant_broadcast_to_many(self):
        self.crowd(200, read=True)
        sender = self.guest("Crowd")
        threading.Thread(target=self.drain, args=(sender.socket.socket,), daemon=True).start()
        text = '{"device_id":"Crowd","type":"long","text":"%s"}' % ("y" * 10_000_000)
        self.measure("10 MB to 200 readers", lambda: sender.emit_text("new_data", text), settle=5)

    def test_full_stores(self):
        sender = self.guest("G", 3)
        threading.Thread(target=self.drain, args=(sender.socket.socket,), daemon=True).start()
        asker = self.guest("Asker", 3)
        filler = "z" * 250_000
        for n in range(6):
            for i in range(25):
                sender.emit_text("new_data", '{"type":"t%d","device_id":"G","x":"%s"}' % (n, filler))
        sender.emit("get_devices", {})
        time.sleep(6)
        asker.echo()

        def ask(event, argument, answer):
            asker.emit(event, argument)
            asker.wait_for(answer)

        self.measure("a full group's data, asked for", lambda: ask("get_all_data", {"device_id": "G"}, "all_data"))
        self.measure("all data, asked for", lambda: ask("data_store", {}, "data_store"))
        for revision in (3, 4):
            poll = self.poller("Poller", revision)

            def fetch():
                poll("POST", '42["get_all_data",{"device_id":"G"}]')
                while '"all_data"' not in poll("GET").text[:100]:
                    pass

            self.measure(f"a full group's data, fetched by revision {revision}", fetch)
        frame = WebSocket.frame(1, b'42["get_all_data",{"device_id":"G"}]')
        self.measure("a full group's data, asked for 40 times at once",
                     lambda: asker.socket.socket.sendall(frame * 40), settle=3)

    def test_full_stores_with_data(self):
        """Each message has an attachment, so that what is put together has to be numbered."""
        sender = self.guest("G", 3)
        threading.Thread(target=self.drain, args=(sender.socket.socket,), daemon=True).start()
        filler = "z" * 250_000
        for n in range(5):
            for i in range(25):
                body = '{"type":"t%d","device_id":"G","x":"%s","data":%s}' % (n, filler, PLACEHOLDER % 0)
                sender.socket.send(f'451-["new_data",{body}]', b"\x04\x07")
        sender.emit("get_devices", {})
        time.sleep(6)
        for revision in (3, 4):
            asker = self.guest("Asker", revision)

            def ask():
                asker.emit("get_all_data", {"device_id": "G"})
                while not str(asker.socket.hear())[:40].split("[", 1)[-1].startswith('"all_data"'):
                    pass

            self.measure(f"a full group's data with attachments, for revision {revision}", ask)

    def test_answers_to_questions_in_many_groups(self):
        sender = self.guest("G")
        for i in range(1900):
            prompt = {"type": "input_prompt", "deliver_to": f"group {i}", "device_id": "G", "time_stamp": i}
            sender.emit("new_data", prompt)
            if i % 400 == 0:
                time.sleep(0.8)
        sender.echo()
        answer = b'42["new_data",{"device_id":"G","type":"input_response","caller_id":"x","time_stamp":-1}]'

        def send():
            sender.socket.socket.sendall(WebSocket.frame(1, answer) * 400)
            sender.echo()

        self.measure("400 answers to none of 1,900 questions", send)

    def test_all_leave_at_once(self):
        crowd = self.crowd(200, read=False)
        for guest in crowd:
            for room in range(30):
                guest.emit("join_room", {"room": f"room {room}"})
        for guest in crowd:
            threading.Thread(target=self.drain, args=(guest.socket.socket,), daemon=True).start()
        time.sleep(3)

        def leave():
            for guest in crowd:
                guest.socket.socket.shutdown(2)

        self.measure("200 of 31 rooms each leave at once", leave, settle=2)


if __name__ == "__main__":
    unittest.main()
