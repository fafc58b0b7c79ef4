"""Where the client library lies, and how it is loaded: the one installed here, with all of its submodules."""

import importlib
import os
import pkgutil
import sys

RUNTIME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKAGES = os.path.join(RUNTIME, 'lib', 'python%d.%d' % sys.version_info[:2], 'site-packages')
NAME = 'smartphone_connector'
HUB_IN_BOX = 'http://127.0.0.1:5000'


def interpreter():
    """Not the interpreter that runs this, but the link beside the library: what a child must be started with."""
    return os.path.join(RUNTIME, 'bin', 'python3')


def use_runtime():
    """Makes the runtime's packages the only ones beside the standard library, and children start in the same place."""
    sys.path[:] = [entry for entry in sys.path if os.path.basename(entry) not in ('dist-packages', 'site-packages')]
    sys.path.append(PACKAGES)
    sys.executable = interpreter()
    sys.dont_write_bytecode = True


def load():
    """Must first be called from the main thread: the library installs a signal handler while it is imported."""
    package = importlib.import_module(NAME)
    for module in pkgutil.walk_packages(package.__path__, NAME + '.'):
        importlib.import_module(module.name)
    return package
