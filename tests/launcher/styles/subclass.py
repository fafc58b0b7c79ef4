from inspect import signature

from smartphone_connector import Connector


class Phone(Connector):
    def __init__(self, name):
        super().__init__('https://io.example.org', name)
        self.score = 0


class Louder(Phone):
    pass


device = Louder('FooBar')
print('id', device.device_id)
print('isinstance', isinstance(device, Connector))
print('parameters', list(signature(Connector).parameters))
device.disconnect()
