"""The smallest launcher that box.h allows: the mechanisms are tested without the client library."""
import ctypes
import gc
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import player  # noqa: E402

box = ctypes.PyDLL("/runtime/librecess_box.so")
api = ctypes.pythonapi
gc.disable()
gc.collect()
gc.freeze()
while True:
    if box.recess_zygote_wait(3) != 1:
        os._exit(0)
    api.PyOS_BeforeFork()
    if box.recess_zygote_spawn() == 2:
        api.PyOS_AfterFork_Child()
        player.main(box.recess_box_enter())
        os._exit(0)
    api.PyOS_AfterFork_Parent()
