#!/usr/bin/env bash
# Makes images of Debian's PostgreSQL, RabbitMQ and Redis for tests, where no image registry can be reached:
#   scripts/test-images.sh && eval "$(scripts/test-images.sh env)"
#   MAT_TEST_BACKENDS=containers scripts/test.sh Platform
# They keep to the official images' contract: the same variables and ports. Needs Docker, apt-get and dpkg-deb.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

tag=debian
if [ "${1:-}" = env ]; then
  for s in postgres rabbitmq redis; do echo "export MAT_TEST_${s^^}_IMAGE=mat-test/$s:$tag"; done
  # Testcontainers would fetch its cleaner's image; the test process removes its containers itself. Debian's engine speaks API 1.41.
  echo "export TESTCONTAINERS_RYUK_DISABLED=true DOCKER_API_VERSION=$(docker version -f '{{.Server.APIVersion}}')"
  exit
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/mat-test-images.XXXXXX"); trap 'rm -rf "$work"' EXIT
mkdir -p "$work/debs" "$work/root/usr"/{bin,sbin,lib,lib64} "$work/root"/{data,dev,etc,proc,run,sys,tmp} "$work/root/usr/local/bin"
chmod 1777 "$work/root/tmp"
for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$work/root/$folder"; done

# With an empty status nothing counts as installed, so this names all that the servers need.
: >"$work/status"
apt-get -qq -o Dir::State::status="$work/status" --no-install-recommends --print-uris install \
  postgresql-15 rabbitmq-server redis-server base-files bash coreutils dash gawk grep netbase procps sed util-linux |
  awk '{print $2}' | sed 's/_.*//' | sort -u >"$work/names"
say "Fetching $(wc -l <"$work/names") packages from Debian …"
(cd "$work/debs" && xargs -a "$work/names" apt-get -qq download)
for deb in "$work"/debs/*.deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C "$work/root"; done
rm -rf "$work/root/usr/share"/{doc,info,locale,man}

printf '%s\n' root:x:0:0::/root:/bin/bash postgres:x:999:999::/data:/bin/bash rabbitmq:x:998:998::/data:/bin/bash redis:x:997:997::/data:/bin/bash >"$work/root/etc/passwd"
printf '%s\n' root:x:0: postgres:x:999: rabbitmq:x:998: redis:x:997: >"$work/root/etc/group"
cat >"$work/root/usr/local/bin/entry" <<'END'
#!/bin/bash
set -euo pipefail
service=$1; shift
export HOME=/data LANG=C.UTF-8
mkdir -p /data/log; chown "$service" /data /data/log
user=(setpriv "--reuid=$service" "--regid=$service" --clear-groups)
case "$service" in
  postgres)
    owner=${POSTGRES_USER:-postgres} database=${POSTGRES_DB:-${POSTGRES_USER:-postgres}}
    "${user[@]}" bash -c 'initdb -D /data/db -U "$0" --pwfile=<(echo "$1") -A scram-sha-256 --no-sync -E UTF8 --locale=C' "$owner" "$POSTGRES_PASSWORD" >/dev/null
    echo "host all all all scram-sha-256" >>/data/db/pg_hba.conf
    [ "$database" = postgres ] || echo "CREATE DATABASE \"$database\"" | "${user[@]}" postgres --single -D /data/db postgres >/dev/null
    exec "${user[@]}" postgres -D /data/db -c listen_addresses='*' -c unix_socket_directories=/tmp "$@" ;;
  rabbitmq)
    printf 'listeners.tcp.default = 5672\nloopback_users = none\ndefault_user = %s\ndefault_pass = %s\nlog.console = true\n' \
      "${RABBITMQ_DEFAULT_USER:-guest}" "${RABBITMQ_DEFAULT_PASS:-guest}" >/data/rabbitmq.conf
    printf '[].\n' >/data/plugins; : >/data/env.conf
    exec "${user[@]}" env RABBITMQ_NODENAME=mat@localhost RABBITMQ_MNESIA_BASE=/data/db RABBITMQ_LOGS=- RABBITMQ_LOG_BASE=/data/log RABBITMQ_UPGRADE_LOG=/data/log/upgrade.log \
      RABBITMQ_CONFIG_FILE=/data/rabbitmq.conf RABBITMQ_CONF_ENV_FILE=/data/env.conf RABBITMQ_ENABLED_PLUGINS_FILE=/data/plugins RABBITMQ_PID_FILE=/data/pid \
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none' rabbitmq-server ;;
  redis) exec "${user[@]}" redis-server --bind 0.0.0.0 --protected-mode no --dir /data --save '' --appendonly no "$@" ;;
esac
END
chmod +x "$work/root/usr/local/bin/entry"

tar -c -C "$work/root" . | docker import -c 'ENV PATH=/usr/local/bin:/usr/lib/postgresql/15/bin:/usr/lib/rabbitmq/bin:/usr/sbin:/usr/bin' - mat-test/base:$tag >/dev/null
for s in postgres rabbitmq redis; do
  printf 'FROM mat-test/base:%s\nENTRYPOINT ["/usr/local/bin/entry","%s"]\n' "$tag" "$s" | docker build -q -t "mat-test/$s:$tag" - >/dev/null
done
say "Made mat-test/postgres, mat-test/rabbitmq and mat-test/redis."
