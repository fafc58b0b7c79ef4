# What a small request costs, as ratios to peers measured in the same run: wrk with 64 connections on core 1, the server
# on core 0. Needs two cores that are otherwise idle.
set -euo pipefail
build=$1
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_wrk
cmake --build "$build" --target bench_http_text bench_beast_http >/dev/null
venv=$build/tests/bench/python
if ! [ -x "$venv/bin/uwsgi" ]; then
  echo "http: building uwsgi for the peer, once; this takes minutes"
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
