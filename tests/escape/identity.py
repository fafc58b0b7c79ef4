"""Becomes somebody else."""
import ctypes
import os
import resource
import subprocess

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE identity', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE identity', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

libc = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def set_id_file():
    """A copy of a program with the set-id bit; it must neither run nor give anything."""
    with open('/tmp/program', 'wb') as file:
        with open('/usr/bin/id', 'rb') as original:
            file.write(original.read())
    os.chmod('/tmp/program', 0o6755)
    return subprocess.run(['/tmp/program'], stdout=subprocess.PIPE).stdout


def run(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True).stdout


def capabilities():
    """All five sets in the kernel's words; every one must be empty."""
    with open('/proc/self/status') as file:
        lines = [line.split() for line in file if line.startswith('Cap')]
    return [line for line in lines if int(line[1], 16) != 0] or None


def take_capabilities():
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    return checked(libc.capset(header, (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6))) or 'taken'


def privileges_to_come():
    return None if checked(libc.prctl(39, 0, 0, 0, 0)) == 1 else 'no_new_privs is off'


attempt('already_root', lambda: os.getuid() if os.getuid() == 0 else None)
attempt('setuid', lambda: os.setuid(0) or 'root')
attempt('seteuid', lambda: os.seteuid(0) or 'root')
attempt('setresuid', lambda: os.setresuid(0, 0, 0) or 'root')
attempt('setgid', lambda: os.setgid(0) or 'root')
attempt('setgroups', lambda: os.setgroups([0]) or 'root')
attempt('other_user', lambda: os.setuid(65534) or 'nobody')
attempt('capabilities', capabilities)
attempt('capset', take_capabilities)
attempt('keep_capabilities', lambda: checked(libc.prctl(8, 1, 0, 0, 0)) or 'kept')
attempt('dumpable', lambda: checked(libc.prctl(4, 1, 0, 0, 0)) or 'set')
attempt('new_privileges', privileges_to_come)
attempt('personality', lambda: checked(libc.personality(0x0040000)) or 'set')
attempt('chown', lambda: os.chown('/tmp', 0, 0) or 'given away')
attempt('raise_limit', lambda: resource.setrlimit(resource.RLIMIT_NPROC, (100000, 100000)) or 'raised')
attempt('raise_memory', lambda: resource.setrlimit(resource.RLIMIT_DATA, (-1, -1)) or 'raised')
attempt('set_id_file', set_id_file)
attempt('sudo', lambda: run('sudo', '-n', 'id'))
attempt('su', lambda: run('su', '-c', 'id'))
attempt('write_id_map', lambda: open('/proc/self/uid_map', 'w').write('0 0 1'))

print('ESCAPE identity done', flush=True)
device.disconnect()
