"""Memory of kinds that a simple limit does not count."""
import ctypes
import mmap
import os
import socket

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE hidden_memory', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE hidden_memory', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

MEGABYTE = 1 << 20
WANTED = 512 * MEGABYTE
libc = ctypes.CDLL(None, use_errno=True)


def touch(memory):
    for place in range(0, WANTED, 4096):
        memory[place] = 1
    return 'touched %d MB' % (WANTED // MEGABYTE)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def shared_memory_file(path):
    with open(path, 'wb') as file:
        for _ in range(512):
            file.write(b'x' * MEGABYTE)
    return path


def socket_buffers():
    """Fills pairs of sockets that nobody reads."""
    held, pairs = 0, []
    while held < WANTED:
        near, far = socket.socketpair()
        pairs.append((near, far))
        near.setblocking(False)
        try:
            while True:
                held += near.send(b'x' * 65536)
        except BlockingIOError:
            pass
    return held


def pipes():
    held, ends = 0, []
    while held < WANTED:
        ends.append(os.pipe())
        os.set_blocking(ends[-1][1], False)
        try:
            while True:
                held += os.write(ends[-1][1], b'x' * 65536)
        except BlockingIOError:
            pass
    return held


attempt('shared_anonymous', lambda: touch(mmap.mmap(-1, WANTED)))
attempt('memfd', lambda: os.memfd_create('x'))
attempt('system_v', lambda: checked(libc.shmget(0, WANTED, 0o1600)))
attempt('dev_shm', lambda: shared_memory_file('/dev/shm/x'))
attempt('tmp', lambda: shared_memory_file('/tmp/x'))
attempt('grows_down', lambda: touch(mmap.mmap(-1, WANTED, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x0100)))
attempt('socket_buffers', socket_buffers)
attempt('pipes', pipes)
# Last, because where memory is counted as it is used these are the end of the play.
attempt('zero_device', lambda: touch(mmap.mmap(os.open('/dev/zero', os.O_RDWR), WANTED)))
attempt('private_anonymous', lambda: touch(mmap.mmap(-1, WANTED, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)))

print('ESCAPE hidden_memory done', flush=True)
device.disconnect()
