from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')


def on_f1():
    device.disconnect()
    exit()


device.on_f1 = on_f1
print('ready')
