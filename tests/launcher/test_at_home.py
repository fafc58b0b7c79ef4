"""What scripts take for granted at home holds here too."""

import json

from stage import LauncherTest, PLAY_ID, eventually


class Asking(LauncherTest):
    def prompt(self, phone, text):
        self.assertTrue(eventually(lambda: any(one['question'] == text for one in phone.prompts())), phone.received)
        return [one for one in phone.prompts() if one['question'] == text][0]

    def test_input_asks_on_the_phone_once_there_is_a_connector(self):
        phone = self.phone()
        play = self.play('asks')
        phone.answer(self.prompt(phone, 'name? '), response='Ada')
        phone.answer(self.prompt(phone, ''))
        self.assertEqual(play.wait(), 0)
        answers = [line for line in play.output.splitlines() if "'" in line]
        self.assertEqual(answers, ["before ''", "name 'Ada'", "cancelled ''", "after ''"])

    def test_input_works_inside_a_blocking_subscription(self):
        phone = self.phone()
        play = self.play('asks_in_subscription')
        phone.answer(self.prompt(phone, 'now? '), response='yes')
        self.assertEqual(play.wait(), 0)
        self.assertIn('answer yes', play.output)


class Surroundings(LauncherTest):
    def test_main_is_a_real_module(self):
        self.assertEqual(self.finished('main_module').output.splitlines(), [
            'name __main__ True', 'pickled Point(x=1, y=2) 8', 'source return 2 * number', 'file True 1 None'])

    def test_threads_pools_processes_and_child_interpreters(self):
        play = self.finished('works')
        child = 'child is ' + PLAY_ID
        self.assertEqual(play.output.splitlines(), [
            "['thread']", 'pool [4, 9]', 'processes [16, 25]', child, child, 'parent connected True'])

    def test_assets_are_found_beside_the_script_at_any_time(self):
        phone = self.phone()
        play = self.finished('assets')
        self.assertEqual(play.output, 'level one\nTrue True\n')
        configs = [data['config'] for data in phone.of_type('playground_config')]
        self.assertEqual(len(configs), 1, play.output)
        self.assertEqual([image['name'] for image in configs[0]['images']], ['top'])
        self.assertEqual(configs[0]['audio_tracks'], [{'name': 'beep', 'audio': b'RIFF', 'type': 'wav'}])

    def test_files_of_a_play_are_its_own(self):
        self.assertEqual(self.finished('temporary_files').output, 'mode 0o600\numask 0o600\n')

    def test_environment_is_built_from_nothing(self):
        lines = self.finished('environment').output.splitlines()
        names = ['HOME', 'LANG', 'NO_PROXY', 'PATH', 'PYTHONDONTWRITEBYTECODE', 'PYTHONIOENCODING', 'PYTHONUNBUFFERED',
                 'RECESS_HUB', 'RECESS_PLAY_ID']  # RECESS_HUB only outside a box
        self.assertEqual(json.loads(lines[0][len('names '):].replace("'", '"')), names)
        self.assertEqual(lines[1:3], ["stdin ''", 'threads 1'])

    def test_unprintable_text_is_printed_escaped(self):
        self.assertEqual(self.finished('environment').output.splitlines()[-1], '\\udcff café')
