"""Runs native programs of its own."""
import ctypes
import glob
import os
import subprocess
import sys

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE execute', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE execute', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)


def copied(source, target):
    with open(source, 'rb') as original, open(target, 'wb') as copy:
        copy.write(original.read())
    os.chmod(target, 0o755)
    return target


def run(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True).stdout


def shell_script():
    with open('/tmp/script', 'w') as file:
        file.write('#!/bin/sh\necho ran\n')
    os.chmod('/tmp/script', 0o755)
    return run('/tmp/script')


def through_loader():
    """The dynamic loader is asked to run a file that may not be executed itself."""
    loader = glob.glob('/lib64/ld-linux*')[0]
    return run(loader, copied('/bin/true', '/tmp/true')) or 'ran'


def from_memory():
    descriptor = os.memfd_create('program')
    with open('/bin/true', 'rb') as file:
        os.write(descriptor, file.read())
    return os.execve(descriptor, ['true'], {})


def library_of_its_own():
    source = glob.glob('/usr/lib/*/libm.so.6')[0]
    return ctypes.CDLL(copied(source, '/tmp/library.so'))


attempt('program', lambda: run(copied('/bin/true', '/tmp/program')) or 'ran')
attempt('replace_itself', lambda: os.execv(copied('/bin/true', '/tmp/program'), ['program']))
attempt('shell_script', shell_script)
attempt('through_loader', through_loader)
attempt('from_memory', from_memory)
attempt('library_of_its_own', library_of_its_own)
attempt('game_folder', lambda: run(os.path.abspath(__file__)))

print('ESCAPE execute done', flush=True)
device.disconnect()
