from smartphone_connector import Connector


class Game:
    def __init__(self):
        self.device = Connector('https://io.example.org', 'FooBar')
        self.device.on_key = self.on_key

    def on_key(self, data):
        print('key', data.key)
        self.device.disconnect()


Game()
