#!/bin/sh
# run_clients.sh BUILD_DIR
#
# The real client libraries of both generations against BUILD_DIR's fixture: each alone over polling, over WebSocket and
# with the upgrade, then all in one room. Installs them beneath BUILD_DIR on first use.
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

for generation in 4 5; do
  list=$here/clients/python-$generation.txt
  installed "python-$generation" "$list" && continue
  rm -rf "$packages/python-$generation"
  "$python" -m pip install --quiet --no-deps --only-binary=:all: --platform any --require-hashes \
    --requirement "$list" --target "$packages/python-$generation"
  wanted "$list" > "$packages/python-$generation.installed"
done
if ! installed node "$here/clients/package-lock.json"; then
  cp "$here/clients/package.json" "$here/clients/package-lock.json" "$here/clients/.npmrc" "$packages/"
  (cd "$packages" && npm ci --silent --ignore-scripts)
  wanted "$here/clients/package-lock.json" > "$packages/node.installed"
fi

# Heartbeats that happen within a test, and are patient with a busy machine.
"$build/tests/protocol/socketio_fixture" 0 500 2000 > "$packages/fixture.out" &
fixture=$!
trap 'kill "$fixture" 2>/dev/null || true' EXIT INT TERM
tries=0
until grep -q '^listening on' "$packages/fixture.out"; do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ]; then echo "the fixture does not start" >&2; exit 1; fi
  sleep 0.1
done
port=$(sed -n 's/^listening on .*://p' "$packages/fixture.out")

javascript() { generation=$1; shift; node "$here/clients/client.mjs" "$packages" "$generation" "$port" "$@"; }
python() { generation=$1; shift; PYTHONPATH=$packages/python-$generation "$python" "$here/clients/client.py" "$generation" "$port" "$@"; }

failures=0
for way in polling websocket upgrade; do
  javascript 2 "$way" || failures=$((failures + 1))
  javascript 4 "$way" || failures=$((failures + 1))
  python 4 "$way" || failures=$((failures + 1))
  python 5 "$way" || failures=$((failures + 1))
done

javascript 2 room j2 j4 p4 p5 & one=$!
javascript 4 room j4 j2 p4 p5 & two=$!
python 4 room p4 j2 j4 p5 & three=$!
python 5 room p5 j2 j4 p4 & four=$!
for pid in "$one" "$two" "$three" "$four"; do
  wait "$pid" || failures=$((failures + 1))
done

if [ "$failures" -gt 0 ]; then
  echo "$failures of 16 runs have failed checks"
  exit 1
fi
echo "all 16 runs passed"
