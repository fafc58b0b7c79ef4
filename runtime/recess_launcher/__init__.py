"""The launcher: the Python that runs inside a box, around the author's script.

Theory of operation. One process, the zygote (zygote.py), imports the client library and rehearses a connection; every
play is a copy of it. The copy is confined by the box's C library before it can read a byte of the game, and then runs
player.py: it is told which play it is, waits for the gate, and executes the script as the real `__main__`. A second
thread, a daemon, reads the control channel all the while, so that a play can be asked to stop.

The author's files are never changed, and the client library is the one from PyPI, unchanged on disk. What has to be
different here than at home (which server, which id) is done from outside, on the library's class: steering.py.

    zygote.py      boot, rehearsal, one box per request
    rehearsal.py   a hub of two hundred lines for that rehearsal
    player.py      one play from assignment to final report
    script.py      makes a file the `__main__` of this process
    steering.py    what is changed about the client library
    console.py     tracebacks as the author should see them
    control.py     the channel to the server
    ending.py      keeping a play alive, and ending it
    child.py       the same steering for child interpreters

Whatever is written to the control channel is advice: the game shares this process and could have written it itself.
The server decides rights, scores and how a play ended by other means.

No module here imports anything inside a function: once a script runs, `import random` may mean the author's random.py.
"""

import sys

# The modules a bare interpreter holds before its script begins. A file of the same name beside the script does not
# replace these at home, so it must not do so here.
AT_HOME = frozenset(sys.modules)
