"""What the zygote does before it has made any box, and the launcher's own small parts."""

import json
import os
import socket
import subprocess
import sys
import threading
import unittest
from types import SimpleNamespace

from stage import RUNTIME

sys.path.insert(0, RUNTIME)
from recess_launcher import control, steering  # noqa: E402
sys.path.pop(0)

INSPECT = '''
import json, logging, os, sys, threading
sys.path.insert(0, {runtime!r})
from recess_launcher import library, zygote
sys.path.pop(0)
library.use_runtime()
package = library.load()
describe = lambda: {{name: repr(value) for name, value in vars(package.Connector).items()}}
before, descriptors = describe(), os.listdir('/proc/self/fd')
zygote.boot()
print(json.dumps({{
    'changed': [name for name, text in describe().items() if before.get(name) != text],
    'sent': package.Connector.emit.__defaults__[0],
    'handlers': len(logging.root.handlers),
    'threads': len(os.listdir('/proc/self/task')),
    'descriptors': sorted(set(os.listdir('/proc/self/fd')) ^ set(descriptors)),
    'submodules': sorted(name for name in sys.modules if name.startswith('smartphone_connector.')),
    'from': package.__file__,
    'path': [entry for entry in sys.path if not entry.startswith(('/usr/lib/python', sys.base_prefix))],
}}))
'''


class Boot(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # As the keeper starts it: the plain interpreter, not the link in the runtime folder.
        python = os.path.realpath(os.path.join(RUNTIME, 'bin', 'python3'))
        run = subprocess.run([python, '-I', '-B', '-c', INSPECT.format(runtime=RUNTIME)], env={}, stdout=subprocess.PIPE,
                             check=True, timeout=30)
        cls.found = json.loads(run.stdout)

    def test_rehearsal_leaves_nothing_on_the_library(self):
        self.assertEqual((self.found['changed'], self.found['sent'], self.found['handlers']), ([], {}, 0))

    def test_one_thread_and_no_socket_are_left(self):
        self.assertEqual((self.found['threads'], self.found['descriptors']), (1, []))

    def test_library_comes_from_the_runtime_with_all_submodules(self):
        packages = os.path.join(RUNTIME, 'lib', 'python%d.%d' % sys.version_info[:2], 'site-packages')
        self.assertEqual(self.found['path'], [packages])
        self.assertTrue(self.found['from'].startswith(packages))
        self.assertEqual([name.partition('.')[2] for name in self.found['submodules']],
                         ['colors', 'dictx', 'helpers', 'timings', 'types'])


class Channel(unittest.TestCase):
    def test_every_line_fits_whatever_it_says(self):
        for text in ('x' * 10_000_000, '\u2028"' * 100_000, '\udcff' * 40_000):
            line = control.encode({'report': {'how': 'crashed', 'error': text, 'traceback': text}})
            self.assertLessEqual(len(line), control.LONGEST_LINE)
            self.assertEqual(json.loads(line)['report']['how'], 'crashed')
            self.assertEqual(line.count(b'\n'), 1)

    def test_a_server_that_does_not_read_costs_half_a_second_once(self):
        near, far = socket.socketpair()
        self.addCleanup(far.close)
        channel = control.Control(near.detach())
        for _ in range(100):
            channel.send({'note': 'x' * 60000}, patience=0.2)
        self.assertFalse(channel._usable)
        channel._socket.close()


class ThreadLimit(unittest.TestCase):
    def test_messages_wait_for_a_free_thread_instead_of_losing_the_reader(self):
        started, refusals = [], [RuntimeError("can't start new thread")] * 3

        def start(target, *args):
            if refusals:
                raise refusals.pop()
            started.append((target, args))
            return threading.current_thread()

        eio = SimpleNamespace(start_background_task=start)
        library = SimpleNamespace(Connector=SimpleNamespace(sio=SimpleNamespace(eio=eio)))
        steering.Steering(library, 'url', 'play')._wait_for_threads()
        eio.start_background_task('handle', 'message')
        self.assertEqual(started, [('handle', ('message',))])
