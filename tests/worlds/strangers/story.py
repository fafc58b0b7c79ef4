"""A stranger's client that tells a story: six friends, one of whom leaves, and a message."""
import sys
from urllib.parse import quote
from urllib.request import urlopen

url = sys.argv[1]


def go(route):
    return urlopen(url + quote(route, safe='/?&=')).read().decode()


told = [go('/who').split(' ')[2]]
ids = {}
for name in ['rob', 'fob', 'hob', 'grob', 'shelob', 'phil']:
    ids[name] = int(go('/join?name=' + name))
told.append(go('/who').split(' ')[2])
if go('/quit?name=phil')[0] != '1':
    sys.exit('phil could not leave')
told.append(go('/who').split(' ')[2])
sent = go('/sendchat?id=%d&name=shelob&message=hey come over here i found some treasure' % ids['grob'])
if sent[0] != '1':
    sys.exit('not sent: ' + sent)
told.append(go('/popchat?id=%d' % ids['shelob']))
told.append(go('/popchat?id=%d' % ids['grob']))
told.append([ids[name] for name in ['rob', 'fob', 'hob', 'grob', 'shelob', 'phil']])
print(told)
