"""A stranger's loop: join, speed up, read where it is and what is near, dive, and answer whoever writes."""
import sys
import time
from urllib.parse import urlencode
from urllib.request import urlopen

url, me, friend = sys.argv[1:4]


def ask(route, **keys):
    reply = urlopen(url + '/' + route + '?' + urlencode(keys)).read().decode()
    return reply.replace('<br>', '\n')


number = int(ask('join', name=me))
while int(ask('id', name=friend)) < 0:
    time.sleep(0.05)

speed = 0.0
for press in range(5):
    x, y, z, vx, vy, heading = [float(v) for v in ask('accel', id=number, ctrl='w').split(',')]
    speed = (vx * vx + vy * vy) ** 0.5
before = [float(v) for v in ask('location', id=number).split(',')[0:3]]
time.sleep(0.3)

heard = ''
sent = False
for turn in range(400):
    location = ask('location', id=number).split(',')
    x, y, z = float(location[0]), float(location[1]), float(location[2])
    wrapped, message, near = int(location[3]), int(location[4]), int(location[5])
    if turn == 0:
        swum = [(x - before[0] + 450) % 900 - 450, (y - before[1] + 450) % 900 - 450]
    if near:
        things = ask('look', id=number).split(',')
        for i in range(0, len(things) - 1, 4):
            kind, tx, ty, tz = things[i], int(things[i + 1]), int(things[i + 2]), float(things[i + 3])
            if kind not in ('whale', 'treasure', 'player'):
                sys.exit('what is a %s?' % kind)
    if not sent:
        sent = ask('sendchat', id=number, name=friend, message='ahoy from ' + me)[0] == '1'
    if message:
        heard = ask('popchat', id=number)
    if heard and sent:
        break
    time.sleep(0.02)

depths = [float(ask('dive', id=number, ctrl=ctrl).split(',')[2]) for ctrl in 'ffrrr']
print([number, round(speed, 6), swum, heard, depths, ask('inventory', id=number), ask('dive', id=number, ctrl='x')])
