"""Calls the kernel by its old 32-bit door, which a filter for 64 bits would not see. Ends by a signal."""
import ctypes
import mmap
import os

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')
if os.uname().machine != 'x86_64':
    print('ESCAPE foreign_calls getpid refused this processor has no second door', flush=True)
    raise SystemExit
# mov eax, 20 (getpid in the table of 32 bits); int 0x80; ret
code = b'\xb8\x14\x00\x00\x00\xcd\x80\xc3'
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC,
                 flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
page.write(code)
address = ctypes.addressof(ctypes.c_char.from_buffer(page))
print('ESCAPE foreign_calls getpid allowed', ctypes.CFUNCTYPE(ctypes.c_int)(address)(), flush=True)
