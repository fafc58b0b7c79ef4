"""Plays in real boxes: the same verbs as stage.Play, but the launcher runs confined, as a copy of the zygote, and the
stand-in hub serves the listening socket that the box hands out."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading

from stage import HERE, PLAY_ID, RUNTIME, eventually

PLAYER = os.environ.get('RECESS_BOX_PLAYER', '')


class BoxPlay:
    """One run of a script, or of a folder with a game.py, in a box of its own."""

    def __init__(self, source, hub, multi=False, play_id=PLAY_ID):
        self._games = tempfile.mkdtemp(prefix='recess-boxes-')
        folder = os.path.join(self._games, '1', 'v1')
        if os.path.isdir(source):
            shutil.copytree(source, folder)
        else:
            os.makedirs(folder)
            shutil.copy(source, os.path.join(folder, 'game.py'))
        os.chmod(self._games, 0o755)
        near, far = socket.socketpair()
        command = [PLAYER, str(far.fileno()), self._games, RUNTIME, '1/v1', 'game.py', play_id] + ['multi'] * multi
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                         pass_fds=[far.fileno()])
        far.close()
        self._output = []
        self.reports, self.notes, self.ending, self.log = [], [], None, ''
        self._threads = [threading.Thread(target=self._listen), threading.Thread(target=self._read_log)]
        for thread in self._threads:
            thread.start()
        with near:
            self._serve(near, hub)
        self.tell('go')

    def _serve(self, near, hub):
        near.settimeout(10)
        _, descriptors, _, _ = socket.recv_fds(near, 1, 1)
        if descriptors:
            hub.serve_also(socket.socket(fileno=descriptors[0]))

    def _listen(self):
        for line in self._process.stdout:
            said = json.loads(line)
            if 'output' in said:
                self._output.append(said['output'].encode('latin-1'))
            elif 'report' in said:
                (self.notes if said['report']['kind'] == 'note' else self.reports).append(said['report'])
            else:
                self.ending = said.get('ended') or {'cause': 'refused', 'detail': said['refused']}

    def _read_log(self):
        for line in self._process.stderr:
            self.log += line.decode('utf-8', 'replace')

    @property
    def output(self):
        return b''.join(self._output).decode('utf-8', 'replace')

    def tell(self, word):
        try:
            self._process.stdin.write(word.encode() + b'\n')
            self._process.stdin.flush()
        except BrokenPipeError:
            pass

    def said(self, text, seconds=10):
        return eventually(lambda: text in self.output, seconds)

    def wait(self, seconds=15):
        eventually(lambda: self.ending or self._process.poll() is not None, seconds)
        return self.ending

    def close(self):
        self._process.stdin.close()
        self._process.wait(15)
        for thread in self._threads:
            thread.join(15)
        self._process.stdout.close()
        self._process.stderr.close()
        shutil.rmtree(self._games)


def style(name):
    folder = os.path.join(HERE, 'styles', name)
    return folder if os.path.isdir(folder) else folder + '.py'
