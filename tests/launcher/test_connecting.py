"""However a script makes its Connectors, they belong to the play and to its hub."""

from stage import LauncherTest, PLAY_ID, eventually


class Arguments(LauncherTest):
    def test_id_and_server_are_those_of_the_play(self):
        play = self.finished('plain')
        self.assertEqual(play.output.splitlines(),
                         ['id ' + PLAY_ID, 'url ' + self.hub_url, 'number -1', 'devices [-1]', 'again ' + PLAY_ID])

    def test_original_arguments_are_noted_once(self):
        play = self.finished('arguments')
        self.assertEqual(play.notes, ['Connector() plays here as ' + PLAY_ID])

    def test_first_connector_is_told_to_the_server_once(self):
        play = self.finished('new_after_disconnect_and_end')
        self.assertEqual(play.messages.count({'connector': True}), 1)

    def test_wrong_missing_and_nested_arguments_work_and_are_evaluated(self):
        play = self.finished('arguments')
        self.assertEqual(play.output.count('id ' + PLAY_ID), 5)
        self.assertIn('evaluated (a)\nevaluated b)\n', play.output)


class Places(LauncherTest):
    def test_attribute_needs_no_variable(self):
        play = self.play('attribute')
        phone = self.phone()
        self.assertTrue(eventually(lambda: phone.press('up') or 'key up' in play.output))
        self.assertEqual(play.wait(), 0)

    def test_function_list_condition_and_thread(self):
        play = self.finished('places')
        self.assertEqual(play.output.splitlines(),
                         ['%s %s' % (where, PLAY_ID) for where in ('function', 'list', 'condition', 'thread')])

    def test_thread_that_connects_after_the_main_code(self):
        phone = self.phone()
        play = self.play('late_thread')
        self.assertTrue(eventually(lambda: 'late, but here' in phone.texts()), play.output)
        self.assertEqual(play.stop(), 0)


class Imports(LauncherTest):
    def check(self, style):
        play = self.finished(style)
        self.assertIn('id ' + PLAY_ID, play.output)
        return play

    def test_star(self):
        self.check('import_star')

    def test_alias_and_keyword_arguments(self):
        self.assertIn('same class True', self.check('import_alias').output)

    def test_module_attribute(self):
        self.check('import_module')

    def test_helper_module_and_local_import(self):
        self.check('import_helper')

    def test_subclass_calls_the_inherited_constructor(self):
        play = self.check('subclass')
        self.assertIn("isinstance True\nparameters ['server_url', 'device_id']\n", play.output)

    def test_project_with_its_own_copy_of_the_library_gets_the_installed_one(self):
        play = self.check('own_library')
        self.assertTrue(any('own smartphone_connector' in note for note in play.notes), play.notes)

    def test_other_local_modules_win_as_at_home(self):
        play = self.check('shadows')
        self.assertEqual(play.output.splitlines()[:3],
                         ['local queue local json local requests', 'os is not local True', 'random True'])


class Several(LauncherTest):
    def test_second_shares_the_connection_and_takes_over_plain_handlers(self):
        play = self.play('several')
        self.assertTrue(play.said('ready'), play.output)
        self.phone().press('up')
        self.assertTrue(play.said('second on_key up'), play.output)
        self.assertTrue(play.said('first on(key)'), play.output)
        self.assertNotIn('first on_key', play.output)
        self.assertIn('ids True\ndevice True -1\none list True\n', play.output)

    def test_second_asks_for_the_devices_once(self):
        self.needs_stand_in()
        before = len(self.hub.requests)
        play = self.play('several')
        self.assertTrue(play.said('ready'))
        play.stop()
        events = [event for _, event, _ in self.hub.requests[before:]]
        self.assertEqual((events.count('new_device'), events.count('get_devices')), (1, 1))

    def test_new_connector_after_disconnect_connects_and_registers_again(self):
        play = self.play('new_after_disconnect')
        self.assertTrue(play.said('ready'), play.output)
        self.assertEqual(play.output.splitlines()[:3], ['round %d -1 True' % number for number in range(3)])
        self.phone().press('left')
        self.assertTrue(play.said('key left'), play.output)
        self.assertEqual(play.stop(), 0)


class Lost(LauncherTest):
    def test_restored_connection_registers_the_newest_connector_again(self):
        cable = self.cable()
        phone = self.phone()
        play = self.play('reconnect', url=cable.url)
        self.assertTrue(eventually(lambda: 'ready' in phone.texts()), play.output)
        for key in ('up', 'down'):
            cable.cut()
            self.assertTrue(eventually(lambda: phone.press(key) or 'got ' + key in phone.texts(), 10), play.output)
            self.assertTrue(play.running())
        self.assertEqual(play.stop(), 0)
