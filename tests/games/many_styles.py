"""Connectors made in many ways in one script; prints one line for each, reports how many there were, and ends."""
import smartphone_connector
import smartphone_connector as sc
from smartphone_connector import *
from smartphone_connector import Connector as Phone


class Game:
    def __init__(self, make, *args, **options):
        self.device = make(*args, **options)


class Louder(Phone):
    def __init__(self):
        super().__init__('https://io.example.org', 'Louder')


ways = {
    'star': lambda: Connector('https://io.example.org', 'A'),
    'alias': lambda: Phone(device_id='B', server_url='https://io.example.org'),
    'module': lambda: smartphone_connector.Connector('https://io.example.org', str(len('(('))),
    'module alias': lambda: [sc.Connector()][0],
    'attribute': lambda: Game(Connector, 'https://io.example.org', device_id='C').device,
    'subclass': lambda: Louder(),
}
for count, (name, make) in enumerate(ways.items(), 1):
    device = make()
    print(name, device.device_id, isinstance(device, sc.Connector), flush=True)
    device.report(count)
    device.disconnect()
