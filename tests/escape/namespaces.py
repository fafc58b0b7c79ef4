"""Mounts, and makes worlds of its own."""
import ctypes
import os
import stat

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE namespaces', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE namespaces', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

libc = ctypes.CDLL(None, use_errno=True)
NAMESPACES = {'mount': 0x00020000, 'cgroup': 0x02000000, 'uts': 0x04000000, 'ipc': 0x08000000, 'user': 0x10000000,
              'pid': 0x20000000, 'net': 0x40000000}
CLONE, PIVOT_ROOT = {'x86_64': (56, 155), 'aarch64': (220, 41)}[os.uname().machine]
CLONE3 = 435


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def cloned(flags):
    """A process in a new namespace; 17 is the signal that tells of its end."""
    child = checked(libc.syscall(CLONE, flags | 17, None, None, None, None))
    if child == 0:
        os._exit(0)
    return child


def enter(name):
    return checked(libc.setns(os.open('/proc/1/ns/' + name, os.O_RDONLY), 0)) or 'entered'


def cloned_three():
    arguments = (ctypes.c_uint64 * 11)(NAMESPACES['user'], 0, 0, 0, 17)
    child = checked(libc.syscall(CLONE3, arguments, 88))
    if child == 0:
        os._exit(0)
    return child


attempt('mount_tmpfs', lambda: checked(libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)))
attempt('mount_proc', lambda: checked(libc.mount(b'proc', b'/tmp', b'proc', 0, None)))
attempt('bind', lambda: checked(libc.mount(b'/', b'/tmp', None, 4096, None)))
attempt('remount', lambda: checked(libc.mount(None, b'/game', None, 32 | 4096, None)))
attempt('unmount', lambda: checked(libc.umount2(b'/proc', 2)))
attempt('new_mount_calls', lambda: checked(libc.syscall(428, -100, b'/', 1)))
attempt('chroot', lambda: os.chroot('/tmp') or 'changed')
attempt('pivot_root', lambda: checked(libc.syscall(PIVOT_ROOT, b'/tmp', b'/tmp')))
attempt('device', lambda: os.mknod('/tmp/device', stat.S_IFBLK | 0o600, os.makedev(8, 0)) or 'made')
attempt('host_name', lambda: checked(libc.sethostname(b'mine', 4)))
for name, flag in NAMESPACES.items():
    attempt('unshare_' + name, lambda: checked(libc.unshare(flag)) or 'made')
    attempt('clone_' + name, lambda: cloned(flag))
    attempt('enter_' + name, lambda: enter(name.replace('mount', 'mnt')))
attempt('clone3', cloned_three)

print('ESCAPE namespaces done', flush=True)
device.disconnect()
