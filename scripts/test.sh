#!/usr/bin/env bash
# Runs every test: .NET suites (SQLite, then the services' suites again on PostgreSQL), the running system in every shape,
# the console, the browser. Uses private backends in a temporary folder. Ends with `N passed, N failed`.
#
#   scripts/test.sh                 everything
#   scripts/test.sh Tickets system  only suites whose name contains one of the words
#   MAT_TEST_JOBS=2  suites at a time      MAT_TEST_KEEP=1  keep the temporary folder
#   MAT_TEST_BACKENDS=containers  PostgreSQL, RabbitMQ and Redis of the suites' second run from Docker, one set per suite
set -uo pipefail
. "$(dirname "$0")/lib.sh"
export ROOT
words=("$@")
started=$SECONDS

fatal() { say "$*"; echo "0 passed, 1 failed"; exit 1; }
has dotnet || fatal "dotnet is missing: install the .NET SDK 10 (https://dotnet.microsoft.com/download)"
if ! has node || ! has npm; then fatal "node is missing: install Node 20 or newer; the console's and the webhook tests need it"; fi
"$ROOT/scripts/backends.sh" install tests || fatal "the tests need these packages"

work=$(mktemp -d "${TMPDIR:-/tmp}/mat-test.XXXXXX"); chmod 711 "$work"; mkdir -p "$work/results" "$work/logs" "$work/tmp"
export work TMPDIR="$work/tmp"
chmod 1777 "$work/tmp"
finish() {
  trap - EXIT INT TERM
  local pids; mapfile -t pids < <(jobs -p)
  [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null
  "$ROOT/scripts/backends.sh" remove "$work/backends" >/dev/null 2>&1
  if [ -n "${MAT_TEST_KEEP:-}" ]; then say "Kept $work"; else rm -rf "$work"; fi
}
trap finish EXIT
trap 'finish; echo "0 passed, 1 failed"; exit 130' INT TERM

wanted() { [ ${#words[@]} -eq 0 ] && return 0; local w; for w in "${words[@]}"; do case "${1,,}" in *"${w,,}"*) return 0 ;; esac; done; return 1; }

# ---- build, and the backends meanwhile --------------------------------------------------------------------------------
"$ROOT/scripts/backends.sh" start "$work/backends" >"$work/logs/backends.log" 2>&1 & backends=$!

build() {
  build_console || return 1
  npm_install "$ROOT/tests/browser" || return 1
  npm_install "$ROOT/tests/Mat.Chart.Tests/schemas" || return 1
  say "Building the solution …"
  dotnet build "$ROOT/Mat.sln" -c Debug -v q -nologo -clp:NoSummary >"$work/logs/build.log" 2>&1 || { grep -E 'error|warn' "$work/logs/build.log" | sort -u | head -40 >&2; return 1; }
}
locked build || fatal "The build failed."
wait $backends || { cat "$work/logs/backends.log" >&2; fatal "The backends did not start."; }
wanted_backends=${MAT_TEST_BACKENDS:-}
. "$work/backends/env"
if [ "$wanted_backends" = containers ] && ! { has docker && docker version >/dev/null 2>&1; }; then
  say "No Docker engine answers: the suites use the private instances."; wanted_backends=
fi

# The running system is tested as a Release build, which also starts in half the time. It is built while the first suites run.
export MAT_TEST_SERVER="$(server_binary Release)"
published() { ( flock 7; [ -e "$work/published" ] || { locked build_server Release && touch "$work/published"; } ) 7>"$work/publishing"; }

# ---- suites -----------------------------------------------------------------------------------------------------------
# A suite writes "passed failed" to results/NAME; one that writes nothing has crashed and counts as one failure.
dotnet_suite() { # name, project
  local name=$1 project=$2 dll rc=0 xml="$work/results/$1.xml"
  dll="$ROOT/artifacts/bin/$project/debug/$project.dll"
  [ -f "$dll" ] || { echo "no $dll"; return 1; }
  # The running system is up to nine processes and three servers: one test at a time is enough for two cores.
  local parallel=(); [ "$name" != system ] || parallel=(-parallel none)
  (cd "$work/tmp" && timeout 2400 dotnet "$dll" -noLogo -noColor -xml "$xml" -longRunning 120 "${parallel[@]+"${parallel[@]}"}") || rc=$?
  [ -f "$xml" ] || return 1
  node -e '
    const xml = require("fs").readFileSync(process.argv[1], "utf8");
    let passed = 0, failed = 0;
    for (const [, a] of xml.matchAll(/<assembly ([^>]*)>/g)) {
      const n = k => Number((a.match(new RegExp(" " + k + "=\"(\\d+)\"")) || [])[1] || 0);
      passed += n("passed"); failed += n("failed") + n("errors");
      if (n("skipped")) console.error(n("skipped") + " skipped");
    }
    if (Number(process.argv[2]) !== 0 && failed === 0) failed = 1;
    console.log(passed + " " + failed);' "$xml" $rc >"$work/results/$name"
}
unit() { env -u MAT_TEST_POSTGRES -u MAT_TEST_RABBITMQ -u MAT_TEST_REDIS -u MAT_TEST_BACKENDS bash -c "$(declare -f dotnet_suite); dotnet_suite \"\$@\"" _ "$@"; }
# The running system breaks its backends on purpose, so it keeps its private ones.
with_backends() {
  if [ "$wanted_backends" != containers ]; then dotnet_suite "$@"; return; fi
  env -u MAT_TEST_POSTGRES -u MAT_TEST_RABBITMQ -u MAT_TEST_REDIS MAT_TEST_BACKENDS=containers bash -c "$(declare -f dotnet_suite); dotnet_suite \"\$@\"" _ "$@"
}
console_suite() {
  [ -f "$ROOT/gateway/console/package.json" ] || { echo "0 0" >"$work/results/$1"; return; }
  (cd "$ROOT/gateway/console" && timeout 600 npx vitest run --reporter=default --reporter=json --outputFile.json="$work/results/$1.json")
  node -e 'const r = require(process.argv[1]); console.log(r.numPassedTests + " " + (r.numFailedTests + (r.numFailedTests === 0 && !r.success ? 1 : 0)))' \
    "$work/results/$1.json" >"$work/results/$1"
}
node_suite() { # name, folder
  local rc=0
  (cd "$2" && timeout 900 node --test --test-reporter=tap ./*.test.mjs) >"$work/logs/$1.tap" 2>&1 || rc=$?
  grep -vE '^ +(---|\.\.\.|duration_ms|type:)|^TAP' "$work/logs/$1.tap"
  awk -v rc=$rc '/^# pass /{p=$3} /^# fail /{f=$3} /^# cancelled /{c=$3} END {f+=c; if (p=="") exit 1; if (rc && !f) f=1; print p+0, f+0}' "$work/logs/$1.tap" >"$work/results/$1" || rm -f "$work/results/$1"
}

script_suite() { # name, script, words
  local out; out=$("$ROOT/scripts/$2" "${@:3}")
  printf '%s\n' "$out"
  sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' <<<"$out" >"$work/results/$1"
}

on_the_server() { published && "$@"; }

# The running system fully loads a small machine, and the browser tests are sensitive to load: concurrent runs on one machine take turns.
in_turn() {
  local lock=/tmp/mat-system.lock
  [ -e "$lock" ] || (umask 0; set -C; : >"$lock") 2>/dev/null
  ( flock 6; "$@" 6<&- ) 6<"$lock"
}

names=(); declare -A command
add() { local name=$1; shift; wanted "$name" || return 0; names+=("$name"); command[$name]="$*"; }
# Longest first; last what may have to wait for its turn.
[ -d "$ROOT/tests/Mat.System.Tests" ] && add system in_turn on_the_server dotnet_suite system Mat.System.Tests
for project in "$ROOT"/tests/Mat.*.Tests; do
  p=$(basename "$project"); [ "$p" != Mat.System.Tests ] || continue
  short=${p#Mat.}; short=${short%.Tests}
  compgen -G "$project/**/*.cs" >/dev/null || compgen -G "$project/*.cs" >/dev/null || continue
  add "$short" unit "$short" "$p"
  case "$short" in Architecture|Chart|Gateway) ;; *) add "$short-postgres" with_backends "$short-postgres" "$p" ;; esac
done
add image on_the_server script_suite image images.sh test
add console console_suite console
add rules script_suite rules rules.sh
add browser in_turn on_the_server node_suite browser "$ROOT/tests/browser"

jobs_most=${MAT_TEST_JOBS:-2}
run_one() {
  local name=$1 from=$SECONDS
  ${command[$name]} >"$work/logs/$name.log" 2>&1
  if [ -s "$work/results/$name" ]; then read -r p f <"$work/results/$name"; else p=0; f=1; echo "0 1" >"$work/results/$name"; echo "(the runner crashed)" >>"$work/logs/$name.log"; fi
  { printf '%-24s %5d passed %5d failed   %4d s\n' "$name" "$p" "$f" $((SECONDS - from)); [ "$f" = 0 ] || { echo "---- $name ----"; tail -c 12000 "$work/logs/$name.log"; echo "---- end of $name ----"; }; } >&2
}
say "Running ${#names[@]} suites, $jobs_most at a time …"
running=0
for name in "${names[@]+"${names[@]}"}"; do
  [ $running -lt "$jobs_most" ] || { wait -n; running=$((running - 1)); }
  run_one "$name" & running=$((running + 1))
done
wait

passed=0; failed=0
for name in "${names[@]+"${names[@]}"}"; do read -r p f <"$work/results/$name"; passed=$((passed + p)); failed=$((failed + f)); done
[ ${#names[@]} -gt 0 ] || { say "No suite matches."; failed=1; }
[ -z "${MAT_TEST_LOGS:-}" ] || { mkdir -p "$MAT_TEST_LOGS"; cp -r "$work/logs/." "$MAT_TEST_LOGS"; }
# Repeat the failures at the very end.
for name in "${names[@]+"${names[@]}"}"; do
  read -r p f <"$work/results/$name"; [ "$f" != 0 ] || continue
  say "$name failed:"
  grep -hE '\[FAIL\]|^not ok|^ *(×|FAIL) |^FAILED' "$work/logs/$name.log" "$work/logs/$name.tap" 2>/dev/null | sort -u | head -20 >&2
done
say "Took $((SECONDS - started)) s."
finish
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
