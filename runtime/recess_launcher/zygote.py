"""The zygote: imports and rehearses once, then makes one box after the other by copying itself.

Started as a script, in the base root, with descriptor 3 open to the server and no game in sight. Whatever it holds in
memory every game can read later: there must be no secret in it.
"""

import sys

sys.path.insert(0, __file__.rpartition('/recess_launcher/')[0])

import recess_launcher  # before any other import: it notes what a bare interpreter has loaded

import ctypes
import gc
import os

from recess_launcher import library, player, rehearsal

sys.path.pop(0)

CHANNEL = 3
IN_GAME = 2


def main():
    box = ctypes.PyDLL(os.path.join(library.RUNTIME, 'librecess_box.so'))  # PyDLL: keeps the interpreter lock
    boot()
    serve(box, ctypes.pythonapi)


def boot():
    gc.disable()
    library.use_runtime()
    rehearsal.rehearse(library.load())
    gc.collect()
    gc.freeze()  # copies do not write to the pages of what is here already, so they stay shared


def serve(box, api):
    # clone3 is not fork: the interpreter has to be told before and after, in its own words.
    while box.recess_zygote_wait(CHANNEL) == 1:
        api.PyOS_BeforeFork()
        if box.recess_zygote_spawn() == IN_GAME:
            api.PyOS_AfterFork_Child()
            player.main(box.recess_box_enter())
        api.PyOS_AfterFork_Parent()
    os._exit(0)  # the server is gone


if __name__ == '__main__':
    main()
