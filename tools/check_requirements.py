#!/usr/bin/env python3
"""Checks docs/protocol/requirements.md: every row names tests, every test it names exists, no row is missing."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs/protocol/requirements.md"
# How many rows each numbered group has, beside the named events.
GROUPS = {"P": range(1, 39), "R": range(11), "D": range(1, 5), "C": range(1, 10), "S": range(1, 16), "U": range(1, 5),
          "W": range(1, 24), "E": range(1, 26), "L": range(1, 28)}  # fmt: skip


def existing_tests():
    found = set()
    for folder in ("src", "tests"):
        for path in (ROOT / folder).rglob("*.cc"):
            found |= {
                f"{suite}.{name}"
                for suite, name in re.findall(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", path.read_text(), re.M)
            }
    for path in [*(ROOT / "tests").rglob("*_test.py"), ROOT / "tests/protocol/requirements.py"]:
        found |= {f"{path.name}/{name}" for name in re.findall(r"^ +def (test_\w+)\(", path.read_text(), re.M)}
    found |= {str(path.relative_to(ROOT / "tests")) for path in (ROOT / "tests/golden/hub").glob("*.json")}
    return found


def main():
    existing = existing_tests()
    rows, problems, named = set(), [], 0
    for line in TABLE.read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != 5 or cells[1] in ("no.", "---"):
            continue
        row, tests = cells[1], re.findall(r"`([^`]+)`", cells[3])
        if row in rows:
            problems.append(f"{row}: there twice")
        rows.add(row)
        named += len(tests)
        if not tests:
            problems.append(f"{row}: no test")
        problems += [f"{row}: there is no test {test}" for test in tests if test not in existing]
    for letter, numbers in GROUPS.items():
        problems += [f"{letter}{n}: the row is missing" for n in numbers if f"{letter}{n}" not in rows]
    for problem in problems:
        print(f"docs/protocol/requirements.md: {problem}")
    print(f"{len(rows)} requirements, {named} tests named, {len(problems)} problems")
    return 1 if problems or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
