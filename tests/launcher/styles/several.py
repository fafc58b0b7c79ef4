# As with the bare library: one connection and one set of callback lists. The second Connector takes over the plain
# handlers; what was added with on() still fires.
from smartphone_connector import Connector

first = Connector('https://io.example.org', 'A')
second = Connector('https://io.example.org', 'B')
print('ids', first.device_id == second.device_id)
print('device', second.device == first.device, second.device.device_nr)

first.on_key = lambda data: print('first on_key')
second.on_key = lambda data: print('second on_key', data.key)
first.on('key', lambda data: print('first on(key)'))
second.on('timer', lambda: None)
print('one list', first._on_key is second._on_key)
print('ready')
