# Runs at the start of every interpreter of the runtime folder, by way of recess.pth. (Not as sitecustomize.py:
# distributions install one of their own, and theirs comes first.) Only interpreters that a play started have its id.
import os
import sys

if os.environ.get('RECESS_PLAY_ID'):
    sys.path.append(sys.prefix)
    from recess_launcher import child
    sys.path.remove(sys.prefix)
    child.install()
