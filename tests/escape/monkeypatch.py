"""Wrecks everything it can reach in its own process, the launcher included. Only it may be harmed."""
import builtins
import gc
import os
import sys
import threading

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')
device.report(5)
device.sleep(0.5)
write = os.write
for thing in gc.get_objects():
    if type(thing).__name__ in ('Control', 'Player', 'Steering'):
        thing.__dict__.clear()
for name in ('print', 'open', 'input', 'exec', 'isinstance', 'dict', '__import__'):
    setattr(builtins, name, None)
os._exit = os.getpid = threading.Thread.join = threading.enumerate = None
Connector.__init__ = Connector.disconnect = None
sys.stdout = sys.stderr = None
sys.modules.clear()
write(1, b'ESCAPE monkeypatch done\n')
