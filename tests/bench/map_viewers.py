"""map_viewers.py PORT SERVER_PID VIEWERS SECONDS RAW: that many viewers of the map's feed, and what they cost the server.

Runs on core 1. The share of a core counts the server's own time alone, with the ocean it simulates.
"""
import json
import os
import selectors
import socket
import sys
import time

port, pid, viewers, seconds = (int(text) for text in sys.argv[1:5])
os.sched_setaffinity(0, {1})
TICKS = os.sysconf("SC_CLK_TCK")


def spent():
    fields = open(f"/proc/{pid}/stat").read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def watch(duration, sockets):
    """Reads what comes; returns the bytes and the server's share of a core."""
    chosen = selectors.DefaultSelector()
    for one in sockets:
        chosen.register(one, selectors.EVENT_READ)
    taken, before, begun = 0, spent(), time.monotonic()
    while time.monotonic() - begun < duration:
        if not sockets:
            time.sleep(0.1)
        for key, _ in chosen.select(0.1) if sockets else ():
            data = key.fileobj.recv(1 << 20)
            if not data:
                raise SystemExit("map_viewers: the server hung up")
            taken += len(data)
    return taken, (spent() - before) / (time.monotonic() - begun)


_, alone = watch(seconds, [])
crowd = []
for _ in range(viewers):
    one = socket.create_connection(("127.0.0.1", port))
    one.sendall(b"GET /map/feed HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n")
    crowd.append(one)
watch(1, crowd)
taken, share = watch(seconds, crowd)
with open(sys.argv[5], "a") as raw:
    print(json.dumps({"what": "map", "viewers": viewers, "share": round(share, 4), "without_viewers": round(alone, 4),
                      "bytes_per_viewer_and_second": round(taken / viewers / seconds)}), file=raw)
print(f"  {f'map, {viewers} viewers, share of a core':<48} ours {share:<9.3f} without viewers {alone:.3f}, goal < 0.1")
