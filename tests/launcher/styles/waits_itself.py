from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')
device.on_f1 = lambda: device.disconnect()
device.print('ready')
device.wait()
print('waited')
