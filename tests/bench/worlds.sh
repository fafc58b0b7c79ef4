# What a request costs with 100,000 players in the ocean (20,000 moving) beside 100 (20 moving), durable commands, how long
# a start takes with them, and what 200 viewers of the map cost at 500 players. wrk on core 1, the server on core 0.
set -euo pipefail
build=$1
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_wrk

# in_turn COMMAND COUNT: a wrk script that asks COMMAND for the numbers 0 to COUNT - 1 in turn.
in_turn() {
  cat >"$work/turn.lua" <<LUA
local i = -1
function request() i = (i + 1) % $2 return wrk.format("GET", string.format("$1", i)) end
LUA
  printf '%s' "$work/turn.lua"
}
until_joined() { # COUNT: wrk joins until the ocean has that many
  local count=$1
  if [ "$count" -le 1000 ]; then
    for i in $(seq 0 $((count - 1))); do curl -sf "http://127.0.0.1:$port/join?name=p$i" >/dev/null; done
    return
  fi
  for run in $(seq 20); do
    taskset -c 1 wrk -t1 -c64 -d2s -s "$(in_turn "/join?name=p${run}n%d" 10000000)" "http://127.0.0.1:$port" >/dev/null
    curl -s "http://127.0.0.1:$port/location?id=$((count - 1))&format=json" | grep -q '"ok":true' && return
  done
  echo "bench: $count players did not fit in" >&2
  exit 70
}
moving() { # COUNT
  if [ "$1" -le 1000 ]; then
    for i in $(seq 0 $(($1 - 1))); do curl -sf "http://127.0.0.1:$port/accel?id=$i&ctrl=w" >/dev/null; done
  else
    taskset -c 1 wrk -t1 -c64 -d3s -s "$(in_turn '/accel?id=%d&ctrl=w' "$1")" "http://127.0.0.1:$port" >/dev/null
  fi
}
at_rest() { # until the server has little to do but its ticks: a picture of the world may be on its way behind the requests
  local before
  for _ in $(seq 30); do
    before=$(cpu_of "$pid")
    sleep 1
    [ $(($(cpu_of "$pid") - before)) -lt 8 ] && return
  done
}
crowd() { # PLAYERS MOVING: sets location, look and accel
  rm -rf "$work/state"
  start_recess
  echo "worlds: $1 players join"
  until_joined "$1"
  moving "$2"
  at_rest
  location=$(ask "location, $1" 64 "" -s "$(in_turn '/location?id=%d' "$1")" | tail -n 1)
  look=$(ask "look, $1" 64 "" -s "$(in_turn '/look?id=%d' "$1")" | tail -n 1)
  accel=$(ask "accel, $1" 64 "" -s "$(in_turn '/accel?id=%d&ctrl=w' "$2")" | tail -n 1)
}
again() { # sets took: how long it takes until the port answers, in ms, after kill -9
  kill -9 "$pid"
  wait "$pid" 2>/dev/null || true
  local begun
  begun=$(date +%s%N)
  start_recess
  took=$((($(date +%s%N) - begun) / 1000000))
}

crowd 100 20
few_location=$location few_look=$look
stop
crowd 100000 20000
compare "location, CPU per request, us" server_us_per_request "<= 2" "$location" "$few_location" "100 players"
compare "look, CPU per request, us" server_us_per_request "<= 2" "$look" "$few_look" "100 players"
printf '  %-48s ours %-9s p99 %s ms, goal >= 20000\n' "durable accel, per second" \
  "$(field "$accel" requests_per_second)" "$(field "$accel" p99_ms)"
printf '  %-48s ours %s kB in all, goal <= 4 kB each\n' "memory of the server" "$(awk '/VmRSS/ {print $2}' "/proc/$pid/status")"
again
printf '  %-48s ours %s ms, goal 2000\n' "start after kill -9, 100,000 players" "$took"
stop

rm -rf "$work/state"
start_recess
until_joined 500
moving 500
python3 "$here/map_viewers.py" "$port" "$pid" 200 "$seconds" "$work/raw"
stop
printf 'raw:\n'
cat "$work/raw"
