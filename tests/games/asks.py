"""Asks for a name with the built-in input() and ends."""
from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Asks')
name = input('What is your name?')
device.print(f'Hello {name}')
device.report(len(name))
device.disconnect()
