# A Connector made in a function, in a list, under a condition, and in a thread.
import threading

from smartphone_connector import Connector


def make():
    return Connector('https://io.example.org', 'A')


def in_thread():
    late = Connector('https://io.example.org', 'D')
    print('thread', late.device_id)


print('function', make().device_id)
print('list', [Connector('https://io.example.org', 'B')][0].device_id)
if True:
    print('condition', Connector('https://io.example.org', 'C').device_id)
worker = threading.Thread(target=in_thread)
worker.start()
worker.join()
make().disconnect()
