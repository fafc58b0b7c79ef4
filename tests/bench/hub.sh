# What a delivered message costs in the hub, as ratios to peers measured in the same run. The server is pinned to core 0,
# the generator to core 1. Needs two cores that are otherwise idle.
set -euo pipefail
build=$1
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cmake --build "$build" --target bench_load bench_bare_relay bench_beast_relay >/dev/null
[ -d "$here/node_modules/socket.io" ] || npm ci --prefix "$here" --no-fund --no-audit >/dev/null
load=$build/tests/bench/bench_load

start_node() { start node node "$here/peer.mjs" 0; }
start_telling() { start node node "$here/peer.mjs" 0 --tells; }
start_joining() { given=$(free_port); start joining "$build/tests/bench/bench_bare_relay" "$given" --join; }
start_beast() { start beast "$build/tests/bench/bench_beast_relay" 0; }

# measure SERVER DIALECT SCENARIO OPTIONS...: one JSON line.
measure() {
  local server=$1 dialect=$2 scenario=$3
  shift 3
  "start_$server"
  taskset -c 1 "$load" --port "$port" --server-pid "$pid" --dialect "$dialect" --scenario "$scenario" \
    --seconds "$seconds" "$@" | tee -a "$work/raw"
  stop
}

echo "hub: server on core 0, generator on core 1, ${seconds} s each"
broadcast=(--clients 200 --in-flight 8 --bytes 300)
ours=$(measure recess engine4 broadcast "${broadcast[@]}")
node=$(measure node engine4 broadcast "${broadcast[@]}")
joining=$(measure joining bare broadcast "${broadcast[@]}")
compare "broadcast to 200, 8 in flight, us/message" server_us_per_message "<= 0.125" "$ours" "$node" "socket.io 4.8"
compare "broadcast to 200, 8 in flight, us/message" server_us_per_message "<= 1.6" "$ours" "$joining" "joining relay"

broadcast=(--clients 200 --in-flight 1 --bytes 300)
ours=$(measure recess engine4 broadcast "${broadcast[@]}")
beast=$(measure beast bare broadcast "${broadcast[@]}")
compare "broadcast to 200, 1 in flight, us/message" server_us_per_message "<= 1.3" "$ours" "$beast" "Beast relay"

closed=(--clients 50 --in-flight 4 --bytes 150)
ours=$(measure recess engine4 closed "${closed[@]}")
node=$(measure node engine4 closed "${closed[@]}")
compare "50 phones, 4 in flight, answered, us/message" server_us_per_message "<= 0.25" "$ours" "$node" "socket.io 4.8"

open=(--clients 200 --groups 200 --rate 60 --bytes 150)
ours=$(measure recess engine4 open "${open[@]}")
node=$(measure node engine4 open "${open[@]}")
compare "200 phones at 60/s, p99 round trip, us" round_trip_us.p99 "<= 0.25" "$ours" "$node" "socket.io 4.8"
printf '  %-48s ours %-9s goal < 0.5\n' "200 phones at 60/s, share of a core" "$(field "$ours" server_share)"

ours=$(measure recess engine4 idle --clients 500 --groups 500)
node=$(measure node engine4 idle --clients 500 --groups 500)
compare "memory per idle connection, kB" kilobytes_per_connection "<= 0.25" "$ours" "$node" "socket.io 4.8"

many=(--clients 5000 --groups 1900 --parallel 400)
ours=$(measure recess engine4 connect "${many[@]}")
node=$(measure node engine4 connect "${many[@]}")
compare "5,000 registered, per second" connections_per_second ">= 5" "$ours" "$node" "socket.io 4.8"
compare "5,000 registered, us each" server_us_per_connection "<= 0.2" "$ours" "$node" "socket.io 4.8"
telling=$(measure telling engine4 connect "${many[@]}")
compare "5,000 registered, their rooms told, per second" connections_per_second ">= 5" "$ours" "$telling" "socket.io 4.8"
printf 'raw:\n'
cat "$work/raw"
