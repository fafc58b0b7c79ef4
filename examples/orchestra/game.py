"""The orchestra plays a melody, you play it again: touch the instruments, or use the four arrow keys.

After each melody that you repeat, the orchestra adds one more tone. Your score is the length of the longest one.
"""
from random import choice
from time import time

from smartphone_connector import Connector

SECONDS_TO_ANSWER = 8
LONGEST = 12

# Each instrument has a picture in images/ and a sound in audio/. The file names are the names here.
# A picture may be .svg or .png, the library does not mind.
INSTRUMENTS = {
    'drum': {'x': 25, 'y': 75, 'key': 'left'},
    'bell': {'x': 75, 'y': 75, 'key': 'up'},
    'horn': {'x': 25, 'y': 30, 'key': 'down'},
    'flute': {'x': 75, 'y': 30, 'key': 'right'}
}

device = Connector('https://io.example.org', 'Orchestra')
device.clear_playground()
device.configure_playground(width=100, height=120, color='midnightblue', images='images', audio_tracks='audio')

answers = []  # what the player has touched, oldest first


def on_sprite_clicked(data):
    if data.id in INSTRUMENTS:
        answers.append(data.id)


def on_key(data):
    for name, instrument in INSTRUMENTS.items():
        if instrument['key'] == data.key:
            answers.append(name)


def play(name, pause):
    """Plays one tone. The instrument grows while it sounds."""
    device.play_sound(name)
    device.update_sprite(name, width=40, height=40)
    device.sleep(0.3)
    device.update_sprite(name, width=32, height=32)
    device.sleep(pause)


def say(text, color='white'):
    device.update_sprite('text', text=text, font_color=color)


def next_answer():
    """Waits for the player. Returns None when it takes too long."""
    end = time() + SECONDS_TO_ANSWER
    while not answers and time() < end:
        device.sleep(0.02)
    return answers.pop(0) if answers else None


def repeat(melody):
    """Listens to the player. Returns True when every tone was right."""
    answers.clear()
    for tone in melody:
        answer = next_answer()
        if answer is not None:
            play(answer, 0.02)
        if answer != tone:
            say('Too slow!' if answer is None else f'No, it was the {tone}!', 'tomato')
            return False
    return True


for name, instrument in INSTRUMENTS.items():
    device.add_sprite(id=name, image=name, pos_x=instrument['x'], pos_y=instrument['y'], width=32, height=32,
                      anchor=(0.5, 0.5), clickable=True)
# The first tap on a phone also allows it to make sounds, so we ask for one.
device.add_rectangle(id='text', pos_x=5, pos_y=102, width=90, height=14, color='black', text='Touch an instrument!',
                     font_color='white', font_size=6)
device.on_sprite_clicked = on_sprite_clicked
device.on_key = on_key

first = next_answer()
if first is not None:
    play(first, 0.5)

melody = []
score = 0
while len(melody) < LONGEST:
    melody.append(choice(list(INSTRUMENTS)))
    say('Listen ...')
    device.sleep(0.8)
    for tone in melody:
        play(tone, 0.15)
    say('Your turn!', 'lightgreen')
    if not repeat(melody):
        break
    score = len(melody)
    device.report(score)
    say(f'Well done: {score}', 'gold')
    device.sleep(0.8)

device.sleep(2)
say(f'Longest melody: {score}', 'gold')
device.report(score)
device.sleep(4)
device.disconnect()
