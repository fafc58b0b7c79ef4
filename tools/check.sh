#!/usr/bin/env bash
# What a commit must pass. Each finding names its repair. Runs from the root of the repository, by `./dev check`.
set -uo pipefail
cd "$(dirname "$0")/.."
failures=0
problem() { printf '%s\n' "$*"; failures=$((failures + 1)); }

# Format.
unformatted=$(git ls-files '*.cc' '*.h' '*.c' | xargs -r clang-format --dry-run 2>&1 | grep -oE '^[^:]+' | sort -u)
[ -z "$unformatted" ] || problem "not formatted; run clang-format -i on:"$'\n'"$unformatted"

# Lint and types of the page.
npm run --silent --prefix web check || problem "the page: run npx biome check --write in web/, or mend what tsc says"

# Layers: CMake puts only declared rooms on a room's include path; these are the ways around it.
around=$(git grep -nE '^\s*#\s*include\s+"(\.\./|src/)' -- src || true)
[ -z "$around" ] || problem "includes around the layers; name the room instead, as in \"kernel/result.h\":"$'\n'"$around"
[ -f build/release/CMakeCache.txt ] || cmake --preset release >/dev/null || problem "CMake does not configure"

# Tests that nobody runs.
for test in $(git ls-files 'src/*_test.cc'); do
  room=$(cut -d/ -f2 <<<"$test")
  grep -q "recess_room($room " "src/$room/CMakeLists.txt" 2>/dev/null || problem "$test is in no room; declare recess_room($room ...)"
done
for fuzzer in $(git ls-files '*_fuzz.cc' | sed 's|.*/||; s|_fuzz\.cc$||'); do
  grep -qE "^$fuzzer( |\$)" tests/fuzz/every_test.txt || problem "fuzz target $fuzzer is never run; name it in tests/fuzz/every_test.txt"
done
unwired=$(git grep -nE 'DISABLED_|\b(it|test|describe)\.(only|skip)\(' -- 'src/*_test.cc' tests web/src || true)
[ -z "$unwired" ] || problem "tests that are switched off or alone:"$'\n'"$unwired"

# Things that have no place in the tree.
stray=$(git grep -nE '\b(FIXME|XXX)\b' -- src web/src runtime tests || true)
[ -z "$stray" ] || problem "stray marks; write TODO(soon|someday|security): what and why:"$'\n'"$stray"
d=debian n=npmjs p=pypi h=hosted
hosts=$(git grep -nIE "deb\.$d\.org|registry\.$n\.org|$p\.org|python$h\.org" -- . || true)
[ -z "$hosts" ] || problem "names of registry hosts; use package names:"$'\n'"$hosts"

if [ "$failures" -gt 0 ]; then
  printf '%d kinds of problems\n' "$failures"
  exit 1
fi
printf 'all checks passed\n'
