"""Shows a picture of its own and plays a sound of its own, found in folders beside the script."""
from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Pictures')
device.clear_playground()
device.configure_playground(width=100, height=100, images='images', audio_tracks='tracks')
device.add_sprite(id='star', image='star', pos_x=20, pos_y=20, width=60, height=60)
device.add_sprite(id='dot', image='dot', pos_x=45, pos_y=45, width=10, height=10)
device.play_sound('beep')
device.on_f1 = lambda: device.disconnect()
device.wait()
