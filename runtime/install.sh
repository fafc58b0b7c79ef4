#!/bin/sh
# install.sh DEST [PYTHON]
#
# Makes the runtime folder that every box sees, read-only, as /runtime:
#
#   DEST/bin/python3                    a link to PYTHON, so that child interpreters find what lies beside it
#   DEST/pyvenv.cfg                     what turns the folder into an environment of its own
#   DEST/lib/pythonX.Y/site-packages    the client library, exactly as published, and recess.pth
#   DEST/recess_launcher                the launcher
#
# The box's C library, librecess_box.so, is put beside them by the build. Everything is compiled here, because a box
# cannot write and a zygote should not spend a third of its start on compiling.
set -eu
export PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
dest=${1:?usage: install.sh DEST [PYTHON]}
python=$(command -v "${2:-/usr/bin/python3}")
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
packages=$dest/lib/python$version/site-packages

mkdir -p "$dest"
exec 9> "$dest/installing"  # two at a time would remove what the other has just made
flock 9

wanted="$python $version $(sha256sum < "$here/requirements.txt")"
if [ "$(cat "$dest/lib/installed" 2>/dev/null || true)" != "$wanted" ]; then
  "$python" -m pip --version > /dev/null || { echo "install.sh: $python has no pip (Debian: python3-pip)" >&2; exit 1; }
  rm -rf "$dest/lib" "$dest/bin" "$dest/recess_launcher"
  mkdir -p "$packages" "$dest/bin"
  "$python" -m pip install --quiet --no-deps --no-compile --only-binary=:all: --require-hashes \
    --requirement "$here/requirements.txt" --target "$packages"
  rm -rf "$packages/bin"
  printf 'home = %s\ninclude-system-site-packages = false\n' "$(dirname "$python")" > "$dest/pyvenv.cfg"
  ln -s "$python" "$dest/bin/python3"
  ln -s python3 "$dest/bin/python"
  "$python" -m compileall -q -j 0 --invalidation-mode unchecked-hash "$packages"
  printf '%s\n' "$wanted" > "$dest/lib/installed"
fi

wanted=$(cat "$here"/recess_launcher/*.py "$here"/site/* | sha256sum)
if [ "$(cat "$dest/recess_launcher/installed" 2>/dev/null || true)" != "$wanted" ]; then
  rm -rf "$dest/recess_launcher"
  mkdir -p "$dest/recess_launcher"
  cp "$here"/recess_launcher/*.py "$dest/recess_launcher/"
  cp "$here"/site/* "$packages/"
  "$python" -m compileall -q -f --invalidation-mode unchecked-hash "$dest/recess_launcher" "$packages/recess_site.py"
  printf '%s\n' "$wanted" > "$dest/recess_launcher/installed"
fi
