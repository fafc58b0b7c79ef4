import ctypes


def poke():
    ctypes.string_at(8)


poke()
