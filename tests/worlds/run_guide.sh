#!/bin/sh
# run_guide.sh BUILD_DIR [unittest arguments]
#
# Installs what the guide's programs import beneath BUILD_DIR on first use, then runs them against the built server.
set -eu
export PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1 MPLBACKEND=Agg

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
build=${1:?usage: run_guide.sh BUILD_DIR [unittest arguments]}
shift
mkdir -p "$build/tests"
build=$(CDPATH='' cd -- "$build" && pwd)
python=${RECESS_PYTHON:-/usr/bin/python3}

packages=$build/tests/guide-packages
wanted="$("$python" --version) $(sha256sum < "$here/requirements.txt")"
if [ "$(cat "$packages/installed" 2>/dev/null || true)" != "$wanted" ]; then
  rm -rf "$packages"
  "$python" -m pip install --quiet --no-deps --only-binary=:all: --require-hashes \
    --requirement "$here/requirements.txt" --target "$packages"
  printf '%s\n' "$wanted" > "$packages/installed"
fi

cd "$here"
PYTHONPATH=$packages RECESS_PROGRAM=${RECESS_PROGRAM:-$build/recess} exec "$python" guide_test.py "$@"
