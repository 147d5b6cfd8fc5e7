#!/usr/bin/env bash
# Writes what is generated from the code's API: docs/api/SERVICE.json (tracked), artifacts/api/v1.json (all of them merged; not tracked)
# and the console's types, gateway/console/src/api/schema.d.ts (tracked). With --check it changes no tracked file and fails when one
# differs from the code.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
need_dotnet
bin=$(server_binary Debug)
if [ "${1:-}" != --check ] || [ ! -f "$bin" ]; then locked build_server Debug; fi
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
dotnet "$bin" openapi "$work/api" --data "$work/data" >"$work/log" 2>&1 || { tail -20 "$work/log" >&2; die "The server could not write its API documents."; }
mkdir -p "$ROOT/artifacts/api"; mv "$work/api/v1.json" "$ROOT/artifacts/api/v1.json"

console=$ROOT/gateway/console types=$ROOT/gateway/console/src/api/schema.d.ts
types() { locked npm_install "$console" && "$console/node_modules/.bin/openapi-typescript" "$ROOT/artifacts/api/v1.json" -o "$work/schema.d.ts" >"$work/types.log" 2>&1 ||
  { cat "$work/types.log" >&2; die "The console's types could not be generated."; }; }
with_types=no; if has node && has npm; then types; with_types=yes; else say "Node is not installed: the console's types are left as they are."; fi

if [ "${1:-}" = --check ]; then
  diff -ru "$ROOT/docs/api" "$work/api" >"$work/diff" || { head -60 "$work/diff" >&2; die "docs/api differs from the code: run make openapi and commit it."; }
  [ $with_types = no ] || diff -u "$types" "$work/schema.d.ts" >"$work/diff" || { head -60 "$work/diff" >&2; die "The console's types differ from the code: run make openapi and commit them."; }
else
  mkdir -p "$ROOT/docs/api"; rm -f "$ROOT"/docs/api/*.json; cp "$work"/api/*.json "$ROOT/docs/api/"
  [ $with_types = no ] || cp "$work/schema.d.ts" "$types"
  say "docs/api and the console's types are up to date."
fi
