# Wipes what it can reach, and harms only itself.
import sys
import threading

threading._shutdown = None
sys.modules.clear()
sys.stdout = None
