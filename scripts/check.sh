#!/usr/bin/env bash
# Checks before the tests: build with analyzers as errors, format, shell syntax, the console's linter, generated API documents.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
need_dotnet
failed=()
step() { local name=$1; shift; say "== $name"; "$@" || failed+=("$name"); }

build() { dotnet build "$ROOT/Mat.sln" -c Debug -v q -nologo -clp:NoSummary; }
format() { dotnet format "$ROOT/Mat.sln" whitespace --verify-no-changes --no-restore -v q; }
shell() { local f; for f in "$ROOT"/scripts/*.sh "$ROOT"/bench/*.sh "$ROOT/.ci/run"; do bash -n "$f" || return 1; done; }
console() {
  [ -f "$ROOT/gateway/console/package.json" ] || return 0
  has npm || { say "Node is not installed: the console was not checked."; return 1; }
  npm_install "$ROOT/gateway/console" && (cd "$ROOT/gateway/console" && npm run --silent check)
}
openapi() { "$ROOT/scripts/openapi.sh" --check; }

step build locked build
step format format
step scripts shell
step console locked console
step "API documents" openapi
[ ${#failed[@]} -eq 0 ] || die "check failed: ${failed[*]}"
say "check passed"
