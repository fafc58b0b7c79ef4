from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')
print('id', device.device_id)
device.disconnect()
