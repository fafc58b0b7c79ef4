"""What Recess changes about the client library: on the class and on its one shared connection, never on disk.

At home a script says where it connects and as whom; here both are given. Because the constructor *method of the class*
is replaced, it does not matter how the script imports, names, subclasses or stores its Connectors.
"""

import builtins
import functools
import reprlib
import threading
import time

DEVICE_RECORD_SECONDS = 0.5
THREAD_PATIENCE_SECONDS = 5.0


def ignore(*_):
    pass


class Steering:
    """One per process. Remembers the newest Connector, so that no variable name of the script is ever needed."""

    def __init__(self, library, server_url, play_id, note=ignore, made=ignore):
        self.connector_class = library.Connector
        self.client = library.Connector.sio  # all Connectors share this one connection
        self.newest = None
        self._server_url = server_url
        self._play_id = play_id
        self._note = note
        self._made = made
        self._noted = False

    def install(self):
        self._steer_constructor()
        self._connect_after_disconnect()
        self._register_after_reconnect()
        self._wait_for_threads()
        builtins.input = self._input

    def _steer_constructor(self):
        original = self.connector_class.__init__

        @functools.wraps(original)  # so that inspect.signature answers as at home
        def __init__(connector, *args, **kwargs):
            self._note_arguments(args, kwargs)
            previous, connected = self.newest, self.client.connected
            original(connector, self._server_url, self._play_id)
            self.newest = connector
            if previous is None:
                self._made()
            if connected and previous is not None:
                self._adopt(connector, previous)
            else:
                self._await_device_record(connector)

        self.connector_class.__init__ = __init__

    def _note_arguments(self, args, kwargs):
        if self._noted:
            return
        self._noted = True
        try:
            said = [reprlib.repr(value) for value in args]
            said += ['%s=%s' % (name, reprlib.repr(value)) for name, value in kwargs.items()]
        except Exception:
            said = ['...']
        self._note('Connector(%s) plays here as %s' % (', '.join(said), self._play_id))

    def _connect_after_disconnect(self):
        """After disconnect() the old connection's threads may still be ending. A connection made meanwhile is read and
        pinged by them too, and lost at once: let them end first."""
        original = self.connector_class.connect

        @functools.wraps(original)
        def connect(connector):
            if not self.client.connected:
                eio = self.client.eio
                for task in (eio.read_loop_task, eio.write_loop_task, eio.ping_loop_task):
                    if task is not None and task is not threading.current_thread():
                        task.join(DEVICE_RECORD_SECONDS)
            original(connector)

        self.connector_class.connect = connect

    def _await_device_record(self, connector):
        """Scripts read `device` and `devices` in the line after the constructor; the hub answers within milliseconds."""
        deadline = time.monotonic() + DEVICE_RECORD_SECONDS
        while time.monotonic() < deadline:
            own = connector.device
            if own is not None and any(one.get('socket_id') == own.get('socket_id') for one in connector.devices):
                return
            time.sleep(0.002)

    def _adopt(self, connector, previous):
        """A second Connector neither connects nor registers: give it what only a registration would bring."""
        if connector.device is None:
            connector.device = previous.device
        connector.emit('get_devices')

    def register(self):
        """Registers the newest Connector, as its constructor once did."""
        if self.newest is not None:
            self.newest._Connector__register()

    def _register_after_reconnect(self):
        original = self.client._handle_reconnect

        def _handle_reconnect():
            original()
            if self.client.eio.state == 'connected':
                self.register()

        self.client._handle_reconnect = _handle_reconnect

    def _wait_for_threads(self):
        """The library handles every message in a new thread. At the limit of threads it would lose its reader for good;
        reading a little later is better."""
        start = self.client.eio.start_background_task

        def start_background_task(target, *args, **kwargs):
            deadline = time.monotonic() + THREAD_PATIENCE_SECONDS
            while True:
                try:
                    return start(target, *args, **kwargs)
                except RuntimeError:  # can't start new thread
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.01)

        self.client.eio.start_background_task = start_background_task

    def _input(self, prompt=''):
        """built-in input(): asks on the player's phone; there is no keyboard here. Cancelled is the empty text."""
        print(prompt)
        connector = self.newest
        if connector is None or not self.client.connected:
            return ''
        return self._ask(connector, str(prompt)) or ''

    def _ask(self, connector, question):
        """The library's prompt(), which also answers inside a blocking subscribe() and ends with the connection."""
        stamp = connector.current_time_stamp
        connector.emit('new_data', {
            'type': 'input_prompt', 'question': question, 'input_type': 'text', 'options': None, 'time_stamp': stamp
        })
        while self.client.connected:
            for held in (connector._Connector__responses, connector._Connector__blocked_data_msgs):
                for message in list(held):
                    if message.get('type') == 'input_response' and message.get('time_stamp') == stamp:
                        held.remove(message)
                        return message.get('response')
            time.sleep(0.01)
        return None
