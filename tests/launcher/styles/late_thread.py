# The main code is over long before the thread connects.
import threading
import time

from smartphone_connector import Connector


def later():
    time.sleep(1)
    device = Connector('https://io.example.org', 'FooBar')
    device.print('late, but here')


threading.Thread(target=later).start()
