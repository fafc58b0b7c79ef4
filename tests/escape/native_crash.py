"""Jumps into nowhere. Ends by a signal."""
import ctypes

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')
print('ESCAPE native_crash jumps', flush=True)
ctypes.CFUNCTYPE(None)(0x10)()
