"""Asks the kernel for its large, privileged and forgotten parts."""
import ctypes
import os
import time

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE kernel', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE kernel', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

libc = ctypes.CDLL(None, use_errno=True)
NUMBERS = {
    'x86_64': {
        'bpf': 321, 'perf_event_open': 298, 'io_uring_setup': 425, 'userfaultfd': 323, 'add_key': 248, 'keyctl': 250,
        'init_module': 175, 'finit_module': 313, 'kexec_load': 246, 'reboot': 169, 'swapon': 167, 'settimeofday': 164,
        'clock_settime': 227, 'quotactl': 179, 'syslog': 103, 'open_by_handle_at': 304, 'name_to_handle_at': 303,
        'fanotify_init': 300, 'inotify_init1': 294, 'seccomp': 317, 'semget': 64, 'shmget': 29, 'msgget': 68,
        'mq_open': 240, 'mlockall': 151, 'sched_setattr': 314, 'ioprio_set': 251, 'memfd_secret': 447, 'splice': 275,
        'io_setup': 206, 'mbind': 237, 'acct': 163, 'iopl': 172, 'landlock_create_ruleset': 444, 'fsopen': 430
    },
    'aarch64': {
        'bpf': 280, 'perf_event_open': 241, 'io_uring_setup': 425, 'userfaultfd': 282, 'add_key': 217, 'keyctl': 219,
        'init_module': 105, 'finit_module': 273, 'kexec_load': 104, 'reboot': 142, 'swapon': 224, 'settimeofday': 170,
        'clock_settime': 112, 'quotactl': 60, 'syslog': 116, 'open_by_handle_at': 265, 'name_to_handle_at': 264,
        'fanotify_init': 262, 'inotify_init1': 26, 'seccomp': 277, 'semget': 190, 'shmget': 194, 'msgget': 186,
        'mq_open': 180, 'mlockall': 230, 'sched_setattr': 274, 'ioprio_set': 30, 'memfd_secret': 447, 'splice': 76,
        'io_setup': 0, 'mbind': 235, 'acct': 89, 'landlock_create_ruleset': 444, 'fsopen': 430
    },
}[os.uname().machine]


def system_call(number):
    """With arguments of zero: a call that exists and is allowed answers with another error than these two."""
    result = libc.syscall(number, 0, 0, 0, 0, 0, 0)
    error = ctypes.get_errno()
    if result < 0 and error in (1, 38):  # not permitted, not implemented
        raise OSError(error, os.strerror(error))
    return result, error


for name, number in NUMBERS.items():
    attempt(name, lambda: system_call(number))
attempt('first_in_line', lambda: os.setpriority(os.PRIO_PROCESS, 0, -20) or 'first')
attempt('real_time', lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)) or 'set')
attempt('affinity', lambda: os.sched_setaffinity(0, {0}) or 'set')
attempt('clock', lambda: time.clock_settime(time.CLOCK_REALTIME, 0) or 'set')
attempt('extended_attribute', lambda: os.setxattr('/tmp', 'user.x', b'1') or 'set')

print('ESCAPE kernel done', flush=True)
device.disconnect()
