#!/usr/bin/env bash
# Starts the embedded shape in the foreground: one process, SQLite, in-memory bus. `--demo` loads sample data.
# Settings: MAT_URL (http://localhost:8080), MAT_DATA (.data, or .data/demo), MAT_SEED (42), MAT_DEMO_SIZE (full).
set -euo pipefail
. "$(dirname "$0")/lib.sh"
need_dotnet
demo=no; [ "${1:-}" != --demo ] || { demo=yes; shift; }
url=${MAT_URL:-http://localhost:8080}
data=${MAT_DATA:-$ROOT/.data}; [ $demo = no ] || data=${MAT_DATA:-$ROOT/.data/demo}

prepare() {
  build_console || true
  build_server Release
  [ $demo = no ] || dotnet build "$ROOT/tools/Demo" -c Release -v q -nologo -clp:NoSummary >&2
}
locked prepare
mkdir -p "$data"

if [ $demo = no ]; then
  echo "Mat starts on $url (data in $data; stop with Ctrl-C)."
  exec dotnet "$(server_binary Release)" --urls "$url" --data "$data" "$@"
fi

# The script creates the demo's account, so that the loader can sign in and a second run knows the password.
export MAT_ADMIN_EMAIL=${MAT_ADMIN_EMAIL:-admin@mat.example}
if [ -z "${MAT_ADMIN_PASSWORD:-}" ]; then
  [ -f "$data/demo-password" ] || (umask 077; random_password >"$data/demo-password")
  MAT_ADMIN_PASSWORD=$(cat "$data/demo-password"); export MAT_ADMIN_PASSWORD
fi
dotnet "$(server_binary Release)" --urls "$url" --data "$data" "$@" >"$data/server.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
wait_http 180 "$url/health/ready" $server || { tail -30 "$data/server.log" >&2; die "The server did not start (log: $data/server.log)."; }
dotnet "$ROOT/artifacts/bin/Mat.Demo/release/Mat.Demo.dll" --url "$url" --email "$MAT_ADMIN_EMAIL" --password "$MAT_ADMIN_PASSWORD" \
  --seed "${MAT_SEED:-42}" --size "${MAT_DEMO_SIZE:-full}"
echo
echo "Mat runs on $url"
echo "  sign in as  $MAT_ADMIN_EMAIL"
echo "  password    $MAT_ADMIN_PASSWORD"
echo "  log         $data/server.log        (stop with Ctrl-C)"
[ -z "${MAT_DEMO_EXIT:-}" ] || exit 0
wait $server
