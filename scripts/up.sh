#!/usr/bin/env bash
# Starts Mat on this machine as several processes on real PostgreSQL, RabbitMQ and Redis.
#   scripts/up.sh [DIR]        DIR (default .run) keeps data, logs and pid files; scripts/down.sh [DIR] stops it.
# MAT_SHAPE=distributed (default) starts every module as its own process, grouped a few processes of several modules each (scripts/lib.sh).
# The data is the same for both. MAT_URL (http://localhost:8080) is the gateway's address; MAT_CONFIG=Debug runs that build;
# MAT_NO_BUILD=1 runs the last build.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
need_dotnet; need openssl "apt-get install openssl"; need curl "apt-get install curl"
run=${1:-$ROOT/.run}; mkdir -p "$run/log" "$run/pid" "$run/data"; run=$(cd "$run" && pwd -P)
url=${MAT_URL:-http://localhost:8080}; config=${MAT_CONFIG:-Release}
declare -A runs port; workloads=() # the modules that a workload runs, its port
case "${MAT_SHAPE:-distributed}" in
  grouped) for group in "${MAT_GROUPS[@]}"; do workloads+=("${group%%=*}"); runs[${group%%=*}]=${group#*=}; done ;;
  distributed) for module in $(modules); do workloads+=("$module"); runs[$module]=$module; done ;;
  *) die "MAT_SHAPE is '$MAT_SHAPE': set it to grouped or distributed." ;;
esac

for f in "$run"/pid/*; do
  if [ -e "$f" ] && kill -0 "$(cat "$f")" 2>/dev/null; then die "Mat is already running (${f##*/}, process $(cat "$f")): run make down first."; fi
done

prepare() { build_console || true; build_server "$config"; }
[ -n "${MAT_NO_BUILD:-}" ] || locked prepare

MAT_FSYNC=${MAT_FSYNC:-on} "$ROOT/scripts/backends.sh" start "$run/backends"
. "$run/backends/env"
key=$run/signing-key.pem
[ -f "$key" ] || (umask 077; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$key" 2>/dev/null)
master=$run/master.keys
[ -f "$master" ] || (umask 077; echo "k1:$(openssl rand -base64 32)" >"$master")

# A workload keeps its port over restarts; one that was never started before gets one now.
touch "$run/ports"; mapfile -t new < <(for w in "${workloads[@]}"; do grep -q "^$w=" "$run/ports" || echo "$w"; done)
[ ${#new[@]} -eq 0 ] || paste -d= <(printf '%s\n' "${new[@]}") <(free_ports ${#new[@]}) >>"$run/ports"
while IFS='=' read -r w number; do port[$w]=$number; done <"$run/ports"

export MAT__STORAGE=postgres MAT__BUS=rabbitmq MAT__CACHE=redis MAT__INVOKE=direct
export MAT__POSTGRES="$MAT_TEST_POSTGRES" MAT__RABBITMQ="$MAT_TEST_RABBITMQ" MAT__REDIS="$MAT_TEST_REDIS"
export MAT__KEYS__SIGNINGKEYFILE="$key" MAT__KEYS__MASTERKEYFILE="$master"
for w in "${workloads[@]}"; do for module in ${runs[$w]//,/ }; do export "MAT__SERVICES__$module=http://127.0.0.1:${port[$w]}"; done; done
export MAT_ADMIN_EMAIL=${MAT_ADMIN_EMAIL:-admin@mat.example}
if [ -z "${MAT_ADMIN_PASSWORD:-}" ]; then
  [ -f "$run/admin-password" ] || (umask 077; random_password >"$run/admin-password")
  MAT_ADMIN_PASSWORD=$(cat "$run/admin-password"); export MAT_ADMIN_PASSWORD
fi

bin=$(server_binary "$config")
say "Migrating …"
dotnet "$bin" migrate --target="$(modules | paste -sd,)" --data "$run/data" >"$run/log/migrate.log" 2>&1 || { tail -30 "$run/log/migrate.log" >&2; die "The migrations failed."; }

say "Starting the gateway and ${#workloads[@]} other processes …"
pids=()
launch() { # name, targets, address
  # A session of its own, so that Ctrl-C in this terminal does not stop it.
  (cd "$ROOT"; setsid bash -c 'echo $$ >"$0"; exec "$@"' "$run/pid/$1" \
    dotnet "$bin" --target="$2" --urls "$3" --data "$run/data" >>"$run/log/$1.log" 2>&1 </dev/null 8>&- 9>&- &)
  for _ in $(seq 50); do [ -s "$run/pid/$1" ] && break; sleep 0.05; done
  pids+=("$(cat "$run/pid/$1")")
}
for w in "${workloads[@]}"; do launch "$w" "${runs[$w]}" "http://127.0.0.1:${port[$w]}"; done
launch gateway gateway "$url"
fail() { for w in "${workloads[@]}" gateway; do say "== $w"; tail -5 "$run/log/$w.log" >&2; done; "$ROOT/scripts/down.sh" "$run"; die "$1"; }
for w in "${workloads[@]}"; do wait_http 240 "http://127.0.0.1:${port[$w]}/health/ready" "${pids[@]}" || fail "$w is not ready (log: $run/log/$w.log)"; done
wait_http 240 "$url/health/ready" "${pids[@]}" || fail "The gateway is not ready (log: $run/log/gateway.log)"

echo "Mat runs on $url (${MAT_SHAPE:-distributed})"
echo "  sign in as  $MAT_ADMIN_EMAIL"
echo "  password    $MAT_ADMIN_PASSWORD   (set at the first start; it may have been changed since)"
echo "  logs        $run/log        (stop with make down)"
