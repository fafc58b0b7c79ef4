"""The same steering for interpreters that a script starts itself, where its box allows that.

They have no control channel. The library is steered when the child imports it, not before: most children are small
helpers that never do."""

import importlib.machinery
import os
import sys

from recess_launcher import library
from recess_launcher.steering import Steering


class SteeredLibrary:
    """An import hook for the library's name alone: finds the installed copy, and steers it once it is loaded."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != library.NAME:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, [library.PACKAGES])
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            hub = os.environ.get('RECESS_HUB', library.HUB_IN_BOX)
            Steering(module, hub, os.environ['RECESS_PLAY_ID']).install()

        spec.loader.exec_module = exec_module
        return spec


def install():
    sys.meta_path.insert(0, SteeredLibrary)
