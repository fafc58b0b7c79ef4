"""The games that the server's own tests upload do what those tests rely on."""

import os
import zipfile

from stage import HERE, LauncherTest, PLAY_ID, eventually

GAMES = os.path.join(HERE, '..', 'games')


class Games(LauncherTest):
    def game(self, name):
        return self.play(os.path.join(GAMES, name))

    def test_many_styles_all_belong_to_the_play(self):
        play = self.game('many_styles')
        self.assertEqual(play.wait(20), 0, play.output)
        lines = play.output.splitlines()
        self.assertEqual(len(lines), 6)
        self.assertTrue(all(line.endswith(PLAY_ID + ' True') for line in lines), lines)

    def test_scores_are_sent_although_the_script_is_gone(self):
        self.needs_stand_in()
        del self.hub.scores[:]
        play = self.game('scores')
        self.assertEqual(play.wait(), 0)
        self.assertTrue(eventually(lambda: self.hub.scores == [7, 3, 12.9, 'x']), self.hub.scores)

    def test_crash_waits_for_its_key(self):
        phone = self.phone()
        play = self.game('crash')
        self.assertTrue(eventually(lambda: 'press up' in phone.texts()))
        phone.press('F1')
        self.assertTrue(play.said("KeyError: 'in a callback'"), play.output)
        phone.press('up')
        self.assertEqual((play.wait(), play.reports[0]['error']), (1, "KeyError: 'two'"))

    def test_keys_move_count_and_end(self):
        phone = self.phone()
        play = self.game('keys')
        self.assertTrue(eventually(lambda: any(data['sprite']['id'] == 'points' for data in phone.of_type('sprite'))))
        for key in ('up', 'home', 'F4'):
            phone.press(key)
        self.assertEqual(play.wait(), 0, play.output)
        self.assertIn('key home %d' % phone.number, play.output)

    def test_archives_hold_the_folder(self):
        with zipfile.ZipFile(os.path.join(GAMES, 'pictures_and_sound.zip')) as archive:
            for name in archive.namelist():
                with open(os.path.join(GAMES, 'pictures_and_sound', name), 'rb') as file:
                    self.assertEqual(archive.read(name), file.read(), name)
