#!/usr/bin/env bash
# Exports the OpenAPI documents to docs/api. With --check it changes nothing and fails when they differ from the code.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
need_dotnet
bin=$(server_binary Debug)
[ -f "$bin" ] || locked build_server Debug
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
dotnet "$bin" openapi "$work/api" --data "$work/data" >"$work/log" 2>&1 || { tail -20 "$work/log" >&2; die "The server could not write its API documents."; }
if [ "${1:-}" = --check ]; then
  diff -ru "$ROOT/docs/api" "$work/api" >"$work/diff" || { head -60 "$work/diff" >&2; die "docs/api is not what the code says: run make openapi and commit it."; }
else
  mkdir -p "$ROOT/docs/api"; rm -f "$ROOT"/docs/api/*.json; cp "$work"/api/*.json "$ROOT/docs/api/"; say "docs/api is up to date."
fi
