"""Shows the keys it receives; home adds a point, F4 ends the game."""
from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Keys')
device.clear_playground()
device.configure_playground(width=100, height=100, color='lightyellow')
device.add_circle(id='ball', pos_x=50, pos_y=50, radius=5, color='red', clickable=True)
device.add_text('0', id='points', pos_x=5, pos_y=90)
points = 0


def on_key(data):
    global points
    print('key', data.key, data.device_nr)
    steps = {'up': (0, 5), 'down': (0, -5), 'left': (-5, 0), 'right': (5, 0)}
    if data.key in steps:
        ball = device.get_sprite('ball')
        device.update_sprite('ball', pos_x=ball.pos_x + steps[data.key][0], pos_y=ball.pos_y + steps[data.key][1])
    elif data.key == 'home':
        points += 1
        device.update_sprite('points', text=str(points))
        device.report(points)
    elif data.key == 'F4':
        device.disconnect()


device.on_key = on_key
device.on_sprite_clicked = lambda data: print('clicked', data.id)
device.wait()
