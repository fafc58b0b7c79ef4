"""One play, from its assignment to the final report. Runs in a process that is already confined and will run nothing
else; the control channel is all it knows of the server."""

import faulthandler
import gc
import os
import sys
import threading

from recess_launcher import AT_HOME, console, ending, library, script
from recess_launcher.control import Control
from recess_launcher.steering import Steering


def main(descriptor):
    """Plays. Does not return."""
    try:
        Player(Control(descriptor)).play()
    except BaseException as error:  # a bug of ours: say so, and let nothing run on
        console.show(error)
    os._exit(70)


class Player:
    def __init__(self, control):
        self._control = control
        self._process = os.getpid()
        self._connector_made = False
        self._ending = threading.Lock()
        self._steering = None
        self._script = None

    def play(self):
        assignment = self._next('assign')
        self._script = assignment['script']
        self._prepare_process(assignment)
        own_library = script.settle_in(self._script, AT_HOME)
        self._control.send({'ready': True})
        self._next('go')
        threading.Thread(target=self._listen, name='recess', daemon=True).start()
        if own_library:
            self.note('the project brings its own %s; the one installed here is used' % library.NAME)
        self._run()

    def note(self, text):
        self._control.send({'note': text})

    def _next(self, wanted):
        """The next message, if it is the one wanted; anything else ends a play that has not begun."""
        message = self._control.receive()
        if message is None or wanted not in message:
            os._exit(0)
        return message[wanted]

    def _prepare_process(self, assignment):
        play_id, server_url = assignment['play_id'], assignment['server_url']
        set_environment(play_id, server_url)
        os.umask(0o077)
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding='utf-8', errors='backslashreplace', line_buffering=True)
        faulthandler.enable(file=2)
        connector_library = library.load()
        self._steering = Steering(connector_library, server_url, play_id, self.note, self._first_connector)
        self._steering.install()
        console.watch_threads(self.note)
        console.watch_callbacks(connector_library)
        gc.enable()

    def _first_connector(self):
        self._connector_made = True
        self._control.send({'connector': True})

    def _listen(self):
        while True:
            message = self._control.receive()
            if message is None or 'stop' in message:
                self._end('stopped', 0)

    def _run(self):
        try:
            script.execute(self._script)
            ending.keep_alive(self._steering.client)
        except SystemExit as request:
            self._exit(request.code)
        except BaseException as error:
            ending.flush()
            console.show(error)
            self._end('crashed', 1, **console.describe(error, self._script))
        self._end('finished', 0, error='disconnected' if self._connector_made else 'no_connector')

    def _exit(self, code):
        if code is None or isinstance(code, int):
            self._end('exit', (code or 0) & 0xFF)
        print(code, file=sys.stderr)
        self._end('exit', 1, error=str(code))

    def _end(self, how, code, **details):
        """The way out, from the main thread or from the control channel's: the first to come reports and leaves."""
        if os.getpid() != self._process:
            # The script forked, and the child came to its end. It holds a copy of the connection, so it may not say
            # goodbye on it; and it does not speak for the play.
            ending.vanish(code)
        if not self._ending.acquire(blocking=False):
            threading.Event().wait()
        # Before the last words: should those hang, the server still learns what happened.
        self._control.send({'report': dict(how=how, exit_code=code, **details)})
        ending.last_words(self._steering)
        ending.vanish(code)


def set_environment(play_id, server_url):
    """The script's whole environment. Child interpreters find the library, and their steering, through PATH."""
    kept = {name: os.environ[name] for name in ('HOME', 'TZ') if name in os.environ}
    os.environ.clear()
    os.environ.update({
        'HOME': '/tmp',
        'LANG': 'C.UTF-8',
        'NO_PROXY': '*',
        'PATH': os.path.dirname(library.interpreter()) + ':/usr/bin:/bin',
        'PYTHONDONTWRITEBYTECODE': '1',
        'PYTHONIOENCODING': 'utf-8:backslashreplace',
        'PYTHONUNBUFFERED': '1',
        'RECESS_PLAY_ID': play_id,
    }, **kept)
    if server_url != library.HUB_IN_BOX:
        os.environ['RECESS_HUB'] = server_url  # outside a box, for tests
