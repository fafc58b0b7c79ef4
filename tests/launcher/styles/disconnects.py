from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')
device.print('goodbye')
device.disconnect()
