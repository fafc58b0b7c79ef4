# Local modules with the names of others, and a folder that is no module.
import json
import os
import queue
import random

import requests
from smartphone_connector import Connector

print(queue.HERE, json.HERE, requests.HERE)
print('os is not local', not hasattr(os, 'HERE'))  # a bare interpreter has it before any script begins
print('random', 1 <= random.randint(1, 6) <= 6)
device = Connector('https://io.example.org', 'FooBar')
print('id', device.device_id)
device.disconnect()
