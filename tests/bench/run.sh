#!/usr/bin/env bash
# ./dev bench [hub|sandbox]. sandbox: a warm box beside a bare interpreter. hub: what a delivered message costs, as ratios to peers measured in the same run. The server is pinned to core 0,
# the generator to core 1; each server is warmed up by its own connections. Needs two cores that are otherwise idle.
set -euo pipefail
build=$1
room=${2:-hub}
here=$(cd "$(dirname "$0")" && pwd)
if [ "$room" = sandbox ]; then
  cmake --build "$build" --target sandbox_bench >/dev/null
  exec "$build/tests/sandbox/sandbox_bench"
fi
if [ "$room" = journal ]; then
  cmake --build "$build" --target journal_bench >/dev/null
  folder=$(mktemp -d "$build/journal-bench.XXXXXX") # the disk that is measured: name another build folder for another
  trap 'rm -rf "$folder"' EXIT
  "$build/tests/bench/journal_bench" "$folder" "${RECESS_BENCH_SECONDS:-4}"
  exit
fi
[ "$room" = hub ] || { echo "bench: there are benchmarks for: hub, sandbox" >&2; exit 64; }

cmake --build "$build" --target bench_load bench_bare_relay >/dev/null
[ -d "$here/node_modules/socket.io" ] || npm ci --prefix "$here" --no-fund --no-audit >/dev/null
load=$build/tests/bench/bench_load
seconds=${RECESS_BENCH_SECONDS:-4}
work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]:-}"; do [ -n "$pid" ] && kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

# start NAME COMMAND...: sets pid and port; the command says "listening" with its port, or listens on the one it was given.
start() {
  local name=$1 log=$work/$1.log
  shift
  taskset -c 0 "$@" >"$log" 2>&1 &
  pid=$!
  pids+=("$pid")
  for _ in $(seq 200); do
    grep -q listening "$log" && break
    kill -0 "$pid" 2>/dev/null || { cat "$log" >&2; exit 70; }
    sleep 0.05
  done
  port=$(grep -oE 'listening( on http://[^ ]*:| )[0-9]+' "$log" | grep -oE '[0-9]+$' | head -n 1 || true)
  port=${port:-$given}
}
stop() { kill "$pid"; wait "$pid" 2>/dev/null || true; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

start_recess() { start recess env RECESS_WARM_POOL=0 "$build/recess" serve --port 0 --bind 127.0.0.1 --state "$work/state"; }
start_node() { start node node "$here/peer.mjs" 0; }
start_joining() { given=$(free_port); start joining "$build/tests/bench/bench_bare_relay" "$given" --join; }
start_single() { given=$(free_port); start single "$build/tests/bench/bench_bare_relay" "$given"; }

# measure SERVER DIALECT SCENARIO OPTIONS...: one JSON line.
measure() {
  local server=$1 dialect=$2 scenario=$3
  shift 3
  "start_$server"
  taskset -c 1 "$load" --port "$port" --server-pid "$pid" --dialect "$dialect" --scenario "$scenario" --seconds "$seconds" "$@"
  stop
}
field() { python3 -c 'import json, sys; v = json.loads(sys.argv[1])
for k in sys.argv[2].split("."): v = v[k]
print(v)' "$1" "$2"; }
ratio() { python3 -c 'import sys; print(f"{float(sys.argv[1]) / float(sys.argv[2]):.3f}")' "$1" "$2"; }

compare() { # WHAT FIELD GOAL PEER: ours against the peer's
  local what=$1 name=$2 goal=$3 ours=$4 peer=$5 label=$6
  printf '  %-46s ours %-9s %s %-9s ratio %-7s goal %s\n' "$what" "$(field "$ours" "$name")" "$label" "$(field "$peer" "$name")" \
    "$(ratio "$(field "$ours" "$name")" "$(field "$peer" "$name")")" "$goal"
}

echo "hub: server on core 0, generator on core 1, ${seconds} s each"
broadcast=(--clients 200 --in-flight 8 --bytes 300)
ours=$(measure recess engine4 broadcast "${broadcast[@]}")
node=$(measure node engine4 broadcast "${broadcast[@]}")
joining=$(measure joining bare broadcast "${broadcast[@]}")
compare "broadcast to 200, 8 in flight, us/message" server_us_per_message "<= 0.125" "$ours" "$node" "socket.io 4.8"
compare "broadcast to 200, 8 in flight, us/message" server_us_per_message "<= 1.6" "$ours" "$joining" "joining relay"

broadcast=(--clients 200 --in-flight 1 --bytes 300)
ours1=$(measure recess engine4 broadcast "${broadcast[@]}")
single=$(measure single bare broadcast "${broadcast[@]}")
compare "broadcast to 200, 1 in flight, us/message" server_us_per_message "<= 1.3" "$ours1" "$single" "single-write relay"

closed=(--clients 51 --in-flight 4 --bytes 150)
ours2=$(measure recess engine4 closed "${closed[@]}")
node2=$(measure node engine4 closed "${closed[@]}")
compare "50 phones, 4 in flight, answered, us/message" server_us_per_message "<= 0.25" "$ours2" "$node2" "socket.io 4.8"

open=(--clients 31 --rate 60 --bytes 150)
ours3=$(measure recess engine4 open "${open[@]}")
node3=$(measure node engine4 open "${open[@]}")
compare "30 phones at 60/s to all, p99 round trip, us" round_trip_us.p99 "<= 0.25" "$ours3" "$node3" "socket.io 4.8"
printf '  %-46s ours %-9s goal < 0.5\n' "30 phones at 60/s to all, share of a core" "$(field "$ours3" server_share)"

idle=(--clients 250)
ours4=$(measure recess engine4 idle "${idle[@]}")
node4=$(measure node engine4 idle "${idle[@]}")
compare "memory per idle connection, kB" kilobytes_per_connection "<= 0.25" "$ours4" "$node4" "socket.io 4.8"
printf 'raw:\n'
printf '  %s\n' "$ours" "$node" "$joining" "$ours1" "$single" "$ours2" "$node2" "$ours3" "$node3" "$ours4" "$node4"
