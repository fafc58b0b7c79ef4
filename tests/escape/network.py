"""Reaches for everything but the hub."""
import socket
import time

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE network', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE network', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

HUB = 5000


def reach(address, port, family=socket.AF_INET):
    begin = time.monotonic()
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.settimeout(2)
        try:
            one.connect((address, port))
        except OSError:
            # Refused at once is well; waiting for an answer means that packets left.
            took = time.monotonic() - begin
            return None if took < 0.1 else 'waited %.1f s' % took
    return 'connected'


def scan_loopback():
    found = []
    for port in range(1, 65536):
        if port == HUB:
            continue
        with socket.socket() as one:
            if one.connect_ex(('127.0.0.1', port)) == 0:
                found.append(port)
    return found or None


def unix_sockets():
    found = []
    with open('/proc/net/unix') as table:
        for line in table:
            name = line.split()[-1]
            if name.startswith(('@', '/')):
                with socket.socket(socket.AF_UNIX) as one:
                    if one.connect_ex('\0' + name[1:] if name[0] == '@' else name) == 0:
                        found.append(name)
    return found or None


for address in ('1.1.1.1', '192.0.2.1', '10.0.0.1', '192.168.0.1', '172.17.0.1', '169.254.169.254', '255.255.255.255'):
    attempt('tcp_' + address, lambda: reach(address, 80))
for port in (22, 53, 80, 443, 3306, 5432, 6379, 8080, 9090):
    attempt('loopback_%d' % port, lambda: reach('127.0.0.1', port))
attempt('loopback_other_address', lambda: reach('127.0.0.2', HUB))
attempt('any_address', lambda: reach('0.0.0.0', 80))
attempt('loopback_6', lambda: reach('::1', 80, socket.AF_INET6))
attempt('internet_6', lambda: reach('2606:4700:4700::1111', 80, socket.AF_INET6))
attempt('all_loopback_ports', scan_loopback)
attempt('unix_sockets', unix_sockets)

print('ESCAPE network done', flush=True)
device.disconnect()
