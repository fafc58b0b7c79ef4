from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')
print('ready')
while True:
    pass
