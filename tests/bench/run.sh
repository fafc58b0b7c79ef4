#!/usr/bin/env bash
# ./dev bench [hub|http|worlds|bad-input|journal|sandbox|screens]. hub, http: what a message or a request costs beside peers. worlds: what
# 100,000 players cost beside 100, over HTTP, and 200 viewers of the map. bad-input: how long replies to it take. journal:
# durable rows beside bare SQLite, on the disk of the build folder. sandbox: a warm box beside a bare interpreter. screens: what
# writing them every few seconds takes of the loop.
set -euo pipefail
build=$1
room=${2:-hub}
here=$(cd "$(dirname "$0")" && pwd)
case $room in
  hub | http | worlds) exec bash "$here/$room.sh" "$build" ;;
  bad-input) exec python3 "$here/bad_input.py" "$build/recess" ;;
  sandbox)
    cmake --build "$build" --target sandbox_bench >/dev/null
    exec "$build/tests/sandbox/sandbox_bench"
    ;;
  journal)
    cmake --build "$build" --target journal_bench >/dev/null
    folder=$(mktemp -d "$build/journal-bench.XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    "$build/tests/bench/journal_bench" "$folder" "${RECESS_BENCH_SECONDS:-4}"
    ;;
  screens)
    cmake --build "$build" --target screens_bench >/dev/null
    exec "$build/tests/bench/screens_bench"
    ;;
  *) echo "bench: there are benchmarks for: hub, http, worlds, bad-input, journal, sandbox, screens" >&2; exit 64 ;;
esac
