#!/bin/sh
# as_account.sh TEST_BINARY RUNTIME [arguments]
#
# Runs the same tests as an account that owns nothing: as root, limits and file checks would prove little. Copies what
# is needed to where such an account can read it. Ends with 77 (skipped) where nobody but root may say who one is.
set -eu
binary=$1
runtime=$2
shift 2
if [ "$(id -u)" != 0 ]; then
  echo "skipped: not root, so the tests run as an ordinary account anyway"
  exit 77
fi
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
chmod 755 "$place"
cp "$binary" "$place/recess-test"
cp -r "$runtime" "$place/sandbox-runtime"
chmod -R a+rX "$place"
status=0
RECESS_TEST_RUNTIME=$place/sandbox-runtime \
  setpriv --reuid 64123 --regid 64123 --clear-groups "$place/recess-test" "$@" || status=$?
exit "$status"
