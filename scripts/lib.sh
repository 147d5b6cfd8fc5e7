# Functions shared by the scripts of this folder; sourced, not run.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1

# Every module but the gateway, once, beside the workload that runs it in the grouped shape. A new module is one word here.
MAT_GROUPS=(core=trust,assets,standards,insights desk=tickets,partners security=alerts,cases)
modules() { printf '%s\n' "${MAT_GROUPS[@]#*=}" | tr , '\n'; }

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
need() { has "$1" || die "$1 is missing: $2"; }
need_dotnet() { need dotnet "install the .NET SDK 10 (https://dotnet.microsoft.com/download)"; }

# Serialises builds of this checkout: concurrent test runs share one output folder.
locked() { mkdir -p "$ROOT/artifacts"; ( flock 8; "$@" 8>&- ) 8>"$ROOT/artifacts/.lock"; }

# Below the ephemeral port range, so that a restarted service finds its port free.
free_port() {
  local port
  while :; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 11000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# That many distinct ports; they are chosen before any of them is bound.
free_ports() {
  local ports=
  until [ "$(grep -c . <<<"$ports")" -eq "$1" ]; do ports=$(for _ in $(seq "$1"); do free_port; done | sort -u); done
  echo "$ports"
}

# Runs npm ci only if the lock file changed since the last run, so that a second run needs no network.
npm_install() { # folder
  local stamp="$1/node_modules/.mat-lock" sum
  sum=$(cat "$1/package.json" "$1/package-lock.json" | cksum)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ] && return 0
  (cd "$1" && npm ci --no-audit --no-fund --loglevel=error >&2) || return 1
  printf '%s' "$sum" >"$stamp"
}

# The console needs Node; without it the server starts without a console.
build_console() {
  [ -f "$ROOT/gateway/console/package.json" ] || { say "This checkout has no console."; return 0; }
  if ! has node || ! has npm; then
    say "Node is not installed: skipping the console. The server starts without it; the API is at /api and /docs."
    return 0
  fi
  local newest="$ROOT/gateway/console/dist/.mat-built" src="$ROOT/gateway/console"
  if [ -f "$newest" ] && [ -z "$(find "$src" -newer "$newest" -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -print -quit)" ]; then return 0; fi
  say "Building the console …"
  npm_install "$src" || { say "Installing the console's packages failed: the console was not built."; return 1; }
  (cd "$src" && npm run --silent build >"$ROOT/artifacts/console-build.log" 2>&1) || { tail -30 "$ROOT/artifacts/console-build.log" >&2; say "Building the console failed."; return 1; }
  touch "$newest"
}

# Release is compiled ahead of time (ReadyToRun), which halves the start-up time, where that compiler is available.
# Analyzers run in the Debug build, with which every check begins.
build_server() { # Debug|Release
  say "Building the server ($1) …"
  if [ "$1" = Release ]; then
    local rid=; case "$(uname -s)-$(uname -m)" in Linux-x86_64) rid=linux-x64 ;; Linux-aarch64) rid=linux-arm64 ;; Darwin-arm64) rid=osx-arm64 ;; esac
    if [ -n "$rid" ] && dotnet publish "$ROOT/services/Server" -c Release -r "$rid" --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false \
      -o "$ROOT/artifacts/publish/mat" -v q -nologo -clp:NoSummary >&2; then return 0; fi
    dotnet publish "$ROOT/services/Server" -c Release -p:RunAnalyzers=false -o "$ROOT/artifacts/publish/mat" -v q -nologo -clp:NoSummary >&2
  else
    dotnet build "$ROOT/services/Server" -c "$1" -v q -nologo -clp:NoSummary >&2
  fi
}

server_binary() { # Debug|Release
  if [ "$1" = Release ]; then echo "$ROOT/artifacts/publish/mat/mat.dll"; else echo "$ROOT/artifacts/bin/Mat.Server/debug/mat.dll"; fi
}

wait_http() { # seconds, url, pid…
  local end=$((SECONDS + $1)) url=$2; shift 2
  until curl -fsS -o /dev/null --max-time 2 "$url" 2>/dev/null; do
    local pid; for pid in "$@"; do kill -0 "$pid" 2>/dev/null || return 1; done
    [ $SECONDS -lt $end ] || return 1
    sleep 0.2
  done
}

# Twenty characters without look-alikes.
random_password() { local bytes; bytes=$(LC_ALL=C tr -dc 'A-HJ-NP-Za-km-z2-9' </dev/urandom | head -c 20 || true); echo "$bytes"; }
