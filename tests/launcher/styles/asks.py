from smartphone_connector import Connector

print('before', repr(input('device? ')))
device = Connector('https://io.example.org', 'FooBar')
print('name', repr(input('name? ')))
print('cancelled', repr(input()))
device.disconnect()
print('after', repr(input('still there? ')))
