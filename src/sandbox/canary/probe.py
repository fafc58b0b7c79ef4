"""The self-test's game: tries, from inside a box, what no game may do, and says what came of it.

One JSON object per line: name, given (the property holds), detail (what was found). It runs as every game does, so a
lost layer shows here before a pupil finds it.
"""
import ctypes
import errno
import json
import mmap
import os
import resource
import socket
import threading
import time

libc = ctypes.CDLL(None, use_errno=True)

QUICK_SECONDS = 0.5
ENVIRONMENT = {'HOME', 'LANG', 'LC_CTYPE', 'MALLOC_ARENA_MAX', 'NO_PROXY', 'PATH', 'PYTHONDONTWRITEBYTECODE',
               'PYTHONIOENCODING', 'PYTHONUNBUFFERED', 'RECESS_PLAY_ID', 'TZ'}
SYSTEM = {'bin', 'dev', 'etc', 'game', 'lib', 'lib32', 'lib64', 'libx32', 'opt', 'proc', 'runtime', 'sbin', 'tmp', 'usr'}


def refused(action, *allowed):
    """None if `action` fails with one of the allowed error numbers (any, if none is named); else what happened."""
    try:
        action()
    except OSError as error:
        if allowed and error.errno not in allowed:
            return errno.errorcode.get(error.errno, str(error.errno))
        return None
    return 'possible'


def call(name, *arguments):
    """A function of the C library that says -1 and errno."""
    def action():
        if getattr(libc, name)(*arguments) == -1:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
    return action


def first_problem(problems):
    found = ['%s: %s' % (what, problem) for what, problem in problems if problem]
    return '; '.join(found)


def own_processes():
    if os.getpid() != 2 or os.getppid() != 1:
        return 'process %d of %d' % (os.getpid(), os.getppid())
    seen = {name for name in os.listdir('/proc') if name.isdigit()}
    return 'sees processes %s' % sorted(seen) if seen - {'1', '2'} else ''


def no_privileges():
    problems = [('account', os.getuid() != 1000 and os.getuid())]
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    problems.append(('capabilities', libc.capget(header, sets) != 0 or (any(sets) and 'some')))
    problems.append(('no_new_privs', libc.prctl(39, 0, 0, 0, 0) != 1 and 'off'))
    problems.append(('setuid', refused(lambda: os.setuid(0), errno.EPERM)))
    return first_problem(problems)


def own_network():
    def reach(address, port, kind=socket.SOCK_STREAM):
        def action():
            with socket.socket(socket.AF_INET, kind) as probe:
                probe.settimeout(QUICK_SECONDS)
                probe.connect((address, port))
                probe.send(b'x')
        started = time.monotonic()
        problem = refused(action)
        return problem or (time.monotonic() - started > QUICK_SECONDS / 2 and 'slow')
    return first_problem([('192.0.2.1:80', reach('192.0.2.1', 80)), ('127.0.0.1:22', reach('127.0.0.1', 22)),
                          ('169.254.169.254:80', reach('169.254.169.254', 80)),
                          ('192.0.2.1:53/udp', reach('192.0.2.1', 53, socket.SOCK_DGRAM))])


def own_files():
    problems = [(path, os.path.lexists(path) and 'there')
                for path in ('/root', '/home', '/var', '/boot', '/sys', '/srv', '/mnt', '/etc/shadow', '/run')]
    problems.append(('/', ', '.join(sorted(set(os.listdir('/')) - SYSTEM))))
    for folder in ('/', '/game', '/runtime', '/usr', '/etc', '/dev', '/proc'):
        problems.append((folder, refused(lambda: open(os.path.join(folder, 'recess-probe'), 'w').close())))
    return first_problem(problems)


def small_temporary_folder():
    found = os.statvfs('/tmp')
    with open('/tmp/probe', 'w') as file:
        file.write('x')
    os.unlink('/tmp/probe')
    size = found.f_blocks * found.f_frsize
    return '%d bytes' % size if size > 64 << 20 or not found.f_flag & os.ST_NOEXEC else ''


def no_native_files():
    problems = [(path, not os.statvfs(path).f_flag & os.ST_NOEXEC and 'may hold programs') for path in ('/game', '/tmp')]
    return first_problem(problems + [(path, not os.statvfs(path).f_flag & os.ST_NOSUID and 'may change accounts')
                                     for path in ('/', '/usr', '/game')])


def filter_of_calls():
    new_user, new_net = 0x10000000, 0x40000000
    problems = [('filter', libc.prctl(21, 0, 0, 0, 0) != 2 and 'off')]
    for name, action in (
            ('unshare user', call('unshare', new_user)), ('unshare net', call('unshare', new_net)),
            ('mount', call('mount', b'none', b'/tmp', b'tmpfs', 0, None)), ('ptrace', call('ptrace', 0, 0, 0, 0)),
            ('chroot', call('chroot', b'/tmp')), ('setns', call('setns', 0, 0)),
            ('memfd_create', call('memfd_create', b'x', 0)), ('personality', call('personality', 0x0040000))):
        problems.append((name, refused(action, errno.EPERM)))
    for name, family in (('netlink', 16), ('packet', 17), ('vsock', 40), ('crypto', 38), ('bluetooth', 31)):
        problems.append((name, refused(lambda: socket.socket(family, socket.SOCK_DGRAM).close(), errno.EAFNOSUPPORT)))
    problems.append(('raw', refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW).close(), errno.EPERM)))
    return first_problem(problems)


def one_process():
    def fork():
        if os.fork() == 0:
            os._exit(0)
        os.wait()
    return first_problem([('fork', refused(fork, errno.EPERM)),
                          ('execve', refused(lambda: os.execv('/usr/bin/true', ['true']), errno.EPERM))])


def few_threads():
    most = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    if most > 4096:
        return '%d allowed' % most
    done = threading.Event()
    threads = []
    try:
        for _ in range(most + 8):
            threads.append(threading.Thread(target=done.wait, daemon=True))
            threads[-1].start()
        return 'more than %d threads started' % most
    except RuntimeError:
        return ''
    finally:
        done.set()
        for thread in threads[:-1]:
            thread.join()


def little_memory():
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    problems = [('address space', refused(lambda: mmap.mmap(-1, max(most, 1 << 20) + 1, mmap.MAP_PRIVATE),
                                          errno.ENOMEM)),
                ('shared memory', refused(lambda: mmap.mmap(-1, 1 << 20), errno.EPERM))]
    for name in ('RLIMIT_DATA', 'RLIMIT_FSIZE', 'RLIMIT_NOFILE'):
        limit = resource.getrlimit(getattr(resource, name))[1]
        problems.append((name, limit == resource.RLIM_INFINITY and 'none'))
    problems.append(('core', resource.getrlimit(resource.RLIMIT_CORE)[1] != 0 and 'written'))
    return first_problem(problems)


def nothing_inherited():
    def is_open(number):
        try:
            os.fstat(number)
            return True
        except OSError:
            return False
    found = [number for number in range(4, 64) if is_open(number)]
    extra = set(os.environ) - ENVIRONMENT
    return first_problem([('descriptors', ', '.join(map(str, found))), ('environment', ', '.join(sorted(extra)))])


PROBES = [
    ('own processes only', own_processes), ('no privileges', no_privileges), ('no network but the hub', own_network),
    ('own files only, read-only', own_files), ('small temporary folder', small_temporary_folder),
    ('no native programs', no_native_files), ('system call filter', filter_of_calls), ('one process', one_process),
    ('few threads', few_threads), ('little memory', little_memory), ('nothing inherited', nothing_inherited),
]


def main():
    for name, probe in PROBES:
        try:
            problem = probe()
        except Exception as error:  # a probe that cannot run proves nothing
            problem = '%s: %s' % (type(error).__name__, error)
        print(json.dumps({'name': name, 'given': not problem, 'detail': problem or ''}), flush=True)


main()
