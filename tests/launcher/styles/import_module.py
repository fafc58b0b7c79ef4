import smartphone_connector

device = smartphone_connector.Connector('https://io.example.org', device_id='FooBar')
print('id', device.device_id)
device.disconnect()
