#!/bin/sh
# run.sh BUILD_DIR [unittest arguments]
#
# Installs the runtime beneath BUILD_DIR on first use, then runs programs and phones against the hub that
# RECESS_FIXTURE names.
set -eu
export PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
build=${1:?usage: run.sh BUILD_DIR [unittest arguments]}
shift
build=$(CDPATH='' cd -- "$build" && pwd)
export RECESS_FIXTURE="${RECESS_FIXTURE:-$build/tests/hub/hub_server}"

"$here/../../runtime/install.sh" "$build/share/runtime" "${RECESS_PYTHON:-/usr/bin/python3}"
cd "$here"
PYTHONPATH=$here/../protocol exec "$build/share/runtime/bin/python3" -m unittest discover --pattern '*_test.py' "$@"
