"""Makes a file the `__main__` of this process, as a bare interpreter would."""

import os
import sys
import types

from recess_launcher import library


def settle_in(script, at_home):
    """Before the script runs: its folder comes first, and a module of that folder is the one that gets imported, unless
    a bare interpreter would already have had another. Returns whether the folder holds its own copy of the library."""
    folder = os.path.dirname(script)
    os.chdir(folder)
    sys.argv[:] = [script]
    sys.path.insert(0, folder)
    sys.modules['__main__'] = main_module(script)
    names = module_names(folder)
    for name in list(sys.modules):
        top = name.partition('.')[0]
        if top in names and top not in at_home and top != library.NAME:
            del sys.modules[name]
    return library.NAME in names


def main_module(script):
    # The module keeps its name in the module table for good: dataclasses, pickle and inspect look there.
    module = types.ModuleType('__main__')
    module.__dict__.update(__file__=script, __builtins__=__builtins__, __spec__=None, __annotations__={}, __cached__=None)
    return module


def module_names(folder):
    """The top-level names that an import would find in this folder."""
    names = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            stem, suffix = os.path.splitext(entry.name)
            if suffix == '.py' or (not suffix and os.path.isfile(os.path.join(entry.path, '__init__.py'))):
                names.add(stem)
    return names


def execute(script):
    with open(script, 'rb') as file:
        source = file.read()
    # Bytes, not text: compile() itself knows coding lines and byte order marks.
    exec(compile(source, script, 'exec', dont_inherit=True), sys.modules['__main__'].__dict__)
