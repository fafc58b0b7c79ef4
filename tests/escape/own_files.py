"""Changes its own version on disk."""
import os
import sys

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE own_files', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE own_files', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

FOLDER = os.path.dirname(__file__)


def append():
    with open(__file__, 'a') as file:
        return file.write('# changed\n')


def compile_beside():
    """Importing a helper would write a cache beside it; here it works and writes nothing."""
    before = os.listdir(FOLDER)
    import py_compile
    py_compile.compile(__file__)
    return [name for name in os.listdir(FOLDER) if name not in before] or None


def new_file():
    with open(os.path.join(FOLDER, 'new.txt'), 'w') as file:
        return file.write('new')


attempt('append', append)
attempt('truncate', lambda: os.truncate(__file__, 0) or 'truncated')
attempt('unlink', lambda: os.unlink(__file__) or 'removed')
attempt('rename', lambda: os.rename(__file__, __file__ + 'x') or 'renamed')
attempt('chmod', lambda: os.chmod(__file__, 0o777) or 'changed')
attempt('touch', lambda: os.utime(__file__) or 'touched')
attempt('new_file', new_file)
attempt('new_folder', lambda: os.mkdir(os.path.join(FOLDER, 'new')) or 'made')
attempt('compile_beside', compile_beside)
attempt('write_to_library', lambda: open(sys.modules['smartphone_connector'].__file__, 'a').write('# changed'))

print('ESCAPE own_files done', flush=True)
device.disconnect()
