"""What is said in a game: the worked conversation, and clients that others published, by their behaviour."""

import ast
import unittest

from sea import Sea


class Conversation(Sea):
    def test_the_worked_conversation(self):
        w = self.world("seed314", seed="314")

        def says(route, **keys):
            return self.server.text(f"{w}/{route}", **keys)

        self.assertEqual(says("join", name="fred"), "0")
        self.assertEqual(says("velocity", id=0), "0.0,0.0,3.496084818242373")
        self.assertEqual(says("location", id=0), "47.0,86.0,0.0,0,0,0")
        self.assertEqual(says("ping", id=0), "30.0")
        self.assertEqual(says("inventory", id=0), "[['air tank', 'air tank', 1.0]]")
        self.assertEqual(says("look", id=0), "")
        self.assertRegex(says("get", id=0, item="whale"), "^0 .*too hungry")
        self.assertEqual(says("dive", id=0, ctrl="x"), "-1")
        self.assertEqual(says("dive", id=0, ctrl="f"), "47.0,86.0,5.0")
        self.assertRegex(says("location", id="abc"), "^0 bad player id")
        self.assertEqual(says("join", name="wil_ma"), "-1")
        self.assertEqual(says("join", name="été"), "1")
        self.assertEqual(says("who"), "there are 2 players: fred été ")
        self.assertEqual(says("id"), "-1")
        self.assertRegex(says("quit", name="été"), "^1")
        self.assertRegex(says("name", id=1), "^0 bad player id")
        self.assertEqual(says("join", name="été"), "2")
        self.assertEqual(says("treasurename", id=0), "treasures held by fred: ")

    def test_batch_answers_line_by_line(self):
        w = self.world("batch", seed="314")
        self.server.text(f"{w}/join", name="fred")
        lines = self.server.text(f"{w}/batch", id=0, do="ping,w,nonsense,stop").split("\n")
        self.assertEqual(len(lines), 4)
        self.assertEqual(lines[0], "30.0")
        self.assertEqual(len(lines[1].split(",")), 6)
        self.assertRegex(lines[2], "^0 ")

    def test_batch_by_post(self):
        w = self.world("post", seed="314")
        answer = self.server.ask(f"/{w}/batch", "POST", '[{"route":"join","name":"fred"},{"route":"ping","id":0}]')
        self.assertEqual([one["ok"] for one in answer.json], [True, True])
        self.assertEqual(answer.json[1]["depth"], 30)
        for bad in ("", "{", "[1]", "7", "[" * 500):
            answer = self.server.ask(f"/{w}/batch", "POST", bad)
            self.assertLess(answer.status, 500, bad)

    def test_worlds_are_listed_and_apart(self):
        w = self.world("apart")
        self.assertEqual(self.server.text(f"{w}/join", name="fred"), "0")
        self.assertIn("apart,1,1", self.server.text("worlds").split("\n"))
        self.assertEqual(self.server.text("who"), "there are 0 players: ")
        self.assertEqual(self.server.ask("/w/none/who").status, 404)


class PublishedClients(Sea):
    def story(self, who_first, numbers):
        def say(route, **keys):
            return self.server.text(route, **keys)

        self.assertEqual(say("who").split()[2], who_first)
        names = ["rob", "fob", "hob", "grob", "shelob", "phil"]
        self.assertEqual([int(say("join", name=name)) for name in names], numbers)
        self.assertEqual(say("who").split()[2], "6")
        self.assertEqual(say("quit", name="phil")[0], "1")
        self.assertEqual(say("who").split()[2], "5")
        told = say("sendchat", id=3, name="shelob", message="hey come over here i found some treasure")
        self.assertEqual(told[0], "1")
        self.assertEqual(say("popchat", id=4), "player grob tells you: hey come over here i found some treasure")
        self.assertEqual(say("popchat", id=3), "0")

    def test_a_story_told_twice(self):
        self.story("0", [0, 1, 2, 3, 4, 5])
        self.story("5", [0, 1, 2, 3, 4, 6])

    def test_the_turtle_that_puts_more_into_a_name(self):
        w = self.world("turtle")
        fields = self.server.ask(f"/{w}/join?name=fred&reply=csv").text.split(",")
        x, y = int(fields[1]), int(fields[2])
        moved = self.server.ask(f"/{w}/move?name=fred&heading=north").text.split(",")
        self.assertEqual([int(moved[0]), int(moved[1])], [x, (y + 1) % 900])

    def test_a_steering_loop(self):
        w = self.world("loop")
        me = int(self.server.text(f"{w}/join", name="fred"))
        other = int(self.server.text(f"{w}/join", name="ann"))
        self.server.text(f"{w}/sendchat", id=other, name="fred", message="ahoy")
        for _ in range(5):
            self.server.text(f"{w}/accel", id=me, ctrl="w")
            x, y, z, wrapped, message, near = self.server.text(f"{w}/location", id=me).split(",")
            for text in (x, y, z):
                self.assertIn(".", text)
            seen = self.server.text(f"{w}/look", id=me).split(",")[:-1]
            self.assertEqual(len(seen) % 4, 0)
            if message == "1":
                self.assertEqual(self.server.text(f"{w}/popchat", id=me), "player ann tells you: ahoy")
        ast.literal_eval(self.server.text(f"{w}/inventory", id=me))


if __name__ == "__main__":
    unittest.main()
