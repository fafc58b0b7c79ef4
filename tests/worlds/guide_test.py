"""What the guide and the first client say is run as a pupil would. Needs the packages of requirements.txt."""

import contextlib
import html.parser
import io
import os
import pathlib
import tempfile
import unittest

from sea import Sea


class Programs(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.inside = False

    def handle_starttag(self, tag, attributes):
        if tag == "code" and ("class", "python") in attributes:
            self.inside = True
            self.found.append("")

    def handle_endtag(self, tag):
        if tag == "code":
            self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.found[-1] += data


class Guide(Sea):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)

    def run_program(self, program, names):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(program, "program", "exec"), names)  # as a pupil would
        return said.getvalue()

    def test_every_program_of_the_guide_runs(self):
        for path in ("/mocean/guide", "/w/main/mocean/guide"):
            page = self.server.ask(path)
            self.assertIn("text/html", page.headers["content-type"])
            programs = Programs()
            programs.feed(page.text)
            self.assertGreaterEqual(len(programs.found), 10)
            names = {}
            for program in programs.found:
                said = self.run_program(program, names)
                self.assertNotIn("bad player id", said)
            self.assertEqual(len(names["track"]), 10)
            self.assertTrue(pathlib.Path("chart.png").stat().st_size > 1000)
        self.assertEqual(self.server.ask("/mocean/style.css").headers["content-type"], "text/css; charset=utf-8")

    def test_the_first_client_runs(self):
        self.world("client")
        for path in ("/mocean/client.py", "/w/client/mocean/client.py"):
            program = self.server.ask(path)
            self.assertIn("text/x-python", program.headers["content-type"])
            said = self.run_program(program.text, {})
            self.assertRegex(said, "I am player 0 in an ocean")
            self.assertEqual(said.count("metres of water below"), 5)
        self.assertEqual(self.server.text("w/client/who"), "there are 1 players: fred ")


if __name__ == "__main__":
    unittest.main()
