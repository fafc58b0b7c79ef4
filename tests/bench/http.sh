# What a small request costs, as ratios to peers measured in the same run: wrk with 64 connections on core 1, the server
# on core 0. Needs two cores that are otherwise idle.
set -euo pipefail
build=$1
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
command -v wrk >/dev/null || { echo "bench: wrk is missing; apt-get install wrk" >&2; exit 69; }
cmake --build "$build" --target bench_http_text bench_beast_http >/dev/null
venv=$build/tests/bench/python
if ! [ -x "$venv/bin/uwsgi" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
fi

start_text() { start text "$build/tests/bench/bench_http_text" 0; }
start_beast() { start beast "$build/tests/bench/bench_beast_http" 0; }
start_bottle() {
  given=$(free_port)
  ready_word='spawned uWSGI' start bottle "$venv/bin/uwsgi" --http11-socket "127.0.0.1:$given" --master \
    --processes 1 --disable-logging --add-header "Connection: Keep-Alive" --so-keepalive --wsgi-file "$here/bottle_peer.py"
}
cpu_of() { # of a process and its children, in ticks
  local sum=0 one
  for one in "$1" $(pgrep -P "$1" || true); do
    sum=$((sum + $(sed 's/.*) //' "/proc/$one/stat" | awk '{print $12 + $13}')))
  done
  echo "$sum"
}
# measure SERVER CONNECTIONS: {"requests_per_second":…,"server_us_per_request":…}
measure() {
  "start_$1"
  local before after out
  taskset -c 1 wrk -t1 -c "$2" -d1s "http://127.0.0.1:$port/steps?message=hello" >/dev/null
  before=$(cpu_of "$pid")
  out=$(taskset -c 1 wrk -t1 -c "$2" -d"${seconds}s" "http://127.0.0.1:$port/steps?message=hello")
  after=$(cpu_of "$pid")
  stop
  if grep -qE 'Non-2xx|Socket errors' <<<"$out"; then printf '%s\n' "$out" >&2; fi
  python3 -c 'import json, re, sys
out = sys.argv[1]
count = int(re.search(r"(\d+) requests in", out)[1])
rate = float(re.search(r"Requests/sec:\s*([\d.]+)", out)[1])
print(json.dumps({"server": sys.argv[4], "requests_per_second": round(rate),
                  "server_us_per_request": round((int(sys.argv[3]) - int(sys.argv[2])) * 1e4 / max(count, 1), 2)}))' \
    "$out" "$before" "$after" "$1" | tee -a "$work/raw"
}

echo "http: GET /steps?message=hello, keep-alive, 64 connections, server on core 0, wrk on core 1, ${seconds} s each"
ours=$(measure recess 64)
text=$(measure text 64)
beast=$(measure beast 64)
bottle=$(measure bottle 64)
compare "the whole server, requests per second" requests_per_second ">= 0.75" "$ours" "$beast" "bare Beast"
compare "the whole server, CPU per request, us" server_us_per_request "<= 1.33" "$ours" "$beast" "bare Beast"
compare "one fixed route, requests per second" requests_per_second "" "$text" "$beast" "bare Beast"
compare "one fixed route, CPU per request, us" server_us_per_request "" "$text" "$beast" "bare Beast"
compare "the whole server, requests per second" requests_per_second ">= 7" "$ours" "$bottle" "bottle, uwsgi"
printf 'raw:\n'
cat "$work/raw"
