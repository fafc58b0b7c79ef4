"""How long replies to bad input take: every route of the games that tests/worlds/bad_input_test.py knows with every kind of bad
value, one request after the other on one connection, beside a plain /steps?message=hello. The goal is a p99 of 50 ms.

    python3 tests/bench/bad_input.py build/release/recess
"""

import os
import pathlib
import statistics
import sys
import tempfile
import time

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "worlds"))
os.environ["RECESS_PROGRAM"] = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/release/recess").resolve())

from bad_input_test import BAD, ROUTES  # noqa: E402
from sea import Server  # noqa: E402

STEPS = [("steps", "message"), ("puzzle", "solution"), ("problem", "solution"), ("exchange", "task"), ("begin", "message"),
         ("beguine", "message"), ("sirduke", "message"), ("euler", "message"), ("meruprastarah", "message"), ("win", "code"),
         ("duck", "location"), ("duck", "destination")]
# What once took long: numbers that are nearly primes, angles that need many turns, digits without end.
HARD = {"near prime": "9007199254740881", "square of a prime": "8999944000087", "angle": "0,1e300,0", "angle 1e12": "0,1e12,1e12",
        "digits": "9" * 7000, "minus": "-" * 7000, "commas": "," * 7000, "blanks": "%20" * 2500, "half a code": "%E2%98" * 1100}


def targets():
    values = {**BAD, **HARD}
    for route, right, keys in ROUTES:
        for key in keys:
            others = "&".join(f"{name}={text}" for name, text in right.items() if name != key)
            for label, value in values.items():
                yield f"{route}.{key} {label}", f"/{route}?{others}&{key}={value}".replace(" ", "%20")
    for route, key in STEPS:
        for label, value in values.items():
            for extra in ("", "&name=Fred", "&format=html"):
                yield f"{route}.{key} {label}{extra}", f"/{route}?{key}={value}{extra}"


def timed(server, target):
    begun = time.perf_counter()
    answer = server.ask(target)
    took = (time.perf_counter() - begun) * 1000
    if answer.status >= 500:
        raise SystemExit(f"{target[:100]} was answered with {answer.status}")
    return took


def main():
    with tempfile.TemporaryDirectory(prefix="recess-bench-") as state:
        server = Server(state)
        try:
            for name in ("fred", "bob"):
                server.text("join", name=name)
            plain = sorted(timed(server, "/steps?message=hello") for _ in range(2_000))
            every = [(timed(server, target), what) for what, target in targets()]
        finally:
            server.stop()
    took = sorted(every)
    at = [ms for ms, _ in took]
    print(f"  plain /steps:  requests {len(plain)}, median {statistics.median(plain):.2f} ms, p99 {plain[len(plain) * 99 // 100]:.2f} ms,"
          f" longest {plain[-1]:.2f} ms")
    print(f"  bad input:     requests {len(at)}, median {statistics.median(at):.2f} ms, p99 {at[len(at) * 99 // 100]:.2f} ms, longest"
          f" {at[-1]:.2f} ms  goal p99 <= 50 {'met' if at[len(at) * 99 // 100] <= 50 else 'MISSED'}")
    for ms, what in reversed(took[-3:]):
        print(f"    {ms:8.2f} ms  {what[:100]}")


if __name__ == "__main__":
    main()
