#!/usr/bin/env bash
# Checks the alert rules and runs their tests with promtool: scripts/rules.sh
# promtool comes from PATH, else from Debian's package prometheus, which is unpacked into artifacts/tools without being
# installed, so no root rights are needed. Ends with `N passed, N failed`.
set -uo pipefail
. "$(dirname "$0")/lib.sh"

fetch() { # folder
  if ! has apt-get || ! has dpkg-deb; then return 1; fi
  local work rc=0; work=$(mktemp -d "${TMPDIR:-/tmp}/mat-promtool.XXXXXX"); chmod 755 "$work"
  (cd "$work" && apt-get -q download prometheus >apt.log 2>&1 && dpkg-deb -x prometheus_*.deb . && mkdir -p "$1" && mv usr/bin/promtool "$1/") || rc=$?
  [ $rc -eq 0 ] || tail -3 "$work/apt.log" >&2
  rm -rf "$work"
  return $rc
}

promtool=$(command -v promtool || echo "$ROOT/artifacts/tools/promtool")
if [ ! -x "$promtool" ]; then
  say "Downloading promtool from Debian's package prometheus (19 MB) …"
  fetch "$ROOT/artifacts/tools" || { say "promtool is missing and could not be downloaded: put it on PATH (Debian: apt-get download prometheus, or github.com/prometheus/prometheus releases)."; echo "0 passed, 1 failed"; exit 1; }
fi

cd "$ROOT/infra/prometheus" || exit 1
passed=0 failed=0
try() { if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi; }
try "$promtool" check rules "$ROOT/charts/mat/files/rules/rules.yaml"
for test in *.test.yaml; do try "$promtool" test rules "$test"; done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
