#!/usr/bin/env bash
# ./dev bench [hub|http|sandbox]. hub, http: what a message or a request costs beside peers. sandbox: a warm box beside a
# bare interpreter.
set -euo pipefail
build=$1
room=${2:-hub}
here=$(cd "$(dirname "$0")" && pwd)
case $room in
  hub | http) exec bash "$here/$room.sh" "$build" ;;
  sandbox)
    cmake --build "$build" --target sandbox_bench >/dev/null
    exec "$build/tests/sandbox/sandbox_bench"
    ;;
  *) echo "bench: there are benchmarks for: hub, http, sandbox" >&2; exit 64 ;;
esac
