"""A first client for Mocean: joins, swims a while, and tells what it meets.

Run it with `python3 client.py`, then change it: it is yours.
It needs the library requests (`pip install requests`).
"""
import time

import requests

BASE = "http://localhost:8080"  # where the ocean is
NAME = "fred"  # who you are: letters and digits


def ask(route, **keys):
    """Asks the server one thing and gives its answer as text."""
    reply = requests.get(f"{BASE}/{route}", params=keys, timeout=10)
    return reply.text


me = int(ask("join", name=NAME))  # the same name gives the same number again
if me < 0:
    raise SystemExit(f"{NAME} cannot join: {NAME} belongs to somebody, or is no name")
print(f"I am player {me} in an ocean of 900 by 900 metres")

for press in range(6):  # each w is faster: about 6 metres a second in the end
    ask("accel", id=me, ctrl="w")

for second in range(5):
    x, y, z, wrapped, message, near = ask("location", id=me).split(",")
    print(f"at {float(x):.1f}, {float(y):.1f}, with {ask('ping', id=me)} metres of water below")
    if message == "1":
        print("a message:", ask("popchat", id=me))
    if near == "1":
        print("in sight:", ask("look", id=me))
    ask("accel", id=me, ctrl="a")  # a little to the left
    time.sleep(1)

print(ask("stop", id=me))
