import threading

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')


def job():
    raise ValueError('in the job')


def worker():
    raise LookupError('in the thread')


device.set_timeout(job, 0.01)
threading.Thread(target=worker).start()
device.on_key = lambda data: print('key', data.key)
device.sleep(0.2)
print('ready')
