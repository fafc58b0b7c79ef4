#!/bin/sh
# run.sh BUILD_DIR TEST.py [unittest arguments]: with the packages that requirements.txt and package-lock.json name.
set -eu
export PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
build=${1:?usage: run.sh BUILD_DIR TEST.py [unittest arguments]}
test=$2
shift 2
place=$build/reference
wanted=$(cat "$here/requirements.txt" "$here/package-lock.json" | sha256sum)
if [ "$(cat "$place/installed" 2>/dev/null || true)" != "$wanted" ]; then
  rm -rf "$place"
  mkdir -p "$place"
  "${RECESS_PYTHON:-/usr/bin/python3}" -m venv "$place/venv"
  "$place/venv/bin/pip" install --quiet --no-deps --only-binary=:all: --require-hashes --requirement "$here/requirements.txt"
  cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$place/"
  npm ci --prefix "$place" --no-fund --no-audit >/dev/null
  printf '%s\n' "$wanted" > "$place/installed"
fi
export RECESS_ASYNCAPI_SCHEMA="$place/node_modules/@asyncapi/specs/schemas/3.0.0.json"
export PATH="$place/venv/bin:$PATH"
PYTHONPATH=$here/../protocol exec "$place/venv/bin/python3" "$here/$test" -v "$@"
