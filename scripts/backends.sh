#!/usr/bin/env bash
# Private instances of PostgreSQL, RabbitMQ and Redis in one folder on free ports, independent of the machine's own services.
#
#   scripts/backends.sh install [tests|bench]    install missing Debian packages (root or sudo), else print which are missing
#   scripts/backends.sh start DIR [SERVICE…]     start all (or some) and write DIR/env
#   scripts/backends.sh stop DIR                 stop all of them; keeps the data
#   scripts/backends.sh status DIR               one line per service
#   scripts/backends.sh kill DIR SERVICE         SIGKILL, to simulate an outage
#   scripts/backends.sh resume DIR SERVICE       start it again: same port, same data
#   scripts/backends.sh freeze|thaw DIR SERVICE  SIGSTOP and SIGCONT: accepts connections but does not answer
#   scripts/backends.sh rabbitmqctl DIR WORD…    run rabbitmqctl against this broker
#
# SERVICE is postgres, rabbitmq or redis. MAT_FSYNC=on makes PostgreSQL and Redis wait for the disk (default off: tests).
# DIR/env holds MAT_TEST_POSTGRES (without a database), MAT_TEST_RABBITMQ, MAT_TEST_REDIS and MAT_TEST_BACKENDS (DIR).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PG_BIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
RABBIT_BIN=/usr/lib/rabbitmq/bin/rabbitmq-server
SERVICES=(postgres rabbitmq redis)

die() { say "backends: $*"; exit 1; }

# ---- install -------------------------------------------------------------------------------------------------------

missing_packages() {
  [ -x "${PG_BIN:-/none}/initdb" ] || echo postgresql
  [ -x "$RABBIT_BIN" ] || echo rabbitmq-server
  command -v redis-server >/dev/null || echo redis-server
  command -v setpriv >/dev/null || echo util-linux
  command -v curl >/dev/null || echo curl
  command -v openssl >/dev/null || echo openssl
  case "${1:-tests}" in
    tests)
      command -v chromium >/dev/null || echo chromium
      # The code samples of docs/partners.md are tested in each of their languages.
      command -v php >/dev/null || echo php-cli
      command -v python3 >/dev/null || echo python3 ;;
    bench)
      command -v wrk >/dev/null || echo wrk
      { command -v rsyslogd >/dev/null || [ -x /usr/sbin/rsyslogd ]; } || echo rsyslog
      [ -e /usr/lib/"$(uname -m)"-linux-gnu/rsyslog/ompgsql.so ] || echo rsyslog-pgsql ;;
  esac
}

install() {
  local packages sudo=() policy=/usr/sbin/policy-rc.d
  mapfile -t packages < <(missing_packages "${1:-tests}")
  [ ${#packages[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo=(sudo -n)
    else
      say "Missing: ${packages[*]}. Install them with"
      say "  sudo apt-get install --no-install-recommends ${packages[*]}"
      return 1
    fi
  fi
  command -v apt-get >/dev/null || die "missing ${packages[*]}, and apt-get is not available: install them manually"
  say "Installing ${packages[*]} from Debian (their system services are not started) …"
  # One installer at a time; packages must not start their system services.
  exec 9>/tmp/mat-install.lock; chmod 666 /tmp/mat-install.lock 2>/dev/null || true; flock 9
  local placed=no
  if [ ! -e $policy ]; then printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" tee $policy >/dev/null; "${sudo[@]}" chmod 755 $policy; placed=yes; fi
  local rc=0
  {
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${packages[@]}" ||
    { "${sudo[@]}" apt-get -q -o DPkg::Lock::Timeout=600 update &&
      "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${packages[@]}"; }
  } >/tmp/mat-install.$$.log 2>&1 || rc=$?
  [ $placed = no ] || "${sudo[@]}" rm -f $policy
  flock -u 9
  if [ $rc -ne 0 ]; then
    tail -20 /tmp/mat-install.$$.log >&2
    die "installation failed; try: apt-get install --no-install-recommends ${packages[*]}"
  fi
  rm -f /tmp/mat-install.$$.log
  PG_BIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
}

# ---- helpers -------------------------------------------------------------------------------------------------------

# PostgreSQL refuses root, RabbitMQ keeps a cookie in its home: as root each runs as its Debian user, else as the current user.
as() {
  local user=$1; shift
  if [ "$(id -u)" -eq 0 ]; then exec setpriv --reuid="$user" --regid="$user" --init-groups "$@"; else exec "$@"; fi
}

own() { if [ "$(id -u)" -eq 0 ]; then chown -R "$1:$1" "$2"; fi; }

wait_for() { # seconds, what, command…
  local seconds=$1 what=$2; shift 2
  local end=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}

alive() { local pid; pid=$(cat "$DIR/$1.pid" 2>/dev/null) && [ -n "$pid" ] && kill -0 -- "-$pid" 2>/dev/null; }

# A service is the process group that setsid created for it, so a signal reaches all of it. PostgreSQL puts each child into a
# session of its own, so signals that it cannot forward are sent to the children directly.
signal() {
  local pid children=()
  pid=$(cat "$DIR/$2.pid" 2>/dev/null) || return 0
  case "$1" in KILL|STOP|CONT) mapfile -t children < <(ps -o pid= --ppid "$pid" 2>/dev/null | tr -d ' ') ;; esac
  kill "-$1" -- "-$pid" "${children[@]+"${children[@]}"}" 2>/dev/null || true
}

# ---- PostgreSQL ----------------------------------------------------------------------------------------------------

pg_ready() { "$PG_BIN/pg_isready" -q -h 127.0.0.1 -p "$PG_PORT"; }

start_postgres() {
  local data=$DATA/postgres
  if [ ! -f "$data/PG_VERSION" ]; then
    mkdir -p "$data"; own postgres "$data"; chmod 700 "$data"
    (cd /; as postgres "$PG_BIN/initdb" -D "$data" -A trust -U postgres --no-sync -E UTF8 --locale=C) >"$DIR/postgres.log" 2>&1 ||
      { tail -20 "$DIR/postgres.log" >&2; die "initdb failed"; }
    # The owner needs no password on this machine; users that tests create do.
    printf 'host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n' >"$data/pg_hba.conf"
  fi
  rm -f "$data/postmaster.pid"
  : >>"$DIR/postgres.log"
  (cd /; setsid bash -c 'echo $$ >"$0"; exec "$@"' "$DIR/postgres.pid" \
    "${BASH:-bash}" "$SELF" _exec postgres "$PG_BIN/postgres" -D "$data" -p "$PG_PORT" -c unix_socket_directories= \
      -c listen_addresses=127.0.0.1 -c "fsync=${MAT_FSYNC:-off}" -c max_connections=400 \
      -c shared_buffers=128MB -c max_wal_size=2GB -c log_min_messages=warning >>"$DIR/postgres.log" 2>&1 9>&- </dev/null &)
  wait_for 30 PostgreSQL pg_ready || { tail -20 "$DIR/postgres.log" >&2; return 1; }
}

# ---- RabbitMQ ------------------------------------------------------------------------------------------------------

rabbit_ready() { (exec 3<>"/dev/tcp/127.0.0.1/$RABBIT_PORT"; printf 'AMQP\0\0\11\1' >&3; [ "$(head -c 1 <&3 | od -An -tu1 | tr -d ' ')" = 1 ]) 2>/dev/null; }

start_rabbitmq() {
  local home=$DATA/rabbitmq
  mkdir -p "$home/db" "$home/log"
  printf 'listeners.tcp.1 = 127.0.0.1:%s\nloopback_users = none\ndisk_free_limit.absolute = 50MB\nvm_memory_high_watermark.absolute = 1GB\nlog.console = false\n' \
    "$RABBIT_PORT" >"$home/rabbitmq.conf"
  printf '[].\n' >"$home/enabled_plugins"
  : >"$home/env.conf"
  own rabbitmq "$home"
  local env=(HOME="$home" LANG=C.UTF-8 RABBITMQ_NODENAME="mat$RABBIT_PORT@localhost" RABBITMQ_MNESIA_BASE="$home/db" RABBITMQ_LOG_BASE="$home/log"
    RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" RABBITMQ_CONF_ENV_FILE="$home/env.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins"
    RABBITMQ_PID_FILE="$home/pid" RABBITMQ_DIST_PORT="$RABBIT_DIST_PORT" ERL_EPMD_PORT="$EPMD_PORT" ERL_EPMD_ADDRESS=127.0.0.1
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none')
  # Start the name service first: a broker that finds none starts its own, which would be left running.
  alive epmd || (cd /; setsid bash -c 'echo $$ >"$0"; exec "$@"' "$DIR/epmd.pid" \
    "${BASH:-bash}" "$SELF" _exec rabbitmq env ERL_EPMD_ADDRESS=127.0.0.1 epmd -port "$EPMD_PORT" >>"$DIR/epmd.log" 2>&1 9>&- </dev/null &)
  (cd /; setsid bash -c 'echo $$ >"$0"; exec "$@"' "$DIR/rabbitmq.pid" \
    "${BASH:-bash}" "$SELF" _exec rabbitmq env "${env[@]}" "$RABBIT_BIN" >>"$DIR/rabbitmq.log" 2>&1 9>&- </dev/null &)
  wait_for 90 RabbitMQ rabbit_ready || { tail -20 "$DIR/rabbitmq.log" "$home"/log/*.log >&2; return 1; }
}

# ---- Redis ---------------------------------------------------------------------------------------------------------

redis_ready() { [ "$(redis-cli -h 127.0.0.1 -p "$REDIS_PORT" ping 2>/dev/null)" = PONG ]; }

start_redis() {
  mkdir -p "$DATA/redis"
  local aof=no; [ "${MAT_FSYNC:-off}" = off ] || aof=yes
  (cd /; setsid bash -c 'echo $$ >"$0"; exec "$@"' "$DIR/redis.pid" \
    redis-server --bind 127.0.0.1 --port "$REDIS_PORT" --dir "$DATA/redis" --save '' --appendonly $aof --daemonize no >>"$DIR/redis.log" 2>&1 9>&- </dev/null &)
  wait_for 15 Redis redis_ready || { tail -20 "$DIR/redis.log" >&2; return 1; }
}

# ---- verbs ---------------------------------------------------------------------------------------------------------

load() { [ -f "$DIR/ports" ] || die "no backends in $DIR"; . "$DIR/ports"; }

start() {
  mkdir -p "$DIR"
  [ -x "${PG_BIN:-/none}/initdb" ] && [ -x "$RABBIT_BIN" ] && command -v redis-server >/dev/null || install tests || exit 1
  local wanted=("$@"); [ ${#wanted[@]} -gt 0 ] || wanted=("${SERVICES[@]}")
  if [ ! -f "$DIR/ports" ]; then
    # Debian's users must be able to reach the data: if a parent folder is closed to them, use a temporary folder.
    local data=$DIR/data
    mkdir -p "$data"; chmod 711 "$DIR" "$data"
    if [ "$(id -u)" -eq 0 ] && ! (as postgres test -x "$data") 2>/dev/null; then data=$(mktemp -d /tmp/mat-backends.XXXXXX); chmod 711 "$data"; fi
    printf 'DATA=%q\nPG_PORT=%s\nRABBIT_PORT=%s\nRABBIT_DIST_PORT=%s\nEPMD_PORT=%s\nREDIS_PORT=%s\n' \
      "$data" $(free_ports 5) >"$DIR/ports"
  fi
  load
  cat >"$DIR/env" <<END
export MAT_TEST_POSTGRES='Host=127.0.0.1;Port=$PG_PORT;Username=postgres'
export MAT_TEST_RABBITMQ='amqp://guest:guest@127.0.0.1:$RABBIT_PORT'
export MAT_TEST_REDIS='127.0.0.1:$REDIS_PORT'
export MAT_TEST_BACKENDS='$DIR'
END
  local service pids=() failed=()
  for service in "${wanted[@]}"; do
    alive "$service" && continue
    "start_$service" & pids+=("$service:$!")
  done
  for service in "${pids[@]+"${pids[@]}"}"; do wait "${service#*:}" || failed+=("${service%:*}"); done
  if [ ${#failed[@]} -gt 0 ]; then stop; die "failed to start: ${failed[*]}"; fi
}

stop() {
  local service
  signal INT postgres; signal TERM redis; signal TERM rabbitmq
  for service in postgres redis rabbitmq epmd; do signal CONT "$service"; done
  for service in postgres redis rabbitmq; do wait_for 15 "$service" eval "! alive $service" || signal KILL "$service"; done
  signal KILL epmd
  rm -f "$DIR"/{postgres,rabbitmq,redis,epmd}.pid
}

remove() { stop; rm -rf "${DATA:?}" "$DIR"; }

SELF=$(readlink -f "$0")
verb=${1:-help}; shift || true
case "$verb" in
  _exec) as "$@" ;;
  install) install "$@" ;;
  help|-h|--help) sed -n '2,17s/^# \{0,1\}//p' "$SELF" ;;
  start|stop|remove|status|kill|resume|freeze|thaw|rabbitmqctl)
    [ $# -ge 1 ] || die "$verb: missing folder"
    mkdir -p "$1"; DIR=$(cd "$1" && pwd -P); shift
    case "$verb" in
      start) start "$@" ;;
      stop) [ ! -f "$DIR/ports" ] || { load; stop; } ;;
      remove) if [ -f "$DIR/ports" ]; then load; remove; else rm -rf "$DIR"; fi ;;
      status) load; for s in "${SERVICES[@]}"; do if alive "$s"; then echo "$s up"; else echo "$s down"; fi; done ;;
      kill) load; signal KILL "$1"; wait_for 10 "$1" eval "! alive $1" ;;
      resume) load; alive "$1" || "start_$1" ;;
      freeze) load; signal STOP "$1" ;;
      thaw) load; signal CONT "$1" ;;
      rabbitmqctl)
        load; cd /
        as rabbitmq env HOME="$DATA/rabbitmq" LANG=C.UTF-8 RABBITMQ_NODENAME="mat$RABBIT_PORT@localhost" ERL_EPMD_PORT="$EPMD_PORT" "${RABBIT_BIN%-server}ctl" -q "$@" ;;
    esac ;;
  *) die "unknown verb $verb" ;;
esac
