# Inside a blocking subscription the library delivers no messages until the callback returns.
from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')


def update():
    print('answer', input('now? '))
    exit()


device.subscribe(update)
