"""What every test of the launcher needs: a hub, a phone, and plays that run the launcher as an ordinary process."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import unittest

import socketio

import hub as stand_in
from cable import Cable

HERE = os.path.dirname(os.path.abspath(__file__))
RUNTIME = os.environ['RECESS_RUNTIME']
PLAY_ID = 'play-under-test'
# What the zygote does for a box, without the box: the launcher is imported, then plays on a given descriptor.
LAUNCH = '''
import sys
sys.path.insert(0, {runtime!r})
from recess_launcher import library, player
sys.path.pop(0)
library.use_runtime()
player.main({descriptor})
'''


def eventually(condition, seconds=5):
    """The first true answer of `condition`; its last one when time is up."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer or time.monotonic() > deadline:
            return answer
        time.sleep(0.01)


class Phone:
    """A controller, as the page would be one: it registers for the play and keeps what it receives."""

    def __init__(self, url, device_id=PLAY_ID):
        self.received = []
        self.number = None
        self._device_id = device_id
        self._io = socketio.Client(reconnection=False)
        self._io.on('new_data', self.received.append)
        self._io.on('device', lambda device: setattr(self, 'number', device['device_nr']))
        self._io.connect(url)
        self._io.emit('new_device', {'device_id': device_id, 'is_client': True, 'time_stamp': time.time()})

    def send(self, **fields):
        own = {'device_id': self._device_id, 'device_nr': self.number, 'time_stamp': time.time()}
        self._io.emit('new_data', dict(own, **fields))

    def press(self, key):
        self.send(type='key', key=key)

    def of_type(self, kind):
        return [data for data in list(self.received) if data['type'] == kind]

    def texts(self):
        return [data['message'] for data in self.of_type('notification')]

    def prompts(self):
        return self.of_type('input_prompt')

    def answer(self, prompt, **response):
        self.send(type='input_response', caller_id=prompt['response_id'], time_stamp=prompt['time_stamp'],
                  displayed_at=time.time(), **response)

    def close(self):
        self._io.disconnect()


class Play:
    """One run of a style: a file of styles/, or a folder with a game.py, there or anywhere."""

    def __init__(self, style, url, go=True):
        self.folder = tempfile.mkdtemp(prefix='recess-launcher-')
        self.script = os.path.join(self.folder, 'game.py')
        source = os.path.join(HERE, 'styles', style)
        if os.path.isdir(source):
            shutil.copytree(source, self.folder, dirs_exist_ok=True)
        else:
            shutil.copy(source + '.py', self.script)
        self.messages = []
        self._near, far = socket.socketpair()
        code = LAUNCH.format(runtime=RUNTIME, descriptor=far.fileno())
        self._process = subprocess.Popen(
            [os.path.join(RUNTIME, 'bin', 'python3'), '-I', '-B', '-c', code], pass_fds=[far.fileno()],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={'HOME': self.folder, 'PATH': '/usr/bin:/bin', 'SECRET': 'must not be seen'})
        far.close()
        self._output = []
        self._threads = [threading.Thread(target=self._read_output), threading.Thread(target=self._read_control)]
        for thread in self._threads:
            thread.start()
        self.tell(assign={'play_id': PLAY_ID, 'server_url': url, 'script': self.script})
        if go:
            self.tell(go=True)

    def _read_output(self):
        for line in self._process.stdout:
            self._output.append(line.decode())

    def _read_control(self):
        with self._near.makefile('r', encoding='utf-8') as lines:
            with contextlib.suppress(ConnectionError):
                for line in lines:
                    self.messages.append(json.loads(line))

    def tell(self, **message):
        with contextlib.suppress(OSError):
            self._near.sendall(json.dumps(message).encode() + b'\n')

    def hang_up(self):
        self._near.shutdown(socket.SHUT_RDWR)

    @property
    def output(self):
        return ''.join(self._output)

    def said(self, text, seconds=5):
        return eventually(lambda: text in self.output, seconds)

    def running(self):
        return self._process.poll() is None

    def wait(self, seconds=10):
        """The exit code. Everything it printed and reported is there afterwards."""
        code = self._process.wait(seconds)
        for thread in self._threads:
            thread.join(seconds)
        return code

    def stop(self, seconds=3):
        self.tell(stop=True)
        return self.wait(seconds)

    @property
    def reports(self):
        return [message['report'] for message in self.messages if 'report' in message]

    @property
    def notes(self):
        return [message['note'] for message in self.messages if 'note' in message]

    def close(self):
        if self.running():
            self._process.kill()
        self.wait()
        self._process.stdout.close()
        self._near.close()
        shutil.rmtree(self.folder)


class LauncherTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.hub_url = os.environ.get('RECESS_TEST_HUB')
        cls.hub = None
        if not cls.hub_url:
            cls.hub = stand_in.Hub()
            cls.addClassCleanup(cls.hub.close)
            cls.hub_url = cls.hub.url

    def play(self, style, url=None, **options):
        play = Play(style, url or self.hub_url, **options)
        self.addCleanup(play.close)
        return play

    def finished(self, style):
        """Plays to the end, and insists that it is an ordinary one."""
        play = self.play(style)
        self.assertEqual((play.wait(), [report['how'] for report in play.reports]), (0, ['finished']), play.output)
        return play

    def phone(self):
        phone = Phone(self.hub_url)
        self.addCleanup(phone.close)
        eventually(lambda: phone.number is not None)
        return phone

    def cable(self):
        cable = Cable(self.hub_url)
        self.addCleanup(cable.close)
        return cable

    def needs_stand_in(self):
        if self.hub is None:
            self.skipTest('looks into the stand-in hub')
