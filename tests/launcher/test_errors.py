"""What the author reads when something goes wrong, and what the server learns of it."""

import os

from stage import LauncherTest, eventually


class MainCode(LauncherTest):
    def crashed(self, style, script='game.py'):
        play = self.play(style)
        self.assertEqual(play.wait(), 1, play.output)
        self.assertEqual([report['how'] for report in play.reports], ['crashed'])
        self.assertNotIn('recess_launcher', play.output + play.reports[0]['traceback'])
        report = play.reports[0]
        self.assertEqual(os.path.dirname(report['file']), play.folder)
        return play, os.path.basename(report['file']), report['line'], report['error']

    def test_traceback_names_the_authors_innermost_line(self):
        play, *place = self.crashed('crash')
        self.assertEqual(place, ['level.py', 3, "KeyError: 'two'"])
        self.assertEqual(play.output.splitlines()[0], 'Traceback (most recent call last):')
        self.assertEqual(play.output.splitlines()[1].strip(), 'File "%s", line 8, in <module>' % play.script)
        self.assertEqual(play.output, play.reports[0]['traceback'])

    def test_score_reported_before_the_crash_arrives(self):
        self.needs_stand_in()
        del self.hub.scores[:]
        self.crashed('crash')
        self.assertTrue(eventually(lambda: self.hub.scores == [5]), self.hub.scores)

    def test_launcher_is_missing_from_the_middle_of_a_chain_too(self):
        play, *place = self.crashed('crash_chain')
        self.assertEqual(place, ['game.py', 12, 'ValueError: no phone'])
        self.assertIn('The above exception was the direct cause', play.output)
        self.assertIn("raise ConnectionError('dropped it')", play.output)

    def test_own_excepthook_is_used(self):
        play, *_ = self.crashed('crash_own_hook')
        self.assertEqual(play.output, "hooked KeyError 'level'\n")

    def test_syntax_error(self):
        play, name, line, error = self.crashed('syntax_error')
        self.assertEqual((name, line), ('game.py', 2))
        self.assertTrue(error.startswith('SyntaxError: '), error)
        self.assertNotIn('never', play.output.splitlines())

    def test_syntax_error_in_a_helper(self):
        _, *place = self.crashed('syntax_error_in_helper')
        self.assertEqual(place, ['helper.py', 2, 'SyntaxError: invalid syntax'])

    def test_wrong_encoding(self):
        _, name, _, error = self.crashed('wrong_encoding')
        self.assertEqual(name, 'game.py')
        self.assertIn('SyntaxError: (unicode error)', error)

    def test_nul_byte(self):
        play, name, _, error = self.crashed('nul_byte')
        self.assertEqual(name, 'game.py')
        self.assertIn('null bytes', error)
        self.assertNotIn('before', play.output)

    def test_window_that_cannot_open(self):
        self.crashed('no_window')

    def test_coding_lines_and_byte_order_marks_are_read(self):
        self.assertEqual(self.finished('coding_line').output, 'café 1\n')
        self.assertEqual(self.finished('byte_order_mark').output, 'bom game.py\n')

    def test_native_crash_dumps_the_python_stack(self):
        play = self.play('native_crash')
        self.assertEqual(play.wait(), -11)
        self.assertEqual(play.reports, [])
        self.assertIn('Fatal Python error: Segmentation fault', play.output)
        self.assertIn('line 5 in poke', play.output)

    def test_killing_itself_leaves_no_report(self):
        play = self.play('kills_itself')
        self.assertEqual((play.wait(), play.reports), (-9, []))


class Elsewhere(LauncherTest):
    def test_event_callback_logs_where_it_failed_and_the_play_goes_on(self):
        play = self.play('callback_error')
        self.assertTrue(play.said('ready'))
        phone = self.phone()
        phone.press('up')
        self.assertTrue(play.said("KeyError: 'lives'"), play.output)
        self.assertIn("WARNING:root:'lives'\nTraceback (most recent call last):\n", play.output)
        self.assertIn('line 12, in on_key', play.output)
        self.assertIn('line 7, in lives', play.output)
        self.assertNotIn('smartphone_connector', play.output)
        phone.press('down')
        self.assertTrue(play.said('key down'))
        self.assertEqual(play.stop(), 0)

    def test_what_a_script_logs_itself_stays_as_it_is(self):
        self.assertEqual(self.finished('own_logging').output, 'MINE division by zero\nMINE configured\n')

    def test_timer_job_and_own_thread_die_alone(self):
        play = self.play('thread_errors')
        self.assertTrue(play.said('ready'))
        self.assertIn('ValueError: in the job', play.output)
        self.assertIn('LookupError: in the thread', play.output)
        self.assertNotIn('recess_launcher', play.output)
        self.phone().press('up')
        self.assertTrue(play.said('key up'), play.output)
        self.assertEqual(play.stop(), 0)

    def test_wiping_the_module_table_harms_only_the_play(self):
        play = self.play('rough')
        play.wait()
        self.assertEqual(len(play.reports), 1)
