"""Pretends to be others at the hub, and talks to them. The harness puts the canary's play id in for VICTIM."""
import time

import socketio

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE other_plays', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE other_plays', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

VICTIM = 'game-1700000000000000000'
NAMES = {'victim': VICTIM, 'runner': '__GAME_RUNNER__', 'listener': 'GLOBAL_LISTENER', 'invented': 'MyGroup'}
OWN = device.device_id


class Intruder:
    """A bare connection to the hub that says what it likes and keeps what it hears."""

    def __init__(self):
        self.heard = []
        self._io = socketio.Client(reconnection=False)
        for event in ('device', 'devices', 'room_joined', 'all_data', 'data_store', 'new_data', 'information_msg'):
            self._io.on(event, lambda data, event=event: self.heard.append((event, data)))
        self._io.connect(device.server_url)

    def say(self, event, seconds=0.4, **data):
        self._io.emit(event, dict({'time_stamp': time.time()}, **data))
        time.sleep(seconds)
        return self

    def told(self, event):
        return [data for name, data in list(self.heard) if name == event]

    def close(self):
        self._io.disconnect()


def with_intruder(action):
    intruder = Intruder()
    try:
        return action(intruder)
    finally:
        intruder.close()


def registers_as(name, client=False):
    def action(intruder):
        intruder.say('new_device', device_id=name, is_client=client)
        return [one for one in intruder.told('device') if one['device_id'] != OWN or one['is_client']] or None
    return with_intruder(action)


def joins(room):
    def action(intruder):
        intruder.say('new_device', device_id=OWN).say('join_room', room=room, device_id=OWN)
        return [one['room'] for one in intruder.told('room_joined') if one['room'] != OWN] or None
    return with_intruder(action)


def sees_devices():
    def action(intruder):
        intruder.say('new_device', device_id=OWN).say('get_devices')
        return [one for data in intruder.told('devices') for one in data['devices'] if one['device_id'] != OWN] or None
    return with_intruder(action)


def reads_data_of(name):
    def action(intruder):
        intruder.say('new_device', device_id=OWN).say('get_all_data', device_id=name)
        return [one for one in intruder.told('all_data') if one['device_id'] != OWN and one['all_data']] or None
    return with_intruder(action)


def reads_stores():
    def action(intruder):
        intruder.say('new_device', device_id=OWN).say('data_store')
        return [name for data in intruder.told('data_store') for name in data if name != OWN] or None
    return with_intruder(action)


def renumbers(number):
    def action(intruder):
        intruder.say('new_device', device_id=OWN)
        intruder.say('set_new_device_nr', 1, device_id=VICTIM, new_device_nr=77, current_device_nr=number)
        return [one['message'] for one in intruder.told('information_msg') if one['message'] == 'Success'] or None
    return with_intruder(action)


for role, name in NAMES.items():
    attempt('register_as_' + role, lambda: registers_as(name))
    attempt('join_' + role, lambda: joins(name))
    attempt('read_data_of_' + role, lambda: reads_data_of(name))
attempt('register_as_phone', lambda: registers_as(OWN, client=True))
attempt('see_devices', sees_devices)
attempt('read_stores', reads_stores)
attempt('renumber_by_id', lambda: renumbers(None))
# Whether these arrive only the canary can say: it prints what it hears. Nothing comes back to the sender.
ELSEWHERE = (('device_id', VICTIM), ('deliver_to', VICTIM), ('deliver_to', 'GLOBAL_LISTENER'), ('broadcast', True))
for field, value in ELSEWHERE:
    device.send({'type': 'notification', 'message': 'ESCAPED %s' % field, 'time': 1000, field: value})
for number in range(-20, 20):
    device.send({'type': 'color', 'color': 'red', 'message': 'ESCAPED unicast'}, unicast_to=number)
device.send({'type': 'report_score', 'score': 424242, 'device_id': VICTIM, 'deliver_to': '__GAME_RUNNER__'})
device.sio.emit('clear_data', {'device_id': VICTIM, 'time_stamp': time.time()})
device.sio.emit('remove_all', {'device_id': VICTIM})
device.sleep(1)

print('ESCAPE other_plays done', flush=True)
device.disconnect()
