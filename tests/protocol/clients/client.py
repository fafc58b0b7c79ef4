"""client.py VERSION PORT polling|websocket|upgrade    the Python client of that version, all checks
client.py VERSION PORT room NAME NAME...              one of several that must hear each other
client.py VERSION PORT hub NAME NAME...               the same with the hub's own events
client.py VERSION PORT restart                        says "waiting", and must be back after a restart

Prints "pass …" and "FAIL …" lines; the exit status says whether there was a FAIL. PYTHONPATH says which version.
"""

import os
import sys
import threading
import time

import socketio

VERSION, PORT, WAY, *NAMES = sys.argv[1:]
GENERATION = VERSION[0]
LABEL = f"Python {VERSION} {WAY}"
failed = False


def check(what, actual, expected):
    global failed
    good = actual == expected
    failed = failed or not good
    print(f"{'pass' if good else 'FAIL'} {LABEL}: {what}{'' if good else f' ({actual!r})'}", flush=True)


def until(holds, seconds=5.0):
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


class Client:
    def __init__(self, **options):
        self.sio = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.2, **options)
        self.greetings, self.back, self.lost = [], [], 0
        self.sio.on("auth", self.greetings.append)
        self.sio.on("message-back", lambda *args: self.back.append(args))
        self.up = threading.Event()
        self.sio.on("connect", self.up.set)
        self.sio.on("disconnect", self.on_disconnect)

    def on_disconnect(self, *_):
        self.lost += 1

    def connect(self, **more):
        transports = {"polling": ["polling"], "websocket": ["websocket"]}.get(WAY)
        self.sio.connect(f"http://127.0.0.1:{PORT}", transports=transports, **more)
        if "namespaces" not in more:
            self.up.wait(5)  # version 5.0 returns before

    def echoed(self, *args):
        """What comes back. Generation 4 handles every frame in a thread of its own, so on a busy machine it may take an
        attachment for a packet, and lose both: then once more."""
        for _ in range(3 if GENERATION == "4" else 1):
            self.back.clear()
            self.sio.emit("message", args)
            if until(lambda: self.back, 2 if GENERATION == "4" else 5):
                return self.back[0]
        return None


def quietly(caught):
    """Generation 4 loses an attachment now and then (see echoed); its traceback is not news."""
    if not (GENERATION == "4" and caught.exc_type is ValueError):
        threading.__excepthook__(caught)


threading.excepthook = quietly


def checks():
    client = Client()
    auth = {"token": "123"} if GENERATION == "5" and VERSION != "5.0" else {}  # 5.0 cannot say any
    client.connect(**({"auth": auth} if auth else {}))
    until(lambda: client.greetings)
    check("is greeted with what it sent to connect", client.greetings, [auth])
    expected = "polling" if WAY == "polling" else "websocket"
    check(f"runs on {expected}", client.sio.transport(), expected)

    words = (1, "grüezi 😀", {"three": [True, None]})
    check("text comes back", client.echoed(*words), words)
    picture = ("b", {"picture": b"\x01\x02\x03", "more": [b"\xff\x00"]})
    check("binary comes back", client.echoed(*picture), picture)
    large = os.urandom(300_000)
    check("a large picture comes back", client.echoed(large) == (large,), True)
    stamp = 1700000010.125001
    check("numbers stay exactly what they were", client.echoed(stamp, 2**60 + 1), (stamp, 2**60 + 1))
    check("an ack carries the arguments", client.sio.call("message-with-ack", (1, "2"), timeout=5), (1, "2"))
    check("an ack carries binary", client.sio.call("message-with-ack", ("x", b"\x09"), timeout=5), ("x", b"\x09"))

    client.back.clear()
    for n in range(200):
        client.sio.emit("message", n)
    until(lambda: len(client.back) >= 200)
    check("two hundred messages come back", sorted(client.back), [(n,) for n in range(200)])

    if GENERATION == "4":
        client.sio.emit("message", float("nan"))
        check("a NaN costs nothing but itself", client.echoed("alive"), ("alive",))
    time.sleep(2.2)
    check("several heartbeats later it is still there", (client.lost, client.echoed("alive")), (0, ("alive",)))

    client.greetings.clear()
    client.sio.emit("bounce")
    check("bounced, it comes back", until(lambda: client.greetings, 8) != [], True)
    client.greetings.clear()
    client.sio.emit("kick")
    until(lambda: client.lost >= 2)
    time.sleep(1.5)
    check("kicked, it stays away", (client.greetings, client.sio.connected), ([], False))

    elsewhere = Client(reconnection=False)
    greeted = []
    elsewhere.sio.on("auth", greeted.append, namespace="/custom")
    elsewhere.connect(namespaces=["/custom"])
    check("a namespace of its own greets it as well", until(lambda: greeted), [{}])
    elsewhere.sio.disconnect()

    leaving = Client(reconnection=False)
    leaving.connect()
    until(lambda: leaving.greetings)
    begun = time.monotonic()
    leaving.sio.disconnect()
    leaving.sio.wait()
    check("leaves when it likes, and soon", time.monotonic() - begun < 3, True)


def room():
    me, *others = NAMES
    heard = set()
    client = Client()
    client.sio.on("broadcast-back", lambda name, data: heard.add(name) if data == f"data of {name}".encode() else None)
    client.connect()
    speaking = True

    def speak():
        while speaking:
            client.sio.emit("broadcast", (me, f"data of {me}".encode()))
            time.sleep(0.1)

    thread = threading.Thread(target=speak, daemon=True)
    thread.start()
    until(lambda: heard.issuperset(others), 20)
    check(f"{me} hears {', '.join(others)}", [name for name in others if name not in heard], [])
    time.sleep(3)  # the others may not have heard this one yet
    speaking = False
    thread.join()
    client.sio.disconnect()


def hub():
    """The hub's own events: everybody registers for one group, and hears what each of the others says there."""
    me, *others = NAMES
    heard, mine, lists = set(), [], []

    def on_data(data):
        if data["picture"] == f"picture of {data['name']}".encode():
            heard.add(data["name"])

    client = Client()
    client.sio.on("new_data", on_data)
    client.sio.on("device", mine.append)
    client.sio.on("devices", lists.append)
    client.connect()
    client.sio.emit("new_device", {"device_id": "Everybody", "is_client": True})
    until(lambda: mine)
    seat = {"device_id": "Everybody", "device_nr": mine[0]["device_nr"]}
    speaking = True

    def speak():
        while speaking:
            client.sio.emit("new_data", {**seat, "type": "hello", "name": me, "picture": f"picture of {me}".encode()})
            time.sleep(0.1)

    thread = threading.Thread(target=speak, daemon=True)
    thread.start()
    until(lambda: heard.issuperset(others), 20)
    check(f"{me} hears {', '.join(others)}", [name for name in others if name not in heard], [])
    lists.clear()
    client.sio.emit("get_devices")
    until(lambda: lists)
    numbers = [device["device_nr"] for device in lists[0]["devices"]]
    check("everybody has a number of their own", len(numbers) == len(set(numbers)) and seat["device_nr"] in numbers, True)
    time.sleep(3)  # the others may not have heard this one yet
    speaking = False
    thread.join()
    client.sio.disconnect()


def restart():
    client = Client()
    client.connect()
    until(lambda: client.greetings)
    client.greetings.clear()
    print("waiting", flush=True)
    until(lambda: client.greetings, 30)
    check("after a restart of the server it is back", client.echoed("again"), ("again",))


try:
    {"room": room, "hub": hub, "restart": restart}.get(WAY, checks)()
except Exception as error:  # a check that cannot even be made has failed
    check("is not stopped by an error", repr(error), "")
os._exit(1 if failed else 0)  # the library's threads are not worth waiting for
