from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')
device.on_key = lambda data: device.print('got ' + data.key)
device.print('ready')
device.wait()
