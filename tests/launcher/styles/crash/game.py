from smartphone_connector import Connector

import level

device = Connector('https://io.example.org', 'FooBar')
device.report(5)
device.animate(lambda: None)
level.load('two')
