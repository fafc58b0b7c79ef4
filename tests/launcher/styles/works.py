# Sleeping, threads, pools, processes and child interpreters.
import multiprocessing
import os
import subprocess
import sys
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

from smartphone_connector import Connector

CHILD = '''
from smartphone_connector import Connector
device = Connector('https://io.example.org', 'Child')
print('child is', device.device_id, flush=True)
device.disconnect()
'''


def square(number):
    return number * number


if __name__ == '__main__':
    device = Connector('https://io.example.org', 'FooBar')
    time.sleep(0.01)
    device.sleep(0.01)
    results = []
    worker = threading.Thread(target=lambda: results.append('thread'))
    worker.start()
    worker.join()
    print(results)
    pool = ThreadPoolExecutor(2)  # left open on purpose
    print('pool', list(pool.map(square, [2, 3])))
    with multiprocessing.get_context('fork').Pool(2) as processes:
        print('processes', processes.map(square, [4, 5]))
    print(subprocess.run([sys.executable, '-c', CHILD], stdout=subprocess.PIPE).stdout.decode().strip())
    print(subprocess.run(['python3', '-c', CHILD], stdout=subprocess.PIPE).stdout.decode().strip())
    warnings.simplefilter('ignore')  # newer interpreters advise against the next line
    if os.fork() == 0:
        device = None
    else:
        os.wait()
        print('parent connected', device.sio.connected)
        device.disconnect()
