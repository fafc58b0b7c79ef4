"""docs/protocol/hub.asyncapi.json against its own rules, the golden conversations, and the hub itself."""

import json
import os
import pathlib
import re
import time
import unittest

import jsonschema
from wire import Fixture, WebSocket

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = json.loads((ROOT / "docs/protocol/hub.asyncapi.json").read_text())
MESSAGES = DOCUMENT["components"]["messages"]


def side(action):
    """The messages of all operations of one direction, by key. The hub "receives" what clients send."""
    keys = {
        reference["$ref"].rsplit("/", 1)[1]
        for operation in DOCUMENT["operations"].values()
        if operation["action"] == action
        for reference in operation["messages"]
    }
    return {key: MESSAGES[key] for key in keys}


SENT, RECEIVED = side("receive"), side("send")


def validator(message):
    return jsonschema.Draft202012Validator({"components": DOCUMENT["components"], **message["payload"]})


def message_for(messages, event, argument):
    """The description that fits an event: for new_data the one of its type, or the one for any other."""
    if event == "new_data":
        kind = argument.get("type", "unknown") if isinstance(argument, dict) else "unknown"
        return messages.get(f"new_data.{kind}", messages["new_data.other"])
    fitting = [message for message in messages.values() if message["name"] == event]
    if not fitting:
        raise AssertionError(f"{event} is not described")
    return fitting[0]


def check(messages, event, argument):
    errors = list(validator(message_for(messages, event, argument)).iter_errors(argument))
    if errors:
        raise AssertionError(f"{event} {json.dumps(argument)}: {errors[0].json_path}: {errors[0].message}")


class Document(unittest.TestCase):
    def test_is_an_asyncapi_3_document(self):
        schema = json.loads(pathlib.Path(os.environ["RECESS_ASYNCAPI_SCHEMA"]).read_text())
        self.assertEqual([e.message for e in jsonschema.Draft7Validator(schema).iter_errors(DOCUMENT)], [])

    def test_has_examples_that_fit_their_own_schemas(self):
        for key, message in MESSAGES.items():
            for example in message.get("examples", []):
                with self.subTest(key):
                    validator(message).validate(example["payload"])

    def test_knows_every_event_that_the_code_handles_and_no_other(self):
        hub = ROOT / "src/hub"
        table = (hub / "hall_events.cc").read_text().split("kHandlers{", 1)[1].split("};", 1)[0]
        handled = set(re.findall(r'Row\{"(\w+)"', table)) | {"new_device"}
        self.assertGreater(len(handled), 5)
        self.assertEqual(handled, {message["name"] for message in SENT.values()})

    def test_knows_every_type_that_the_store_treats_specially(self):
        table = (ROOT / "src/hub/remember.cc").read_text().split("kActions{", 1)[1].split("};", 1)[0]
        special = set(re.findall(r'Row\{"(\w+)"', table)) - {"unknown", "all_data"}
        self.assertGreater(len(special), 10)
        self.assertEqual(special - {key.removeprefix("new_data.") for key in MESSAGES}, set())

    def test_fits_what_the_golden_conversations_send_and_receive(self):
        events = 0
        for path in sorted((ROOT / "tests/golden/hub").glob("*.json")):
            if path.stem == "refusals":  # what they send is wrong on purpose
                continue
            for step in json.loads(path.read_text())["steps"]:
                with self.subTest(f"{path.name}: {json.dumps(step)[:80]}"):
                    if "event" in step:
                        check(SENT, step["event"], step["argument"])
                    for received in step.get("received", {}).values():
                        for event, argument in received:
                            events += 1
                            check(RECEIVED, event, argument)
        self.assertGreater(events, 50)


class Hub(unittest.TestCase):
    """Sends every described example to the hub; all that comes back is described, and all that is described comes back."""

    def setUp(self):
        self.fixture = Fixture()
        self.addCleanup(self.fixture.stop)
        self.seen = set()

    def join(self, is_client):
        socket = WebSocket(self.fixture.port, "/socket.io/?EIO=3&transport=websocket")
        self.addCleanup(socket.close)
        self.emit(socket, "new_device", {"device_id": "Maze", "is_client": is_client, "is_silent": False})
        return socket

    def emit(self, socket, event, argument=None):
        socket.send("42" + json.dumps([event] if argument is None else [event, argument]))

    def hear_until(self, socket, event):
        until = time.monotonic() + 10
        while time.monotonic() < until:
            packet = socket.hear()
            if not isinstance(packet, str) or not packet.startswith("42["):
                continue
            name, argument = json.loads(packet[2:])
            check(RECEIVED, name, argument)
            self.seen.add(name)
            if name == event:
                return argument
        raise AssertionError(f"no {event}")

    def test_says_only_what_is_described(self):
        phone, script = self.join(True), self.join(False)
        self.hear_until(phone, "device")
        self.hear_until(script, "device")
        for key, message in SENT.items():
            if message["name"] != "new_data":
                continue
            example = dict(message["examples"][0]["payload"])
            with self.subTest(key):
                self.emit(script, "new_data", example)
                if "caller_id" in example or "deliver_to" in example or key == "new_data.auto_movement_pos":
                    continue  # goes to a socket or room that is not there, or is told once only
                while self.hear_until(phone, "new_data").get("type") != example["type"]:
                    pass
        for event, argument, answer in [
            ("get_devices", None, "devices"),
            ("join_room", {"room": "Den"}, "room_joined"),
            ("leave_room", {"room": "Den"}, "room_left"),
            ("get_all_data", {"device_id": "Maze"}, "all_data"),
            ("clear_data", {"device_id": "Maze"}, "all_data"),
            ("data_store", None, "data_store"),
            ("remove_all", None, "data_store"),
            ("set_new_device_nr", {"device_id": "Maze", "new_device_nr": 7, "time_stamp": 1.5}, "information_msg"),
            ("set_new_device_nr", {"device_id": "Nobody", "new_device_nr": 7, "time_stamp": 2.5}, "information_msg"),
            ("join_room", {}, "error_msg"),
        ]:
            with self.subTest(event):
                self.emit(phone, event, argument)
                self.hear_until(phone, answer)
        self.hear_until(phone, "timer")
        self.assertEqual(self.seen, {message["name"] for message in RECEIVED.values()})


if __name__ == "__main__":
    unittest.main()
