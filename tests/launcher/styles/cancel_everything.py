from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')
device.animate(lambda: print('never again'), interval=10)
device.cancel_async_subscriptions()
device.stop_all_animations()
device.on_key = lambda data: print('key', data.key)
print('ready')
