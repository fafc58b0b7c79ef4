import os
import sys
from pathlib import Path

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'FooBar')
print(open('levels.txt').read().strip())
print((Path(__file__).parent / 'levels.txt').is_file(), os.getcwd() == str(Path(__file__).parent) == sys.path[0])


def configure():
    # Long after the main code returned the library still searches below the script's folder.
    device.configure_playground(width=10, height=10, images='images', audio_tracks='tracks')
    device.disconnect()


device.set_timeout(configure, 0.3)
