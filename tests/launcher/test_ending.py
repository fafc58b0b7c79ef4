"""When a play ends, when it does not, and what arrives just before."""

import os
import time

from stage import LauncherTest, PLAY_ID, eventually


class KeepingAlive(LauncherTest):
    def test_script_that_ends_at_once_keeps_playing(self):
        phone = self.phone()
        play = self.play('ends_at_once')
        self.assertTrue(eventually(lambda: 'ready' in phone.texts()), play.output)
        time.sleep(1.5)
        phone.press('up')
        self.assertTrue(eventually(lambda: 'got up' in phone.texts()), play.output)
        self.assertEqual((play.stop(), play.reports[0]['how']), (0, 'stopped'))

    def test_script_that_waits_itself_ends_after_its_disconnect(self):
        phone = self.phone()
        play = self.play('waits_itself')
        self.assertTrue(eventually(lambda: 'ready' in phone.texts()), play.output)
        phone.press('F1')
        self.assertEqual(play.wait(), 0)
        self.assertEqual((play.output, play.reports[0]['how']), ('waited\n', 'finished'))

    def test_disconnecting_and_returning_finishes(self):
        phone = self.phone()
        play = self.finished('disconnects')
        self.assertEqual(play.reports[0]['error'], 'disconnected')
        self.assertTrue(eventually(lambda: phone.of_type('stop_audio')))
        self.assertIn('goodbye', phone.texts())

    def test_without_a_connector_it_just_ends(self):
        play = self.finished('no_connector')
        self.assertEqual((play.output, play.reports[0]['error']), ('just text', 'no_connector'))
        self.assertNotIn({'connector': True}, play.messages)


class Exits(LauncherTest):
    SAID = {
        'sys.exit': {'how': 'exit', 'exit_code': 0},
        'exit 3': {'how': 'exit', 'exit_code': 3},
        'quit': {'how': 'exit', 'exit_code': 0},
        'text': {'how': 'exit', 'exit_code': 1, 'error': 'no lives left'},
    }

    def exits(self, how):
        play = self.play('exit_codes', go=False)
        with open(os.path.join(play.folder, 'how.txt'), 'w') as file:
            file.write(how)
        play.tell(go=True)
        return play, play.wait()

    def test_exit_ends_the_play_although_jobs_and_connection_live(self):
        for how, report in self.SAID.items():
            with self.subTest(how):
                play, status = self.exits(how)
                self.assertEqual(status, report['exit_code'], play.output)
                self.assertEqual(play.reports, [report])
        self.assertIn('no lives left', play.output)

    def test_scores_reported_in_the_same_instant_arrive(self):
        self.needs_stand_in()
        for how in ('sys.exit', 'text'):
            with self.subTest(how):
                del self.hub.scores[:]
                self.exits(how)
                # The library itself holds back the 3, because it is lower than the 7 before it.
                self.assertTrue(eventually(lambda: self.hub.scores == [7, 12.9, 'x']), self.hub.scores)

    def test_os_exit_leaves_no_report(self):
        play, status = self.exits('os._exit')
        self.assertEqual((status, play.reports), (4, []))

    def test_exit_in_a_callback_ends_only_that_thread_and_says_so(self):
        play = self.play('exit_in_callback')
        self.assertTrue(play.said('ready'))
        phone = self.phone()
        phone.press('up')
        self.assertTrue(eventually(lambda: any('exit()' in note for note in play.notes)), play.messages)
        phone.press('down')
        self.assertTrue(play.said('key down'), play.output)
        self.assertEqual(play.stop(), 0)

    def test_exit_after_disconnect_in_a_callback_ends_the_play(self):
        play = self.play('exit_after_disconnect_in_callback')
        self.assertTrue(play.said('ready'))
        self.phone().press('F1')
        self.assertEqual((play.wait(), play.reports[0]['how']), (0, 'finished'))


class Stopping(LauncherTest):
    def stopped(self, style, seconds):
        play = self.play(style)
        self.assertTrue(play.said('ready'), play.output)
        begin = time.monotonic()
        self.assertEqual((play.stop(), play.reports[0]['how']), (0, 'stopped'))
        self.assertLess(time.monotonic() - begin, seconds)

    def test_a_busy_loop_stops(self):
        self.stopped('busy', 2)

    def test_cancelling_every_subscription_does_not_touch_the_launcher(self):
        play = self.play('cancel_everything')
        self.assertTrue(play.said('ready'))
        self.phone().press('up')
        self.assertTrue(play.said('key up'), play.output)
        self.assertEqual(play.stop(), 0)

    def test_a_script_that_resists_stops_too(self):
        self.stopped('hangs_on_stop', 2)

    def test_losing_the_server_ends_the_play(self):
        play = self.play('ends_at_once')
        self.assertTrue(eventually(lambda: {'connector': True} in play.messages))
        play.hang_up()
        play.wait(5)

    def test_nothing_runs_before_the_gate_opens(self):
        play = self.play('no_connector', go=False)
        self.assertTrue(eventually(lambda: play.messages == [{'ready': True}]))
        time.sleep(0.3)
        self.assertEqual(play.output, '')
        play.tell(go=True)
        self.assertEqual((play.wait(), play.output), (0, 'just text'))

    def test_stop_before_the_gate_ends_at_once(self):
        play = self.play('no_connector', go=False)
        self.assertEqual((play.stop(), play.output), (0, ''))
