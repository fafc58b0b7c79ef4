"""docs/protocol/openapi.json against the running server: every operation with made-up input, and no route left out."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = json.loads((ROOT / "docs/protocol/openapi.json").read_text())
EXAMPLES = os.environ.get("RECESS_SCHEMA_EXAMPLES", "40")  # inputs per operation and phase


class Server:
    def __init__(self):
        self.state = tempfile.mkdtemp(prefix="recess-reference-")
        environment = os.environ | {"RECESS_WARM_POOL": "0"}
        self.log = open(os.path.join(self.state, "log"), "w+")
        self.process = subprocess.Popen(
            [os.environ["RECESS_BINARY"], "serve", "--port", "0", "--bind", "127.0.0.1", "--state", self.state + "/var"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment, cwd=self.state,
        )
        for line in self.process.stderr:
            if found := re.search(r"listening on (http://\S+)", line):
                self.url = found[1]
                break
        else:
            raise AssertionError("the server did not start")
        self.rest = subprocess.Popen(["cat"], stdin=self.process.stderr, stdout=self.log)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(20)
        self.rest.wait(5)
        self.process.stderr.close()
        self.log.seek(0)
        said = self.log.read()
        self.log.close()
        shutil.rmtree(self.state)
        if status != 0:
            raise AssertionError(f"the server ended with {status}: {said[-2000:]}")
        return said

    def ask(self, method, target, **headers):
        request = urllib.request.Request(self.url + target, method=method, headers=headers)
        return urllib.request.urlopen(request, timeout=10)

    def get(self, target):
        with self.ask("GET", target) as answer:
            return answer.read().decode()


class Games(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.stopped = False
        self.addCleanup(lambda: self.stopped or self.server.stop())

    def test_serves_the_document_that_is_written(self):
        self.assertEqual(json.loads(self.server.get("/openapi.json")), DOCUMENT)

    def test_is_read_with_a_slash_and_by_scripts_of_other_sites(self):
        for path, kind in (("/openapi.json", "application/json"), ("/docs/hub.asyncapi.json", "application/json"),
                           ("/docs", "text/html"), ("/docs/hub", "text/html")):
            with self.subTest(path):
                one, other = (re.sub(r'"csrf":"[^"]*"', "", self.server.get(path + slash)) for slash in ("", "/"))
                self.assertEqual(one, other)
                for slash in ("", "/"):
                    with self.server.ask("OPTIONS", path + slash) as answer:
                        self.assertEqual(answer.status, 204)
                        self.assertEqual(answer.headers["Allow"], "GET, HEAD, OPTIONS")
                        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "*")
                        self.assertEqual(answer.headers["Access-Control-Allow-Methods"], "GET, HEAD, OPTIONS")
                    with self.server.ask("HEAD", path + slash, Purpose="prefetch") as answer:
                        self.assertEqual(answer.status, 200)
                        self.assertTrue(answer.headers["Content-Type"].startswith(kind))

    def test_leaves_out_no_route_that_the_usage_text_names(self):
        named = set(re.findall(r"^/?([a-z]+)\b", self.server.get("/mocean?usage=brief"), re.MULTILINE))
        described = {path.strip("/").split("/")[0] for path in DOCUMENT["paths"]}
        known_beside = {"mocean", "map"}
        hidden = {"backdoor", "bonanza"}  # answer 404 unless a world's rules or the teacher allow cheating
        self.assertGreater(len(named & described), 20, named)
        self.assertEqual({name for name in named if name in ROUTES} - described - known_beside - hidden, set())

    def test_answers_everything_as_described(self):
        # A crew aboard, so that ids have somebody behind them.
        for name in ("fred", "ana"):
            self.server.get(f"/join?name={name}")
        command = [
            "schemathesis", "run", f"{self.server.url}/openapi.json", "--url", self.server.url, "--seed", "42",
            "--max-examples", EXAMPLES, "--workers", "2", "--phases", "examples,coverage,fuzzing",
            "--generation-database", "none",
            # A game answers wrong input with words and status 200: to a child that is what the address bar is for.
            "--exclude-checks", "negative_data_rejection,positive_data_acceptance,missing_required_header",
        ]
        outcome = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=800,
                                 cwd=self.server.state, env=os.environ | {"NO_COLOR": "1"})
        sys.stdout.write(outcome.stdout[-6000:])
        self.stopped = True
        said = self.server.stop()
        self.assertEqual(outcome.returncode, 0, "schemathesis found something; see above")
        self.assertNotIn("error ", re.sub(r"Server received message:.*", "", said)[:100_000])


ROUTES = {
    "join", "quit", "who", "name", "id", "look", "get", "whalename", "treasurename", "seamountname", "inventory", "use",
    "sendchat", "popchat", "location", "velocity", "accel", "stop", "dive", "teleport", "ping", "move", "scores", "season",
    "batch", "worlds", "uptime", "backdoor", "bonanza",
}

if __name__ == "__main__":
    unittest.main()
