#!/bin/sh
# run.sh BUILD_DIR [unittest arguments]
#
# Installs the runtime and the tests' own web server beneath BUILD_DIR on first use, then runs the launcher's tests.
# With RECESS_TEST_HUB=http://127.0.0.1:PORT the plays connect to that hub instead of the stand-in.
set -eu
export PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
build=${1:?usage: run.sh BUILD_DIR [unittest arguments]}
shift
mkdir -p "$build/tests"
build=$(CDPATH='' cd -- "$build" && pwd)
python=${RECESS_PYTHON:-/usr/bin/python3}

"$here/../../runtime/install.sh" "$build/share/runtime" "$python"

packages=$build/tests/launcher-packages
exec 9> "$packages.lock"  # ctest starts two of us at once
flock 9
wanted="$("$python" --version) $(sha256sum < "$here/requirements.txt")"
if [ "$(cat "$packages/installed" 2>/dev/null || true)" != "$wanted" ]; then
  rm -rf "$packages"
  "$python" -m pip install --quiet --no-deps --only-binary=:all: --require-hashes \
    --requirement "$here/requirements.txt" --target "$packages"
  printf '%s\n' "$wanted" > "$packages/installed"
fi
exec 9>&-

cd "$here"
PYTHONPATH=$packages PYTHONDONTWRITEBYTECODE=1 RECESS_RUNTIME=$build/share/runtime \
  exec "$build/share/runtime/bin/python3" suite.py "${@:-discover}"
