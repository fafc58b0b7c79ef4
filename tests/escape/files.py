"""Looks for what belongs to others: accounts, homes, other games, the database, the server's own files."""
import os

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE files', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE files', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

OWN = ('/game', '/runtime', '/usr', '/proc', '/dev', '/tmp', '/sys')


def content(path):
    with open(path, 'rb') as file:
        return file.read(64) or None


def listing(path):
    return os.listdir(path) or None


def accounts():
    """A synthetic list of accounts has a handful; the host's has dozens."""
    with open('/etc/passwd') as file:
        names = [line.split(':')[0] for line in file]
    return names if len(names) > 4 else None


def walk(wanted):
    found = []
    for folder, folders, files in os.walk('/'):
        folders[:] = [name for name in folders if os.path.join(folder, name) not in OWN]
        found += [os.path.join(folder, name) for name in files + folders if wanted(name)]
    return found or None


def special_files():
    """Devices other than the harmless ones."""
    harmless = {'null', 'zero', 'full', 'random', 'urandom', 'tty', 'stdin', 'stdout', 'stderr', 'fd', 'shm'}
    return [name for name in os.listdir('/dev') if name not in harmless] or None


def set_id_programs():
    """They may be seen, but their bits must not count."""
    return None if os.statvfs('/usr').f_flag & os.ST_NOSUID else 'set-id bits count'


def writable_elsewhere():
    found = []
    for folder, folders, _ in os.walk('/'):
        folders[:] = [name for name in folders if os.path.join(folder, name) not in ('/proc', '/tmp', '/dev/shm')]
        if os.access(folder, os.W_OK):
            found.append(folder)
    return found or None


def through_link(target):
    link = '/tmp/link'
    if os.path.lexists(link):
        os.unlink(link)
    os.symlink(target, link)
    return listing(link)


def up_from_the_folder():
    """However many times one goes up from /game, it stays in the same small root."""
    descriptor = os.open('/game', os.O_RDONLY)
    for _ in range(20):
        descriptor = os.open('..', os.O_RDONLY | os.O_DIRECTORY, dir_fd=descriptor)
    return [name for name in os.listdir(descriptor) if name not in os.listdir('/')] or None


for path in ('/etc/shadow', '/etc/sudoers', '/etc/hostname', '/etc/machine-id', '/etc/ssh/ssh_host_rsa_key',
             '/proc/kcore', '/proc/kallsyms', '/proc/cmdline', '/proc/config.gz', '/proc/sys/kernel/random/boot_id',
             '/sys/class/dmi/id/product_name', '/run/docker.sock'):
    attempt('read' + path.replace('/', '_'), lambda: content(path))
for path in ('/root', '/home', '/var', '/srv', '/mnt', '/media', '/opt', '/boot', '/run', '/sys', '/data'):
    attempt('list' + path.replace('/', '_'), lambda: listing(path))
attempt('accounts', accounts)
attempt('databases', lambda: walk(lambda name: name.endswith(('.sqlite', '.sqlite3', '.db'))))
attempt('other_games', lambda: walk(lambda name: name in ('game.py', 'uploads', 'previews', 'v1', 'v2', 'recess.toml')))
attempt('special_files', special_files)
attempt('set_id_programs', set_id_programs)
attempt('writable_elsewhere', writable_elsewhere)
attempt('up_from_the_folder', up_from_the_folder)
attempt('link_to_root_of_init', lambda: through_link('/proc/1/root/etc'))
attempt('link_to_root', lambda: through_link('/root'))
attempt('link_far_up', lambda: through_link('/game/../../../../../../home'))
attempt('hard_link', lambda: os.link('/etc/passwd', '/tmp/passwd') or 'linked')

print('ESCAPE files done', flush=True)
device.disconnect()
