"""Programs as pupils write them, and what phones see of them."""

import unittest

from parts import HubTest


class ProgramsTest(HubTest):
    def test_a_program_is_registered_under_its_socket(self):
        program = self.program("say(device.device.device_nr, device.device.is_client, device.device.device_id)")
        self.assertEqual(program.said(), [-1, False, "Maze"])

    def test_keys_of_a_phone_arrive(self):
        program = self.program(
            """
            device.on('key', lambda message: say(message.key, message.device_nr))
            say('ready')
            time.sleep(60)
            """
        )
        self.assertEqual(program.said(), ["ready"])
        for revision in (3, 4):
            self.phone(revision=revision).send("key", key="up")
            self.assertEqual(program.said(), ["up", revision - 3])

    def test_the_program_sees_phones_come_and_go(self):
        program = self.program(
            """
            device.on('client_device', lambda message: None)
            say(device.client_count)
            while device.client_count < 2: time.sleep(0.01)
            say(sorted(d.device_nr for d in device.client_devices))
            while device.client_count > 1: time.sleep(0.01)
            say(device.client_devices[0].device_nr)
            """
        )
        self.assertEqual(program.said(), [0])
        first = self.phone()
        self.phone()
        self.assertEqual(program.said(), [[0, 1]])
        first.close()
        self.assertEqual(program.said(), [1])

    def test_an_answer_comes_back_and_closes_the_question_elsewhere(self):
        program = self.program(
            """
            say('ready'); sys.stdin.readline()
            say(device.input('Name?'))
            say(device.input('Again?'))
            """
        )
        self.assertEqual(program.said(), ["ready"])
        asked, other = self.phone(), self.phone()
        program.go_on()
        prompt = asked.hear("new_data", type="input_prompt")
        other.hear("new_data", type="input_prompt")
        asked.send("input_response", time_stamp=prompt["time_stamp"], caller_id=prompt["response_id"], response="Ada")
        self.assertEqual(program.said(), ["Ada"])
        cancel = other.hear("new_data", type="cancel_user_input")
        self.assertEqual(cancel["time_stamp"], prompt["time_stamp"])
        again = asked.hear("new_data", type="input_prompt", question="Again?")
        asked.send("input_response", time_stamp=again["time_stamp"], caller_id=again["response_id"])
        self.assertEqual(program.said(), [None])

    def test_a_question_asked_before_the_phone_came_is_found_and_answered(self):
        program = self.program("say('asking'); say(device.input('Name?'))")
        self.assertEqual(program.said(), ["asking"])
        phone = self.phone()
        prompts = []
        while not prompts:
            phone.emit("get_all_data", {"device_id": "Maze"})
            prompts = phone.hear("all_data")["all_data"].get("input_prompt", [])
        phone.send(
            "input_response",
            time_stamp=prompts[0]["time_stamp"],
            caller_id=prompts[0]["response_id"],
            response="é😀",
        )
        self.assertEqual(program.said(), ["é😀"])

    def test_an_alert_waits_for_its_confirmation(self):
        program = self.program(
            "say('ready'); sys.stdin.readline(); device.notify('Ready?', alert=True); say('confirmed')"
        )
        self.assertEqual(program.said(), ["ready"])
        phone = self.phone()
        program.go_on()
        alert = phone.hear("new_data", type="notification", alert=True)
        phone.send("alert_confirm", time_stamp=alert["time_stamp"], caller_id=alert["response_id"])
        self.assertEqual(program.said(), ["confirmed"])

    def test_numbers_can_be_changed(self):
        program = self.program(
            """
            say('ready'); sys.stdin.readline()
            say(device.set_device_nr(7, device_id='Maze'), device.set_device_nr(5, current_device_nr=99))
            """
        )
        self.assertEqual(program.said(), ["ready"])
        phone = self.phone()
        program.go_on()
        self.assertEqual(phone.hear("device")["device_nr"], 7)
        self.assertEqual(program.said(), [True, False])

    def test_sprites_are_there_for_a_late_phone_and_for_the_next_program(self):
        program = self.program(
            """
            device.add_sprite('ball', pos_x=1, pos_y=2, color='red')
            device.add_sprite('ball', pos_x=5)
            say('drawn')
            time.sleep(60)
            """
        )
        self.assertEqual(program.said(), ["drawn"])
        phone = self.phone()
        sprite = {}
        while sprite.get("pos_x") != 5:
            phone.emit("get_all_data", {"device_id": "Maze"})
            for message in phone.hear("all_data")["all_data"].get("sprite", []):
                sprite = message["sprite"]
        self.assertEqual((sprite["id"], sprite["pos_y"], sprite["color"]), ("ball", 2, "red"))

    def test_the_first_report_of_a_movement_reaches_the_program(self):
        program = self.program(
            """
            device.on('auto_movement_pos', lambda message: say(message.x, message.movement_id))
            device.add_sprite('ball', pos_x=1, pos_y=2)
            say('drawn')
            time.sleep(60)
            """
        )
        self.assertEqual(program.said(), ["drawn"])
        phones = [self.phone(), self.phone()]
        stored = {}
        while not stored.get("sprite"):  # what the program has said is said; the hub may not have heard it yet
            phones[0].emit("get_all_data", {"device_id": "Maze"})
            stored = phones[0].hear("all_data")["all_data"]
        for x, phone in enumerate(phones):
            phone.send("auto_movement_pos", id="ball", movement_id="s-1-0r", x=x, y=0)
        self.assertEqual(program.said(), [0, "s-1-0r"])
        phones[1].send("auto_movement_pos", id="ball", movement_id="s-1-1r", x=3, y=0)
        self.assertEqual(program.said(), [3, "s-1-1r"])

    def test_images_arrive_in_parts_that_a_browser_takes(self):
        program = self.program(
            """
            say('ready'); sys.stdin.readline()
            images = [{'name': f'i{n}', 'type': 'png', 'image': bytes([n]) * 1000} for n in range(23)]
            config = {'width': 100, 'images': images, 'audio_tracks': []}
            device.send({'type': 'playground_config', 'config': config})
            say('sent')
            time.sleep(60)
            """
        )
        self.assertEqual(program.said(), ["ready"])
        page, old = self.phone(revision=4), self.phone(revision=3)
        program.go_on()
        parts = [page.hear("new_data", type="playground_config") for _ in range(3)]
        self.assertEqual([len(part["attachments"]) for part in parts], [10, 10, 3])
        self.assertEqual([part["config"].get("width") for part in parts], [100, None, None])
        self.assertEqual(parts[2]["attachments"][2], bytes([22]) * 1000)
        whole = old.hear("new_data", type="playground_config")
        self.assertEqual(len(whole["attachments"]), 23)
        self.assertEqual(whole["attachments"][22], b"\x04" + bytes([22]) * 1000)

    def test_two_programs_of_two_groups_talk(self):
        listener = self.program(
            "device.on('data', lambda message: say(message.text, message.cross_origin)); say('ready'); time.sleep(60)",
            group="Quiz",
        )
        self.assertEqual(listener.said(), ["ready"])
        self.program("device.send_to('Quiz', {'type': 'hello', 'text': 'hi'}); time.sleep(60)")
        self.assertEqual(listener.said(), ["hi", True])

    def test_a_program_that_disconnects_is_gone(self):
        program = self.program("say('ready'); sys.stdin.readline(); device.disconnect(); say('gone')")
        self.assertEqual(program.said(), ["ready"])
        phone = self.phone()
        program.go_on()
        phone.hear("new_data", type="stop_audio")
        self.assertEqual(phone.hear("room_left")["device"]["device_nr"], -1)
        self.assertEqual(program.said(), ["gone"])

    def test_the_timer_ticks(self):
        phone = self.phone()
        first = phone.hear("timer")["time"]
        second = phone.hear("timer")["time"]
        self.assertTrue(0.4 < second - first < 3, second - first)


if __name__ == "__main__":
    unittest.main()
