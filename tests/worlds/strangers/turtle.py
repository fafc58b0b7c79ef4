"""A stranger's client of the oldest kind: joins for a place, walks by name. Only the address is ours."""
import sys
from urllib.request import urlopen

url = sys.argv[1]


def get(route):
    return urlopen(url + route).read().decode('utf-8')


fields = get('/join?name=fred&reply=csv').split(',')
x, y = int(fields[1]), int(fields[2])
trail = [(x, y)]
for heading in 'north', 'north', 'east', 'south', 'west', 'n', 'e':
    fields = get('/move?name=fred&heading=' + heading).split(',')
    trail.append((int(fields[0]), int(fields[1])))
for heading in 'n', 'w':
    fields = get('/move?name=fred&direction=' + heading).split(',')
    trail.append((int(fields[0]), int(fields[1])))
print(trail)
