#!/bin/sh
# run_clients.sh BUILD_DIR
#
# The real client libraries of both generations, oldest and newest versions: each against BUILD_DIR's fixture over polling,
# over WebSocket and with the upgrade; all in one room; all over a restart of the server; and all in one group of the hub
# itself. Installs them beneath BUILD_DIR on first use.
set -eu
export PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
build=${1:?usage: run_clients.sh BUILD_DIR}
build=$(CDPATH='' cd -- "$build" && pwd)
python=${RECESS_PYTHON:-/usr/bin/python3}
packages=$build/tests/protocol/clients
mkdir -p "$packages"

# installed NAME FILE: whether what FILE asks for is there already.
wanted() { sha256sum < "$1"; }
installed() { [ "$(cat "$packages/$1.installed" 2>/dev/null || true)" = "$(wanted "$2")" ]; }

javascripts='2.0 2.5 3.1 4.0 4.8'
pythons='4.4 4.6 5.0 5.18'

for version in $pythons; do
  list=$here/clients/python-$version.txt
  installed "python-$version" "$list" && continue
  rm -rf "$packages/python-$version"
  "$python" -m pip install --quiet --no-deps --only-binary=:all: --platform any --require-hashes \
    --requirement "$list" --target "$packages/python-$version"
  wanted "$list" > "$packages/python-$version.installed"
done
if ! installed node "$here/clients/package-lock.json"; then
  cp "$here/clients/package.json" "$here/clients/package-lock.json" "$here/clients/.npmrc" "$packages/"
  (cd "$packages" && npm ci --silent --ignore-scripts)
  wanted "$here/clients/package-lock.json" > "$packages/node.installed"
fi

server=''
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true' EXIT INT TERM
# serve PROGRAM PORT: with heartbeats that happen within a test, and are patient with a busy machine.
serve() {
  "$1" "$2" 500 4000 > "$packages/server.out" &
  server=$!
  tries=0
  until grep -q '^listening on' "$packages/server.out"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ]; then echo "the server does not start" >&2; exit 1; fi
    sleep 0.1
  done
  port=$(sed -n 's/^listening on .*://p' "$packages/server.out" | head -n 1)
}
end() { kill "-$1" "$server"; wait "$server" 2>/dev/null || true; server=''; }

# all WAY: every version at once; with "room" and "hub" each is told the names of all others. Their words go to files first.
all() {
  way=$1
  started=''
  for client in $(printf 'javascript-%s ' $javascripts; printf 'python-%s ' $pythons); do
    version=${client#*-}
    others=''
    case $way in room | hub)
      for other in $(printf 'javascript-%s ' $javascripts; printf 'python-%s ' $pythons); do
        [ "$other" = "$client" ] || others="$others $other"
      done
      others="$client$others" ;;
    esac
    # shellcheck disable=SC2086
    case $client in
      javascript-*) node "$here/clients/client.mjs" "$packages" "$version" "$port" "$way" $others ;;
      python-*) PYTHONPATH=$packages/$client "$python" "$here/clients/client.py" "$version" "$port" "$way" $others ;;
    esac > "$packages/$client.$way" 2>&1 &
    started="$started $client:$!"
  done
}
runs=0
failures=0
finish() {
  for one in $started; do
    runs=$((runs + 1))
    wait "${one#*:}" || failures=$((failures + 1))
    cat "$packages/${one%:*}.$way"
  done
}

serve "$build/tests/protocol/socketio_fixture" 0
for kind in polling websocket upgrade room; do
  all "$kind"
  finish
done

all restart
for one in $started; do
  tries=0
  until grep -q -e waiting -e FAIL "$packages/${one%:*}.restart" || [ "$tries" -gt 200 ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
done
end KILL
serve "$build/tests/protocol/socketio_fixture" "$port"
finish
end TERM

serve "$build/tests/hub/hub_server" 0
all hub
finish
end TERM

if [ "$failures" -gt 0 ]; then
  echo "$failures of $runs runs have failed checks"
  exit 1
fi
echo "all $runs runs passed"
