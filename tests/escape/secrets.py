"""Reads what memory, environment and descriptors give away."""
import gc
import os
import sys

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE secrets', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE secrets', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

EXPECTED = {
    'PATH', 'HOME', 'LANG', 'TZ', 'PYTHONUNBUFFERED', 'PYTHONDONTWRITEBYTECODE', 'PYTHONIOENCODING', 'NO_PROXY',
    'MALLOC_ARENA_MAX', 'RECESS_PLAY_ID', 'PWD', 'LC_CTYPE'
}
KNOWN = ('/usr/', '/runtime/', '/lib', '/dev/zero')  # what may be mapped into the game's memory
SUSPICIOUS = ('recess.toml', '/var/lib/recess', 'sqlite:', 'postgres:', '/uploads/')


def unexpected(names):
    return sorted(set(names) - EXPECTED) or None


def environment_of(process):
    with open('/proc/%s/environ' % process, 'rb') as file:
        return unexpected(entry.partition(b'=')[0].decode() for entry in file.read().split(b'\0') if entry)


def descriptors_of(process):
    """Nothing but the null device, pipes and sockets; no file and no folder of anybody."""
    found = []
    for name in os.listdir('/proc/%s/fd' % process):
        try:
            target = os.readlink('/proc/%s/fd/%s' % (process, name))
        except FileNotFoundError:
            continue  # the one that listed the folder
        if target.startswith('/') and target != '/dev/null' and not target.startswith('/proc/'):
            found.append((name, target))
    return found or None


def own_descriptors():
    found = []
    for number in range(256):
        try:
            mode = os.fstat(number).st_mode
        except OSError:
            continue
        if mode & 0o170000 in (0o040000, 0o100000):  # a folder or a file
            found.append(number)
    return found or None


def maps_of(process):
    with open('/proc/%s/maps' % process) as file:
        paths = {line.split(None, 5)[5].strip() for line in file if len(line.split(None, 5)) == 6}
    return sorted(path for path in paths if path[0] == '/' and not path.startswith(KNOWN)) or None


def memory_of(process):
    with open('/proc/%s/mem' % process, 'rb') as file:
        file.seek(0x400000)
        return file.read(16)


def texts():
    """Every text this interpreter holds, the launcher's included."""
    found = set()
    for thing in gc.get_objects():
        values = thing.values() if isinstance(thing, dict) else thing if isinstance(thing, (list, tuple)) else ()
        for value in list(values):
            if isinstance(value, str) and value not in SUSPICIOUS:
                found.update(word for word in SUSPICIOUS if word in value and __doc__ not in value)
    return sorted(found) or None


def mounts():
    """Mounted things may be seen, but not where they come from on the host."""
    with open('/proc/self/mountinfo') as file:
        sources = [line.split(' - ')[0].split()[3] for line in file]
    return [source for source in sources if 'game' in source or 'upload' in source or 'data' in source] or None


attempt('environment', lambda: unexpected(os.environ))
attempt('environment_of_self', lambda: environment_of('self'))
attempt('environment_of_init', lambda: environment_of(1))
attempt('descriptors', own_descriptors)
attempt('descriptors_of_self', lambda: descriptors_of('self'))
attempt('descriptors_of_init', lambda: os.listdir('/proc/1/fd') or None)
attempt('maps_of_self', lambda: maps_of('self'))
attempt('maps_of_init', lambda: maps_of(1) or (open('/proc/1/maps').read() or None))
attempt('memory_of_init', lambda: memory_of(1))
attempt('root_of_init', lambda: os.listdir('/proc/1/root'))
attempt('folder_of_init', lambda: os.readlink('/proc/1/cwd'))
attempt('program_of_init', lambda: os.readlink('/proc/1/exe'))
attempt('texts', texts)
attempt('arguments', lambda: sys.argv[1:] or None)
attempt('mounts', mounts)

print('ESCAPE secrets done', flush=True)
device.disconnect()
