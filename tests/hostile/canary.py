"""canary.py PROTOCOL_FOLDER PORT: a phone and a script in a group of their own. The phone presses a key every 20 ms, counted
from when the press was due, until standard input ends. Prints one line of JSON: how many were sent, how many arrived out
of order, twice or never, and the 50th, 99th and 100th percentile of the time until the script heard of them, in ms.

A process of its own, so that it does not wait for those who make the noise.
"""

import json
import sys
import threading
import time

sys.path.insert(0, sys.argv[1])
from wire import Closed, WebSocket  # noqa: E402

PERIOD = 0.02
GROUP = "Canaries"


def joined(revision, is_client):
    client = WebSocket(int(sys.argv[2]), f"/socket.io/?EIO={revision}&transport=websocket", "127.0.1.1")
    client.socket.settimeout(60)
    client.receive()
    if revision == 4:
        client.send("40")
    client.send("42" + json.dumps(["new_device", {"device_id": GROUP, "is_client": is_client}]))
    while '42["device",' not in client.hear():
        pass
    return client


phone, script = joined(4, True), joined(3, False)
due, heard = [], []
stopping = threading.Event()


def listen(client, note):
    try:
        while True:
            message = client.hear()
            if isinstance(message, str) and message.startswith('42["new_data"') and note is not None:
                note.append((json.loads(message[2:])[1]["n"], time.monotonic()))
    except (Closed, OSError):
        pass


threading.Thread(target=listen, args=(phone, None), daemon=True).start()
threading.Thread(target=listen, args=(script, heard), daemon=True).start()
threading.Thread(target=lambda: (sys.stdin.read(), stopping.set()), daemon=True).start()
print("ready", flush=True)

next_press = time.monotonic()
while not stopping.is_set():
    next_press += PERIOD
    time.sleep(max(0.0, next_press - time.monotonic()))
    if len(due) % 500 == 0:
        script.send("2")  # Engine.IO 3: the client pings
    phone.send("42" + json.dumps(["new_data", {"device_id": GROUP, "type": "key", "key": "up", "n": len(due)}]))
    due.append(next_press)

patience = time.monotonic() + 30
while len(heard) < len(due) and time.monotonic() < patience:
    time.sleep(0.01)
numbers = [n for n, _ in heard]
times = sorted((at - due[n]) * 1000 for n, at in heard) or [float("inf")]
print(
    json.dumps(
        {
            "sent": len(due),
            "lost": len(set(range(len(due))) - set(numbers)),
            "twice": len(numbers) - len(set(numbers)),
            "disordered": sum(a > b for a, b in zip(numbers, numbers[1:])),
            "p50": round(times[len(times) // 2], 2),
            "p99": round(times[len(times) * 99 // 100], 2),
            "p100": round(times[-1], 2),
        }
    )
)
