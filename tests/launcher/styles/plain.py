from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')
print('id', device.device_id)
print('url', device.server_url)
print('number', device.device.device_nr)
print('devices', [d.device_nr for d in device.devices if d.device_id == device.device_id])
device.disconnect()
device.connect()
print('again', device.device_id)
device.disconnect()
