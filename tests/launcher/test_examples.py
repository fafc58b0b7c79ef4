"""The sample games, played by simple players."""

import json
import os
import time

from stage import HERE, LauncherTest, eventually

EXAMPLES = os.path.join(HERE, '..', '..', 'examples')


class Examples(LauncherTest):
    def example(self, name):
        return self.play(os.path.join(EXAMPLES, name))

    def test_catalogue_names_every_folder_and_keeps_to_the_forms_limits(self):
        with open(os.path.join(EXAMPLES, 'catalogue.json'), encoding='utf-8') as file:
            catalogue = json.load(file)
        folders = sorted(entry.name for entry in os.scandir(EXAMPLES) if entry.is_dir())
        self.assertEqual(sorted(game['folder'] for game in catalogue), folders)
        for game in catalogue:
            self.assertTrue(2 <= len(game['name']) <= 32 and 2 <= len(game['authors']) <= 64)
            self.assertTrue(0 < len(game['description']) <= 1024 and 1 <= game['max_players'] <= 16)
            self.assertTrue(os.path.isfile(os.path.join(EXAMPLES, game['folder'], 'preview.png')))
            with open(os.path.join(EXAMPLES, game['folder'], 'game.py'), encoding='utf-8') as file:
                self.assertLess(len(file.readlines()), 120, game['folder'])

    def test_catch_follows_keys_and_tilt(self):
        phone = self.phone()
        play = self.example('catch')

        def basket():
            moves = [sprite['pos_x'] for data in phone.of_type('sprites') for sprite in data['sprites']
                     if sprite['id'] == 'basket']
            return moves[-1] if moves else None

        self.assertTrue(eventually(lambda: basket() == 50), play.output)
        phone.press('left')
        self.assertTrue(eventually(lambda: basket() == 36), play.output)
        phone.send(type='acceleration', x=-5, y=8, z=1, interval=16)
        self.assertTrue(eventually(lambda: basket() == 88), play.output)
        phone.send(type='acceleration', x=0, y=9.8, z=0, interval=16)
        self.assertEqual((play.stop(), play.output), (0, ''))

    def test_orchestra_brings_pictures_and_sounds_and_knows_right_from_wrong(self):
        phone = self.phone()
        play = self.example('orchestra')
        self.assertTrue(eventually(lambda: phone.of_type('playground_config')), play.output)
        config = phone.of_type('playground_config')[0]['config']
        self.assertEqual(sorted(image['name'] for image in config['images']), ['bell', 'drum', 'flute', 'horn'])
        self.assertEqual(sorted(track['name'] for track in config['audio_tracks']), ['bell', 'drum', 'flute', 'horn'])

        def texts():
            return [data['sprite'].get('text') for data in phone.of_type('sprite') if data['sprite']['id'] == 'text']

        def tones():
            return [data['name'] for data in phone.of_type('start_audio')]

        self.assertTrue(eventually(lambda: texts()[-1:] == ['Touch an instrument!']))
        phone.send(type='sprite_clicked', id='drum', x=25, y=75)
        self.assertTrue(eventually(lambda: texts()[-1] == 'Your turn!', 10), play.output)
        melody = tones()[1]
        phone.send(type='sprite_clicked', id=melody, x=0, y=0)
        self.assertTrue(eventually(lambda: 'Well done: 1' in texts()), play.output)
        self.assertTrue(eventually(lambda: texts()[-1] == 'Your turn!', 10), play.output)
        phone.send(type='sprite_clicked', id='drum' if melody != 'drum' else 'bell', x=0, y=0)
        self.assertTrue(eventually(lambda: texts()[-1].startswith('No, it was'), 10), texts())
        self.assertEqual(play.wait(15), 0)
        self.assertIn('Longest melody: 1', texts())
        if self.hub:
            self.assertEqual(self.hub.scores[-1], 1)

    def test_trails_listens_to_both_phones(self):
        first, second = self.phone(), self.phone()
        self.assertEqual((first.number, second.number), (0, 1))
        play = self.example('trails')

        def lines(phone, number):
            return [data['line'] for data in phone.of_type('line') if data['line']['id'].startswith('trail%d' % number)]

        self.assertTrue(eventually(lambda: lines(first, 0) and lines(second, 1)), play.output)
        begin = len(first.received)
        second.press('up')
        self.assertTrue(eventually(lambda: any(line['id'] == 'trail1-2' for line in lines(first, 1)), 3), play.output)
        self.assertFalse(any(line['id'] == 'trail0-2' for line in lines(first, 0)))
        # Blue rides straight into the wall on the other side, unless orange does so before: one of them wins the round.
        self.assertTrue(eventually(lambda: any(data['sprite'].get('text') in ('blue 1 : 0 orange', 'blue 0 : 1 orange')
                                               for data in first.of_type('sprite')), 15), play.output)
        self.assertGreater(len(first.received), begin)
        self.assertEqual((play.stop(), play.output), (0, ''))
