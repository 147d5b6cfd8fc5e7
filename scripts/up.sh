#!/usr/bin/env bash
# Starts the distributed shape on this machine: every service its own process, real PostgreSQL, RabbitMQ and Redis.
#   scripts/up.sh [DIR]        DIR (default .run) keeps data, logs, pid files; scripts/down.sh [DIR] stops it.
# MAT_URL (http://localhost:8080) is the gateway's address; MAT_CONFIG=Debug runs that build; MAT_NO_BUILD=1 takes what is there.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
need_dotnet; need openssl "apt-get install openssl"; need curl "apt-get install curl"
run=${1:-$ROOT/.run}; mkdir -p "$run/log" "$run/pid" "$run/data"; run=$(cd "$run" && pwd -P)
url=${MAT_URL:-http://localhost:8080}; config=${MAT_CONFIG:-Release}
services=(trust assets tickets partners alerts insights)

for f in "$run"/pid/*; do
  if [ -e "$f" ] && kill -0 "$(cat "$f")" 2>/dev/null; then die "Mat runs already (${f##*/}, process $(cat "$f")): make down first."; fi
done

prepare() { build_console || true; build_server "$config"; }
[ -n "${MAT_NO_BUILD:-}" ] || locked prepare

MAT_FSYNC=${MAT_FSYNC:-on} "$ROOT/scripts/backends.sh" start "$run/backends"
. "$run/backends/env"
key=$run/signing-key.pem
[ -f "$key" ] || (umask 077; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$key" 2>/dev/null)
master=$run/master.keys
[ -f "$master" ] || (umask 077; echo "k1:$(openssl rand -base64 32)" >"$master")

[ -f "$run/ports" ] || paste -d= <(printf '%s\n' "${services[@]}") <(free_ports ${#services[@]}) >"$run/ports"
declare -A port; while IFS='=' read -r s p; do port[$s]=$p; done <"$run/ports"

export MAT__STORAGE=postgres MAT__BUS=rabbitmq MAT__CACHE=redis MAT__INVOKE=direct
export MAT__POSTGRES="$MAT_TEST_POSTGRES" MAT__RABBITMQ="$MAT_TEST_RABBITMQ" MAT__REDIS="$MAT_TEST_REDIS"
export MAT__KEYS__SIGNINGKEYFILE="$key" MAT__KEYS__MASTERKEYFILE="$master"
for s in "${services[@]}"; do export "MAT__SERVICES__$s=http://127.0.0.1:${port[$s]}"; done
export MAT_ADMIN_EMAIL=${MAT_ADMIN_EMAIL:-admin@mat.example}
if [ -z "${MAT_ADMIN_PASSWORD:-}" ]; then
  [ -f "$run/admin-password" ] || (umask 077; random_password >"$run/admin-password")
  MAT_ADMIN_PASSWORD=$(cat "$run/admin-password"); export MAT_ADMIN_PASSWORD
fi

bin=$(server_binary "$config")
say "Migrating …"
dotnet "$bin" migrate --target="$(IFS=,; echo "${services[*]}")" --data "$run/data" >"$run/log/migrate.log" 2>&1 || { tail -30 "$run/log/migrate.log" >&2; die "The migrations failed."; }

say "Starting ${#services[@]} services and the gateway …"
pids=()
launch() { # name, address
  # A session of its own: Ctrl-C of this terminal must not reach what is meant to go on.
  (cd "$ROOT"; setsid bash -c 'echo $$ >"$0"; exec "$@"' "$run/pid/$1" \
    dotnet "$bin" --target="$1" --urls "$2" --data "$run/data" >>"$run/log/$1.log" 2>&1 </dev/null 8>&- 9>&- &)
  for _ in $(seq 50); do [ -s "$run/pid/$1" ] && break; sleep 0.05; done
  pids+=("$(cat "$run/pid/$1")")
}
for s in "${services[@]}"; do launch "$s" "http://127.0.0.1:${port[$s]}"; done
launch gateway "$url"
fail() { for s in "${services[@]}" gateway; do say "== $s"; tail -5 "$run/log/$s.log" >&2; done; "$ROOT/scripts/down.sh" "$run"; die "$1"; }
for s in "${services[@]}"; do wait_http 240 "http://127.0.0.1:${port[$s]}/health/ready" "${pids[@]}" || fail "$s is not ready (log: $run/log/$s.log)"; done
wait_http 240 "$url/health/ready" "${pids[@]}" || fail "The gateway is not ready (log: $run/log/gateway.log)"

echo "Mat runs on $url"
echo "  sign in as  $MAT_ADMIN_EMAIL"
echo "  password    $MAT_ADMIN_PASSWORD   (the first start made it; it may have been changed since)"
echo "  logs        $run/log        (stop with make down)"
