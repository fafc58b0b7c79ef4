import os
import tempfile

with tempfile.NamedTemporaryFile('w', dir=os.environ['HOME']) as file:
    file.write('highscore')
    print('mode', oct(os.stat(file.name).st_mode & 0o777))
with open(os.path.join(os.environ['HOME'], 'save.txt'), 'w') as file:
    print('umask', oct(os.stat(file.name).st_mode & 0o777))
