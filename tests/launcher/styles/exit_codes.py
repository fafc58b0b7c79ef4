# Timer jobs and the connection would keep a bare interpreter alive.
import os
import sys

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')
device.animate(lambda: None)
device.report(7)
device.report(3)
device.report(12.9)
device.report('x')
with open('how.txt') as file:
    how = file.read().strip()
{'sys.exit': sys.exit, 'exit 3': lambda: exit(3), 'quit': lambda: quit(0), 'text': lambda: sys.exit('no lives left'),
 'os._exit': lambda: os._exit(4)}[how]()
