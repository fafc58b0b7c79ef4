"""Connects, reports a score, and then fails in a helper module when the up key is pressed."""
from smartphone_connector import Connector

import level

device = Connector('https://io.example.org', 'Crash')
device.print('press up')
device.on_f1 = lambda: level.load('in a callback')  # only the callback fails, the game goes on
while device.key.key != 'up':
    device.sleep(0.05)
device.report(3)
level.load('two')
