#!/bin/sh
# run.sh TARGET [SECONDS]
#
# Feeds fuzz target TARGET (src/*/TARGET_fuzz.cc) for SECONDS, or RECESS_FUZZ_SECONDS, or 60. Starts from seeds/TARGET and
# from what earlier runs found, which is kept beneath build/fuzz/corpus. Fails if anything crashes, leaks or takes longer
# than 10 s; the input that did it is kept in build/fuzz/findings.
set -eu
target=${1:?usage: run.sh TARGET [SECONDS]}
seconds=${2:-${RECESS_FUZZ_SECONDS:-60}}
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
build=$root/build/fuzz

program=$(find "$build/src" -type f -name "fuzz_$target" -perm -u+x 2>/dev/null | head -n 1)
if [ -z "$program" ]; then
  echo "fuzz_$target is not built; ./dev fuzz $target $seconds builds and runs it" >&2
  exit 1
fi
mkdir -p "$build/corpus/$target" "$build/findings"
seeds=$root/tests/fuzz/seeds/$target
if [ ! -d "$seeds" ]; then seeds=; fi
exec "$program" "$build/corpus/$target" ${seeds:+"$seeds"} -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
  -artifact_prefix="$build/findings/$target-" -print_final_stats=1
