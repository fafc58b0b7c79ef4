"""check.py HOT_PATH SCENARIO: instructions per message or request, by callgrind, against budget.json.

RECESS_BUDGET=write renews the scenario's figure: do that with a change that is meant to cost more or less, and say why
in its commit. Exit 77 (skipped) where valgrind is missing or the machine is not the one the figures are for.
"""
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

MARGIN = 1.15
SHORT, LONG = 50, 550  # the difference is free of what happens once


def instructions(program: str, scenario: str, count: int) -> int:
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=measured",
         program, scenario, str(count)],
        capture_output=True, text=True, timeout=100, check=False)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not found or int(found[1]) == 0:
        sys.exit(f"{program} {scenario} under callgrind failed:\n{run.stderr[-2000:]}")
    return int(found[1])


def main() -> None:
    program, scenario = sys.argv[1:3]
    if shutil.which("valgrind") is None:
        print("skipped: valgrind is missing (apt-get install valgrind)")
        sys.exit(77)
    if platform.machine() != "x86_64":
        print(f"skipped: the budget is for x86_64, this is {platform.machine()}")
        sys.exit(77)
    file = Path(__file__).with_name("budget.json")
    budget = json.loads(file.read_text()) if file.exists() else {}
    each = (instructions(program, scenario, LONG) - instructions(program, scenario, SHORT)) / (LONG - SHORT)
    if os.environ.get("RECESS_BUDGET") == "write":
        file.write_text(json.dumps({**budget, scenario: round(each)}, indent=2, sort_keys=True) + "\n")
        print(f"{scenario}: {each:.0f} instructions written to {file.name}")
        return
    known = budget[scenario]
    print(f"{scenario}: {each:.0f} instructions, budget {known} and 15 % on top")
    if each > known * MARGIN:
        sys.exit(f"{scenario} takes {each / known - 1:.0%} more instructions than its budget. Find out why with\n"
                 f"  valgrind --tool=callgrind --toggle-collect=measured {program} {scenario} {LONG}\n"
                 f"or, if that is the price of something worth it, renew the figure: "
                 f"RECESS_BUDGET=write python3 {Path(__file__).name} {program} {scenario}")
    if each < known / MARGIN / MARGIN:
        print(f"that is much less: renew the figure, so that the gain is kept (RECESS_BUDGET=write)")


main()
