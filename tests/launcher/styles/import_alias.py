import smartphone_connector as sc
from smartphone_connector import Connector as Phone

device = Phone(device_id='FooBar', server_url='https://io.example.org')
print('id', device.device_id)
print('same class', isinstance(device, sc.Connector))
device.disconnect()
