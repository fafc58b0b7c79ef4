# Whatever the script does to keep from ending, the launcher leaves in time.
import atexit
import time

from smartphone_connector import Connector


class Stubborn(Connector):
    def disconnect(self):
        time.sleep(60)


atexit.register(time.sleep, 60)
device = Stubborn('https://io.example.org', 'FooBar')
print('ready')
while True:
    try:
        time.sleep(60)
    except BaseException:
        pass
