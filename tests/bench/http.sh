# What a small request costs, as ratios to peers measured in the same run: wrk with 64 connections on core 1, the server
# on core 0. Needs two cores that are otherwise idle.
set -euo pipefail
build=$1
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_wrk
cmake --build "$build" --target bench_http_text bench_beast_http >/dev/null
venv=$build/tests/bench/python
# bottle comes as Python, uwsgi as C that is compiled here: minutes, once. What pip says stays in a file beside it.
build_peer() {
  local log=$venv.log begun=$SECONDS
  echo "http: building uwsgi for the peer, once; this takes minutes (what it says: $log)"
  rm -rf "$venv"
  python3 -m venv "$venv" >"$log" 2>&1 || { cat "$log" >&2; exit 69; }
  "$venv/bin/pip" install --verbose --disable-pip-version-check --requirement "$here/requirements.txt" >>"$log" 2>&1 &
  local builder=$!
  pids+=("$builder")
  while kill -0 "$builder" 2>/dev/null; do
    sleep 1
    (((SECONDS - begun) % 15)) || echo "http: $((SECONDS - begun)) s: $(grep -c '\.o$' "$log" || true) files compiled"
  done
  wait "$builder" || { tail -n 20 "$log" >&2; echo "http: uwsgi could not be built" >&2; exit 69; }
  echo "http: uwsgi is there after $((SECONDS - begun)) s"
}
[ -x "$venv/bin/uwsgi" ] || build_peer

start_text() { start text "$build/tests/bench/bench_http_text" 0; }
start_beast() { start beast "$build/tests/bench/bench_beast_http" 0; }
start_bottle() {
  given=$(free_port)
  ready_word='spawned uWSGI' start bottle "$venv/bin/uwsgi" --http11-socket "127.0.0.1:$given" --master \
    --processes 1 --die-on-term --disable-logging --add-header "Connection: Keep-Alive" --so-keepalive --wsgi-file "$here/bottle_peer.py"
}
measure() {
  "start_$1"
  ask "$1" 64 '/steps?message=hello'
  stop
}

echo "http: GET /steps?message=hello, keep-alive, 64 connections, server on core 0, wrk on core 1, ${seconds} s each"
ours=$(measure recess)
text=$(measure text)
beast=$(measure beast)
bottle=$(measure bottle)
compare "the whole server, requests per second" requests_per_second ">= 0.75" "$ours" "$beast" "bare Beast"
compare "the whole server, CPU per request, us" server_us_per_request "<= 1.33" "$ours" "$beast" "bare Beast"
compare "one fixed route, requests per second" requests_per_second "" "$text" "$beast" "bare Beast"
compare "one fixed route, CPU per request, us" server_us_per_request "" "$text" "$beast" "bare Beast"
compare "the whole server, requests per second" requests_per_second ">= 7" "$ours" "$bottle" "bottle, uwsgi"
printf 'raw:\n'
cat "$work/raw"
