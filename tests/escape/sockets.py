"""Name lookups, datagrams, and sockets of every unusual kind."""
import socket
import time

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE sockets', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE sockets', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)


def quickly(action):
    begin = time.monotonic()
    try:
        return action()
    except OSError as error:
        took = time.monotonic() - begin
        if took > 0.5:
            return 'took %.1f s' % took
        raise error


def datagram(address, port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.settimeout(1)
        one.connect((address, port))  # so that a refusal is heard
        one.send(b'\0' * 12)
        return one.recv(512)


def multicast():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        return one.sendto(b'x', ('224.0.0.251', 5353))


def broadcast():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        return one.sendto(b'x', ('255.255.255.255', 9))


def opened(family, kind, protocol=0):
    with socket.socket(family, kind, protocol) as one:
        return repr(one)


def opens(family):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            socket.socket(family, kind).close()
            return True
        except OSError:
            pass
    return False


attempt('dns', lambda: quickly(lambda: socket.getaddrinfo('example.org', 80)))
attempt('dns_reverse', lambda: quickly(lambda: socket.gethostbyaddr('1.1.1.1')))
attempt('udp_internet', lambda: quickly(lambda: datagram('1.1.1.1', 53)))
attempt('udp_resolver', lambda: quickly(lambda: datagram('127.0.0.53', 53)))
attempt('udp_multicast', multicast)
attempt('udp_broadcast', broadcast)
attempt('raw_icmp', lambda: opened(socket.AF_INET, socket.SOCK_RAW, 1))
attempt('ping_socket', lambda: opened(socket.AF_INET, socket.SOCK_DGRAM, 1) and
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 1).sendto(b'\x08\0\0\0\0\0\0\0', ('1.1.1.1', 0)))
attempt('packet', lambda: opened(17, socket.SOCK_RAW, 3))
attempt('netlink', lambda: opened(16, socket.SOCK_RAW))
attempt('vsock', lambda: opened(40, socket.SOCK_STREAM))
attempt('crypto', lambda: opened(38, socket.SOCK_SEQPACKET))
attempt('bluetooth', lambda: opened(31, socket.SOCK_STREAM, 3))
attempt('can', lambda: opened(29, socket.SOCK_RAW, 1))
attempt('xdp', lambda: opened(44, socket.SOCK_RAW))
attempt('tipc', lambda: opened(30, socket.SOCK_STREAM))
attempt('every_other_family', lambda: [family for family in range(3, 64)
                                       if family != socket.AF_INET6 and opens(family)] or None)

print('ESCAPE sockets done', flush=True)
device.disconnect()
