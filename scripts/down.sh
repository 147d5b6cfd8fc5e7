#!/usr/bin/env bash
# Stops what scripts/up.sh started: first the processes, then the three backends. Keeps the data unless --purge is given.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
purge=no; [ "${1:-}" != --purge ] || { purge=yes; shift; }
run=${1:-$ROOT/.run}
[ -d "$run" ] || { echo "Mat is not running."; exit 0; }
run=$(cd "$run" && pwd -P)
for signal in TERM KILL; do
  for f in "$run"/pid/*; do [ -e "$f" ] && kill -$signal "$(cat "$f")" 2>/dev/null || true; done
  for _ in $(seq 150); do
    left=0; for f in "$run"/pid/*; do [ -e "$f" ] && kill -0 "$(cat "$f")" 2>/dev/null && left=1 || true; done
    [ $left = 1 ] || break; sleep 0.1
  done
done
rm -f "$run"/pid/*
if [ $purge = yes ]; then "$ROOT/scripts/backends.sh" remove "$run/backends"; rm -rf "$run"; else "$ROOT/scripts/backends.sh" stop "$run/backends"; fi
echo "Mat has stopped."
