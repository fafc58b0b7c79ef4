"""Looks into other processes."""
import ctypes
import os

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE tracing', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE tracing', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

libc = ctypes.CDLL(None, use_errno=True)
NUMBERS = {'x86_64': {'pidfd_open': 434, 'pidfd_getfd': 438, 'kcmp': 312, 'process_madvise': 440},
           'aarch64': {'pidfd_open': 434, 'pidfd_getfd': 438, 'kcmp': 272, 'process_madvise': 440}}[os.uname().machine]


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def system_call(name, *arguments):
    return checked(libc.syscall(NUMBERS[name], *arguments))


class Piece(ctypes.Structure):
    _fields_ = [('base', ctypes.c_void_p), ('length', ctypes.c_size_t)]


def read_memory(process):
    buffer = ctypes.create_string_buffer(16)
    local = Piece(ctypes.cast(buffer, ctypes.c_void_p), 16)
    remote = Piece(id(device), 16)
    return checked(libc.process_vm_readv(process, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0))


attempt('attach_init', lambda: checked(libc.ptrace(16, 1, None, None)))
attempt('seize_init', lambda: checked(libc.ptrace(0x4206, 1, None, None)))
attempt('be_traced', lambda: checked(libc.ptrace(0, 0, None, None)))
attempt('read_init', lambda: read_memory(1))
attempt('read_self', lambda: read_memory(os.getpid()))
attempt('pidfd_open', lambda: system_call('pidfd_open', 1, 0))
attempt('pidfd_getfd', lambda: system_call('pidfd_getfd', 0, 0, 0))
attempt('compare', lambda: system_call('kcmp', 1, os.getpid(), 2, 0, 0))
attempt('advise', lambda: system_call('process_madvise', 0, None, 0, 0, 0))

print('ESCAPE tracing done', flush=True)
device.disconnect()
