"""Fills whatever can be written."""
import os

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE disk', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE disk', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)


def write(path, megabytes):
    with open(path, 'wb') as file:
        for _ in range(megabytes):
            file.write(b'x' * (1 << 20))
    return megabytes


def sparse(path):
    with open(path, 'wb') as file:
        file.seek(1 << 30)
        file.write(b'x')
    return os.path.getsize(path)


def reserve(path):
    os.posix_fallocate(os.open(path, os.O_CREAT | os.O_RDWR), 0, 64 << 20)
    return os.path.getsize(path)


def many_files(folder):
    for number in range(20000):
        open('%s/%d' % (folder, number), 'wb').close()
    return 20000


def clean():
    for entry in os.scandir('/tmp'):
        if entry.is_file():
            os.unlink(entry.path)


attempt('sixty_four_megabytes', lambda: write('/tmp/big', 64))
clean()
attempt('sparse_gigabyte', lambda: sparse('/tmp/sparse'))
clean()
attempt('twenty_thousand_files', lambda: many_files('/tmp'))
clean()
attempt('reserve_sixty_four_megabytes', lambda: reserve('/tmp/long'))
clean()
for place in ('/', '/var/tmp', '/dev', '/proc', '/sys', '/etc', '/usr', '/game', '/runtime', '/run', '/home'):
    attempt('write_' + (place.strip('/').replace('/', '_') or 'root'), lambda: write(place + '/recess-escape', 1))

print('ESCAPE disk done', flush=True)
device.disconnect()
