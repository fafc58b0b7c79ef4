from smartphone_connector import Connector

for round in range(3):
    device = Connector('https://io.example.org', 'FooBar')
    print('round', round, device.device.device_nr, len(device.devices) > 0)
    device.disconnect()

last = Connector('https://io.example.org', 'FooBar')
last.on_key = lambda data: print('key', data.key)
print('ready')
