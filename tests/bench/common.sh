# For hub.sh, http.sh and worlds.sh: servers on core 0, load on core 1, figures out of JSON lines. Sourced with $build set.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
seconds=${RECESS_BENCH_SECONDS:-4}
work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]:-}"; do [ -n "$pid" ] && kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

# start NAME COMMAND...: sets pid and port; the command says "listening" with its port, or listens on `given`.
start() {
  local name=$1 log=$work/$1.log
  shift
  taskset -c 0 "$@" >"$log" 2>&1 &
  pid=$!
  pids+=("$pid")
  for _ in $(seq 400); do
    grep -q "${ready_word:-listening}" "$log" && break
    kill -0 "$pid" 2>/dev/null || { cat "$log" >&2; exit 70; }
    sleep 0.05
  done
  port=$(grep -oE 'listening( on http://[^ ]*:| )[0-9]+' "$log" | grep -oE '[0-9]+$' | head -n 1 || true)
  port=${port:-$given}
  sleep 1 # what it still starts, it starts on the same core
}
stop() { kill "$pid"; wait "$pid" 2>/dev/null || true; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# The hub's limits are for classes, not for load: off here, as the peers have none.
start_recess() {
  start recess env RECESS_WARM_POOL=0 RECESS_CONNECTIONS=20000 RECESS_CONNECTIONS_PER_ADDRESS=20000 \
    RECESS_HUB_LINKS=20000 RECESS_HUB_LINKS_PER_ADDRESS=20000 RECESS_HUB_HANDSHAKES=0 RECESS_HUB_EVENTS=0 \
    "$build/recess" serve --port 0 --bind 127.0.0.1 --state "$work/state"
}

field() { python3 -c 'import json, sys; v = json.loads(sys.argv[1])
for k in sys.argv[2].split("."): v = v[k]
print(v)' "$1" "$2"; }
ratio() { python3 -c 'import sys; b = float(sys.argv[2]); print(f"{float(sys.argv[1]) / b:.3f}" if b else "-")' "$1" "$2"; }

compare() { # WHAT FIELD GOAL OURS PEER LABEL
  local what=$1 name=$2 goal=$3 ours=$4 peer=$5 label=$6
  printf '  %-48s ours %-9s %-17s %-9s ratio %-7s goal %s\n' "$what" "$(field "$ours" "$name")" "$label" \
    "$(field "$peer" "$name")" "$(ratio "$(field "$ours" "$name")" "$(field "$peer" "$name")")" "$goal"
}

cpu_of() { # of a process and its children, in ticks
  local sum=0 one
  for one in "$1" $(pgrep -P "$1" || true); do
    sum=$((sum + $(sed 's/.*) //' "/proc/$one/stat" | awk '{print $12 + $13}')))
  done
  echo "$sum"
}
# ask NAME CONNECTIONS PATH [WRK'S ARGUMENTS]: what wrk on core 1 measures at the server of `pid`, as a line of JSON.
ask() {
  local name=$1 connections=$2 path=$3 before after out
  shift 3
  taskset -c 1 wrk -t1 -c "$connections" -d1s "$@" "http://127.0.0.1:$port$path" >/dev/null
  before=$(cpu_of "$pid")
  out=$(taskset -c 1 wrk -t1 -c "$connections" -d"${seconds}s" --latency "$@" "http://127.0.0.1:$port$path")
  after=$(cpu_of "$pid")
  if grep -qE 'Non-2xx|Socket errors' <<<"$out"; then printf '%s\n' "$out" >&2; fi
  python3 -c 'import json, re, sys
name, before, after, out = sys.argv[1:]
count = int(re.search(r"(\d+) requests in", out)[1])
rate = float(re.search(r"Requests/sec:\s*([\d.]+)", out)[1])
p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", out)
print(json.dumps({"what": name, "requests_per_second": round(rate),
                  "server_us_per_request": round((int(after) - int(before)) * 1e4 / max(count, 1), 2),
                  "p99_ms": round(float(p99[1]) * {"us": 1e-3, "ms": 1, "s": 1e3}[p99[2]], 2)}))' \
    "$name" "$before" "$after" "$out" | tee -a "$work/raw"
}
need_wrk() { command -v wrk >/dev/null || { echo "bench: wrk is missing; apt-get install wrk" >&2; exit 69; }; }
