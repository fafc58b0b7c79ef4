"""Prints as fast as it can. It never ends by itself."""
import sys

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')
print('ESCAPE output_flood started', flush=True)
line = 'x' * 1000 + '\n'
while True:
    sys.stdout.write(line)
