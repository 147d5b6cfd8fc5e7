#!/usr/bin/env bash
# Measures Mat on this machine and prints one table at the end. Everything runs from a temporary folder, in one run, so that
# the ratios compare like with like: wall times depend on the machine, ratios much less.
#   bench.sh [WHAT]   tickets,start,alerts,import,soak (default: all; also BENCH_ONLY)
#   BENCH_SECONDS=15  length of each load      BENCH_ASSETS=100000  rows of the import      MAT_SOAK_DELIVERIES=50000
#   BENCH_STORM_SECONDS=600  length of the storm of alerts      BENCH_ALERTS=1000000  rows of their list
#   BENCH_ALERTS_ONLY=webhook,ticket,ingest,storm,list  parts of alerts      BENCH_BUSY=1  never wait for a quiet machine
set -euo pipefail
. "$(dirname "$0")/../scripts/lib.sh"
need_dotnet; need node "install Node 20 or newer"
"$ROOT/scripts/backends.sh" install tests; "$ROOT/scripts/backends.sh" install bench
only=${1:-${BENCH_ONLY:-tickets,start,alerts,import,soak}}
wants() { case ",$only," in *",$1,"*) return 0 ;; *) return 1 ;; esac; }

prepare() { build_server Release; }
[ -n "${MAT_NO_BUILD:-}" ] || locked prepare
work=$(mktemp -d "${TMPDIR:-/tmp}/mat-bench.XXXXXX"); chmod 711 "$work"
embedded=
finish() {
  trap - EXIT
  [ -z "$embedded" ] || kill "$embedded" 2>/dev/null || true
  "$ROOT/scripts/down.sh" --purge "$work/run" >/dev/null 2>&1 || true
  "$ROOT/scripts/backends.sh" remove "$work/soak" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

export MAT_ADMIN_EMAIL=admin@mat.example MAT_ADMIN_PASSWORD=Correct-horse-battery-9
export MAT__GATEWAY__APIPERMINUTE=10000000 MAT__GATEWAY__INGESTPERMINUTE=10000000 MAT__GATEWAY__SIGNINPERMINUTE=10000 MAT__GATEWAY__ANONYMOUSPERMINUTE=1000000
export ALERTS__STORMAFTER=1000000 # each alert of the load is to have its own ticket
export ALERTS__PERMINUTE=10000000 ALERTS__BURST=10000000 ALERTS__OPENPERRULE=1000000
export PARTNERS__ALLOWEDNETWORKS__0=127.0.0.0/8 Logging__LogLevel__Default=Warning
export BENCH_RESULTS="$work/results.txt"; : >"$BENCH_RESULTS"
server=$(server_binary Release)
measure() { node "$ROOT/bench/measure.mjs" "$@"; }

start_embedded() { # data folder, port
  dotnet "$server" --urls "http://127.0.0.1:$2" --data "$1" >"$work/embedded.log" 2>&1 & embedded=$!
}
stop_embedded() { kill -9 "$embedded" 2>/dev/null || true; wait "$embedded" 2>/dev/null || true; embedded=; }

if wants start || wants import; then
  say "Embedded shape …"
  port=$(free_port)
  start_embedded "$work/embedded" "$port"
  wait_http 180 "http://127.0.0.1:$port/health/ready" "$embedded" || { tail -20 "$work/embedded.log" >&2; die "The embedded shape did not start."; }
  if wants import; then measure import "http://127.0.0.1:$port" embedded; fi
  stop_embedded
  if wants start; then measure start "$server" "$work/start" "$port"; fi
fi

if wants tickets || wants alerts || wants import; then
  say "Distributed shape …"
  url="http://127.0.0.1:$(free_port)"
  ALERTS__SYSLOG__PORT=$(free_port); export ALERTS__SYSLOG__PORT
  MAT_URL=$url MAT_NO_BUILD=1 MAT_FSYNC=on "$ROOT/scripts/up.sh" "$work/run" >&2
  . "$work/run/backends/ports"
  export PGHOST=127.0.0.1 PGPORT=$PG_PORT PGUSER=postgres
  if wants tickets; then measure tickets "$url" mat_tickets "$work"; fi
  if wants alerts; then
    part() { case ",${BENCH_ALERTS_ONLY:-webhook,ticket,ingest,storm,list}," in *",$1,"*) return 0 ;; *) return 1 ;; esac; }
    alerts() { node "$ROOT/bench/alerts.mjs" "$@"; }
    if part webhook; then measure alerts "$url"; fi
    if part ticket; then alerts ticket "$url"; fi
    if part ingest; then alerts ingest "$url" "$ALERTS__SYSLOG__PORT" "$work"; fi
    if part storm; then alerts storm "$url" "$work/run/pid/alerts"; fi
    # Last: it empties the tables of alerts.
    if part list; then alerts list "$url"; fi
  fi
  if wants import; then measure import "$url" distributed; fi
fi

if wants soak; then
  say "Delivery engine …"
  "$ROOT/scripts/down.sh" --purge "$work/run" >/dev/null 2>&1 || true
  MAT_FSYNC=on "$ROOT/scripts/backends.sh" start "$work/soak"
  . "$work/soak/env"; . "$work/soak/ports"
  (umask 077; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/signing.pem" 2>/dev/null; echo "k1:$(openssl rand -base64 32)" >"$work/master.keys")
  export MAT__STORAGE=postgres MAT__BUS=rabbitmq MAT__CACHE=redis MAT__INVOKE=direct MAT__KEYS__SIGNINGKEYFILE="$work/signing.pem" MAT__KEYS__MASTERKEYFILE="$work/master.keys"
  export MAT__POSTGRES="$MAT_TEST_POSTGRES" MAT__RABBITMQ="$MAT_TEST_RABBITMQ" MAT__REDIS="$MAT_TEST_REDIS"
  for s in $(modules); do export "MAT__SERVICES__$s=http://127.0.0.1:9"; done
  export PGHOST=127.0.0.1 PGPORT=$PG_PORT PGUSER=postgres MAT_SOAK_PORTS="$(free_ports 3 | tr '\n' ' ')"
  dotnet "$server" migrate --data "$work/soak-data" >"$work/migrate.log" 2>&1 || { tail -20 "$work/migrate.log" >&2; die "The migrations failed."; }
  node "$ROOT/bench/soak.mjs" "$server" "$work/soak-run" || { tail -n 5 "$work"/soak-run/*.log >&2; die "The soak failed."; }
fi

echo
echo "Mat on $(nproc) cores, $(date -u +%Y-%m-%d), PostgreSQL with fsync on"
column -t -s '|' "$BENCH_RESULTS"
