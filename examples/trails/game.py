"""Two riders draw trails that nobody may cross. The first with three wins takes the match.

Each player turns with the arrow keys of the own phone. If no second player comes, a robot rides along.
"""
from random import choice

from smartphone_connector import Connector

SIZE = 40  # the field has 40 x 40 places
STEP = 0.12
ROUND_STEPS = 200
WINS = 3
TURNS = {'up': (0, 1), 'down': (0, -1), 'left': (-1, 0), 'right': (1, 0)}

device = Connector('https://io.example.org', 'Trails')
device.clear_playground()
device.configure_playground(width=SIZE, height=SIZE + 4, color='black')

riders = [
    {'nr': 0, 'color': 'deepskyblue', 'start': (8, 20), 'first': (1, 0), 'wins': 0},
    {'nr': 1, 'color': 'orange', 'start': (32, 20), 'first': (-1, 0), 'wins': 0}
]


def on_key(data):
    # device_nr tells whose phone it was: 0 for the first player, 1 for the second
    if data.device_nr in (0, 1) and data.key in TURNS:
        rider = riders[data.device_nr]
        turn = TURNS[data.key]
        if turn[0] + rider['going'][0] != 0:  # nobody can turn back at once
            rider['turn'] = turn


def ahead(rider, direction):
    return rider['x'] + direction[0], rider['y'] + direction[1]


def is_free(place):
    return place not in taken and 0 < place[0] < SIZE and 0 < place[1] < SIZE


def think(rider):
    """The robot goes straight on while it can, and sometimes turns just so."""
    free = [turn for turn in TURNS.values() if is_free(ahead(rider, turn))]
    if free and (rider['going'] not in free or choice(range(12)) == 0):
        rider['turn'] = choice(free)


def new_line(rider):
    rider['lines'] += 1
    rider['line'] = f"trail{rider['nr']}-{rider['lines']}"
    device.add_line(rider['x'], rider['y'], rider['x'], rider['y'], line_width=0.6, color=rider['color'],
                    id=rider['line'])


def ride(rider):
    """One step. Returns False when the rider hits something."""
    if rider['turn'] != rider['going']:
        rider['going'] = rider['turn']
        new_line(rider)
    place = ahead(rider, rider['going'])
    if not is_free(place):
        return False
    taken.add(place)
    rider['x'], rider['y'] = place
    device.update_line(rider['line'], x2=place[0], y2=place[1])
    return True


def say(text):
    device.add_rectangle(id='text', pos_x=0, pos_y=SIZE, width=SIZE, height=4, color='dimgray', text=text,
                         font_color='white', font_size=2)


def second_player_is_here():
    return any(phone.device_nr == 1 and phone.device_id == device.device_id for phone in device.client_devices)


def play_round():
    """Returns the riders that are still on the field at the end."""
    device.clean_playground()
    taken.clear()
    say(f"blue {riders[0]['wins']} : {riders[1]['wins']} orange")
    for rider in riders:
        rider.update(x=rider['start'][0], y=rider['start'][1], going=rider['first'], turn=rider['first'], lines=0)
        taken.add(rider['start'])
        new_line(rider)
    device.on_key = on_key
    device.sleep(1)
    for _ in range(ROUND_STEPS):
        if not second_player_is_here():
            think(riders[1])
        left = [rider for rider in riders if ride(rider)]
        if len(left) < 2:
            return left
        device.sleep(STEP)
    return riders


taken = set()  # all places that have a trail
say('Waiting for a second player ...')
for _ in range(20):
    if second_player_is_here():
        break
    device.sleep(0.5)

for _ in range(9):  # a draw counts for nobody, so there could be many rounds
    left = play_round()
    if len(left) == 1:
        left[0]['wins'] += 1
        device.report(riders[0]['wins'])  # the board shows the wins of the player who started
    device.sleep(1)
    if max(rider['wins'] for rider in riders) == WINS:
        break

blue, orange = riders[0]['wins'], riders[1]['wins']
say('A draw!' if blue == orange else 'Blue wins!' if blue > orange else 'Orange wins!')
device.sleep(4)
device.disconnect()
