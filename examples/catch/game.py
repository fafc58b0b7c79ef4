"""Catch the apples, let the stones fall. Tilt the phone, or press left and right.

You have 60 seconds and three lives. An apple is worth one point, a golden one five.
"""
from random import choice, randint

from smartphone_connector import Connector

SECONDS = 60
STEP = 0.05  # we move everything 20 times a second
KINDS = ['apple', 'apple', 'apple', 'golden', 'stone', 'stone']
COLORS = {'apple': 'crimson', 'golden': 'gold', 'stone': 'slategray'}
POINTS = {'apple': 1, 'golden': 5, 'stone': 0}

device = Connector('https://io.example.org', 'Catch')
device.clear_playground()
device.configure_playground(width=100, height=150, color='lightskyblue')

basket_x = 50
score = 0
lives = 3


def new_thing(number):
    """Returns something that will fall from above the sky."""
    return {
        'id': f'thing{number}',
        'kind': choice(KINDS),
        'x': randint(8, 92),
        'y': randint(160, 240),
        'speed': randint(30, 60)
    }


things = [new_thing(number) for number in range(5)]


def move_basket(distance):
    global basket_x
    # keep the whole basket on the playground
    basket_x = max(12, min(88, basket_x + distance))


def on_key(data):
    if data.key == 'left':
        move_basket(-14)
    elif data.key == 'right':
        move_basket(14)


def tilt():
    # x is negative when the right edge of the phone points down
    x = device.acceleration.x
    if abs(x) > 0.8:
        move_basket(-x * 0.6)


def fall(thing):
    """Moves one thing down. Returns True when it is over: caught, or on the ground."""
    global score, lives
    thing['y'] -= thing['speed'] * STEP
    if 14 < thing['y'] < 22 and abs(thing['x'] - basket_x) < 14:
        if thing['kind'] == 'stone':
            lives -= 1
        score += POINTS[thing['kind']]
        device.report(score)
        return True
    return thing['y'] < 4


def draw():
    with device.update_sprites() as sprite:
        sprite(id='basket', pos_x=basket_x, pos_y=14)
        sprite(id='score', text=f'{score} points')
        sprite(id='lives', text='♥ ' * lives)
        for thing in things:
            sprite(id=thing['id'], form='round', size=8, color=COLORS[thing['kind']],
                   pos_x=thing['x'], pos_y=thing['y'])


def show(text):
    device.add_rectangle(id='message', pos_x=50, pos_y=80, width=80, height=24, anchor=(0.5, 0.5),
                         color='white', text=text, font_size=5.5)


# everything that never changes its look
device.add_rectangle(id='grass', pos_x=0, pos_y=0, width=100, height=6, color='mediumseagreen')
device.add_rectangle(id='basket', pos_x=50, pos_y=14, width=24, height=10, anchor=(0.5, 0.5),
                     color='saddlebrown', border_color='sienna', border_width=1.5)
device.add_text('', id='score', pos_x=4, pos_y=138, font_size=7)
device.add_text('', id='lives', pos_x=74, pos_y=138, font_size=7, font_color='crimson')
device.on_key = on_key

for step in range(int(SECONDS / STEP)):
    tilt()
    for number, thing in enumerate(things):
        if fall(thing):
            things[number] = new_thing(number)
    draw()
    if lives == 0:
        break
    device.sleep(STEP)

show('Time is up!' if lives > 0 else 'Ouch, too many stones!')
device.sleep(2)
show(f'You have {score} points')
device.report(score)
device.sleep(4)
device.disconnect()
