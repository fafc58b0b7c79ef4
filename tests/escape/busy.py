"""Computes on as many cores as it can get. It never ends by itself."""
import os
import threading

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def compute():
    while True:
        hash(os.urandom(1 << 20))  # outside the interpreter's lock, so that threads really run side by side


for _ in range(8):
    threading.Thread(target=compute, daemon=True).start()
try:
    for _ in range(8):
        if os.fork() == 0:
            compute()
except PermissionError:
    pass
print('ESCAPE busy started', flush=True)
compute()
