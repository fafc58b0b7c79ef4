from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')


def lives(data):
    return {}['lives']


def on_key(data):
    if data.key == 'up':
        lives(data)
    print('key', data.key)


device.on_key = on_key
print('ready')
