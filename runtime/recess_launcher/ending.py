"""Keeping a play alive after its script returned, and ending it without the library's threads having a say."""

import atexit
import os
import sys
import threading
import time

LAST_WORDS_SECONDS = 1.0
FLUSH_SECONDS = 0.3


def keep_alive(client):
    """Returns when a bare interpreter would, had its script ended with wait(): the connection is over, no attempt to
    restore it is under way, and no thread but daemons is left."""
    while True:
        busy = [task for task in (client.eio.read_loop_task, client._reconnect_task)
                if task is not None and task.is_alive()]
        if not busy:
            break
        busy[0].join(0.2)
    # The interpreter's own last wait. It also releases idle thread pools, which nothing else would end.
    threading._shutdown()


def last_words(steering):
    """Sends what is queued, a score above all, and leaves the hub properly; in a bounded time, whatever hangs."""
    finish = threading.Thread(target=leave, args=(steering,), daemon=True)
    try:
        finish.start()
    except RuntimeError:  # no thread left to spend
        return
    finish.join(LAST_WORDS_SECONDS)


def leave(steering):
    client = steering.client
    deadline = time.monotonic() + FLUSH_SECONDS
    while client.connected and client.eio.queue.unfinished_tasks and time.monotonic() < deadline:
        time.sleep(0.005)
    if steering.newest is not None:
        # The class's own method: a subclass may have another idea of it. It silences sound, then says goodbye.
        quietly(steering.connector_class.disconnect, steering.newest)
    quietly(atexit._run_exitfuncs)


def vanish(code):
    """Ends the process here and now. The library's network threads are not daemons and would linger."""
    flush()
    os._exit(code)


def flush():
    for stream in (sys.stdout, sys.stderr):
        quietly(lambda: stream.flush())


def quietly(call, *args):
    try:
        call(*args)
    except BaseException:
        pass
