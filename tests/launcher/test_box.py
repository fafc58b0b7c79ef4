"""The launcher where it belongs: in boxes, as a copy of the zygote. And the hostile games against the box itself; those
that attack the hub or the pages are for the whole server's tests."""

import json
import os
import signal
import unittest

from box import PLAYER, BoxPlay, style
from stage import HERE, PLAY_ID, LauncherTest, eventually

ESCAPE = os.path.join(HERE, '..', 'escape')
NEED_THE_SERVER = {'connections', 'hub_flood', 'markup', 'other_plays', 'scores', 'time_bomb', 'web_pages'}


@unittest.skipUnless(PLAYER, 'RECESS_BOX_PLAYER names no program; ctest does')
class BoxTest(LauncherTest):
    def box(self, source, multi=False):
        self.needs_stand_in()
        play = BoxPlay(source, self.hub, multi)
        self.addCleanup(play.close)
        if play.ending and play.ending['cause'] == 'refused':
            self.skipTest('no such box here: ' + play.ending['detail'])
        return play

    def ended(self, play, seconds=20):
        self.assertTrue(play.wait(seconds), play.output[-2000:])
        return play.ending['cause'], play.ending['exit_code'], play.ending['signal']


class Styles(BoxTest):
    def test_id_and_server_are_those_of_the_play(self):
        play = self.box(style('plain'))
        self.assertEqual(self.ended(play), ('exited', 0, 0), play.output)
        self.assertEqual(play.output.splitlines(), ['id ' + PLAY_ID, 'url http://127.0.0.1:5000', 'number -1',
                                                    'devices [-1]', 'again ' + PLAY_ID])
        self.assertEqual([report['kind'] for report in play.reports], ['connector_made', 'finished'])

    def test_environment_is_built_from_nothing(self):
        play = self.box(style('environment'))
        self.assertEqual(self.ended(play), ('exited', 0, 0), play.output)
        names = ['HOME', 'LANG', 'NO_PROXY', 'PATH', 'PYTHONDONTWRITEBYTECODE', 'PYTHONIOENCODING', 'PYTHONUNBUFFERED',
                 'RECESS_PLAY_ID']
        self.assertEqual(json.loads(play.output.splitlines()[0][len('names '):].replace("'", '"')), names)

    def test_traceback_names_the_authors_line(self):
        play = self.box(style('crash'))
        self.assertEqual(self.ended(play), ('exited', 1, 0))
        report = play.reports[-1]
        self.assertEqual((report['kind'], report['detail'], report['file'], report['line']),
                         ('crashed', "KeyError: 'two'", '/game/level.py', 3))
        self.assertEqual(report['traceback'], play.output)

    def test_local_modules_win_although_the_zygote_has_others(self):
        play = self.box(style('shadows'))
        self.assertEqual(self.ended(play), ('exited', 0, 0), play.output)
        self.assertEqual(play.output.splitlines()[:3],
                         ['local queue local json local requests', 'os is not local True', 'random True'])

    def test_script_that_ends_at_once_keeps_playing_until_it_is_stopped(self):
        play = self.box(style('cancel_everything'))
        self.assertTrue(play.said('ready'), play.output)
        play.tell('stop')
        self.assertEqual(self.ended(play)[0], 'stopped')

    def test_native_crash_dumps_the_python_stack(self):
        play = self.box(style('native_crash'))
        self.assertEqual(self.ended(play), ('signalled', 0, signal.SIGSEGV))
        self.assertIn('File "/game/game.py", line 5 in poke', play.output)

    def test_processes_and_child_interpreters_work_where_there_are_groups(self):
        play = self.box(style('works'), multi=True)
        self.assertEqual(self.ended(play), ('exited', 0, 0), play.output)
        child = 'child is ' + PLAY_ID
        self.assertEqual(play.output.splitlines(), [
            "['thread']", 'pool [4, 9]', 'processes [16, 25]', child, child, 'parent connected True'])


class Escapes(BoxTest):
    def check(self, name, expected, multi):
        play = self.box(os.path.join(ESCAPE, name + '.py'), multi)
        if 'stop_after_s' in expected and not play.wait(expected['stop_after_s']):
            play.tell('kill')
        self.assertTrue(play.wait(60), play.output[-2000:])
        self.assertIn(reason(play.ending), expected['ends'], play.output[-2000:] + str(play.ending))
        works = expected['allowed'] + (expected.get('profile_multi', []) if multi else [])
        attempts = [line.split(' ', 4) for line in play.output.splitlines() if line.startswith('ESCAPE ' + name)]
        self.assertEqual([words for words in attempts if words[3:4] == ['allowed'] and words[2] not in works], [])
        if reason(play.ending) == 'script_finished':
            self.assertIn('ESCAPE %s done' % name, play.output)
        if 'signal' in expected:
            self.assertEqual(signal.Signals(play.ending['signal']).name, expected['signal'])
        if 'exit_code' in expected:
            self.assertEqual(play.ending['exit_code'], expected['exit_code'])


def reason(ending):
    """The words of expectations.json for how a box ended."""
    if ending['cause'] == 'exited':
        return 'script_crashed' if ending['exit_code'] else 'script_finished'
    return {'signalled': 'script_crashed', 'stopped': 'killed', 'limit': 'limit_exceeded:' + ending['detail']}.get(
        ending['cause'], ending['cause'])


def add_escapes():
    with open(os.path.join(ESCAPE, 'expectations.json'), encoding='utf-8') as file:
        games = json.load(file)['games']
    for name, expected in games.items():
        if name not in NEED_THE_SERVER:
            for profile in ('single', 'multi'):
                def test(self, name=name, expected=expected, multi=profile == 'multi'):
                    self.check(name, expected, multi)
                setattr(Escapes, 'test_%s_%s' % (name, profile), test)


add_escapes()
