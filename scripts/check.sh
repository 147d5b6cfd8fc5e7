#!/usr/bin/env bash
# Checks before the tests: build with analyzers as errors, format, shell syntax, the console's linter, generated API documents.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
need_dotnet
failed=()
step() { local name=$1; shift; say "== $name"; "$@" || failed+=("$name"); }

build() { dotnet build "$ROOT/Mat.sln" -c Debug -v q -nologo -clp:NoSummary; }
format() { dotnet format "$ROOT/Mat.sln" whitespace --verify-no-changes --no-restore -v q; }
# No C# line longer than 140 characters, but for what a string literal does not let break.
lines() {
  find "$ROOT"/services "$ROOT"/gateway "$ROOT"/tests "$ROOT"/tools -name '*.cs' -not -path '*/Migrations/*' -not -path '*/node_modules/*' -not -path '*/obj/*' -print0 |
    xargs -0 perl -CSD -ne 'chomp; $in = $raw; $raw = !$raw if (() = /"""/g) % 2; if (length > 140 && !$in && !/"[^"]{30,}|\\"|"""/) { print STDERR "$ARGV:$.: longer than 140 characters\n"; $bad = 1 } if (eof) { $raw = 0; close ARGV } END { exit($bad // 0) }'
}
shell() { local f; for f in "$ROOT"/scripts/*.sh "$ROOT"/bench/*.sh "$ROOT/.ci/run"; do bash -n "$f" || return 1; done; }
console() {
  [ -f "$ROOT/gateway/console/package.json" ] || return 0
  has npm || { say "Node is not installed: the console was not checked."; return 1; }
  npm_install "$ROOT/gateway/console" && (cd "$ROOT/gateway/console" && npm run --silent check)
}
openapi() { "$ROOT/scripts/openapi.sh" --check; }

step build locked build
step format format
step "line length" lines
step scripts shell
step console locked console
step "API documents" openapi
[ ${#failed[@]} -eq 0 ] || die "check failed: ${failed[*]}"
say "check passed"
