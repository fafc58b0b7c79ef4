"""A harmless game that notices. It answers every key at once, so that the harness can measure the way through the hub,
and prints whatever reaches it that it should never hear."""
from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Canary')


def on_key(data):
    if data.key == 'F4':
        device.disconnect()
        return
    device.send({'type': 'pong', 'key': data.key, 'sent': data.time_stamp})


def on_data(data):
    if 'ESCAPED' in str(data) or data.type == 'flood':
        print('CANARY heard', data.type, str(data)[:200], flush=True)


def on_devices(devices):
    for one in devices:
        if one.device_id != device.device_id or (one.is_client and one.device_nr == 77):
            print('CANARY saw', dict(one), flush=True)


device.on_key = on_key
device.on_data = on_data
device.on_devices = on_devices
device.report(7)
print('CANARY sings', device.device_id, flush=True)
device.wait()
