# Sourced by scripts/images.sh: what must hold of the image, tried on the image and not on its recipe.
passed=0 failed=0
check() { # what, command…
  local what=$1; shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); say "FAILED: $what"; fi
}
work=$(mktemp -d "${TMPDIR:-/tmp}/mat-image-test.XXXXXX"); chmod 711 "$work"
root=$work/root box='' port=
finish() { [ -z "$box" ] || kill -KILL "$box" 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT

none() { [ -z "$(cat)" ]; }
config() { node -p "const f = '$work/oci/', j = (p) => JSON.parse(require('fs').readFileSync(f + p, 'utf8')), c = j(j('manifest.json')[0].Config), l = c.config.Labels; $1"; }
same() { cmp -s "$work/1.tar" "$work/2.tar"; }
# Every blob is what its name says, as a registry demands.
blobs() { (cd "$work/oci/blobs/sha256" && for b in *; do echo "$b  $b"; done | sha256sum -c --quiet); }
no_programs() { find "$root" -type f \( -name sh -o -name bash -o -name dash -o -name busybox -o -name perl \) | none && [ "$(find "$root/usr/bin" "$root/usr/sbin" 2>/dev/null | wc -l)" -le 2 ]; }
no_special() { find "$root" \( -perm /6000 -o \( -type f -perm /022 \) \) | none && find "$root" -type d -perm /022 ! -path "$root/tmp" | none; }
# As the layers say it: only root can give what it unpacks to somebody else.
owned() {
  local others layer
  others=$(for layer in $(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))[0].Layers.join(" ")' "$work/oci/manifest.json"); do
    tar --numeric-owner -tvf "$work/oci/$layer" | awk '$2 != "0/0" {print $2, $1, $6}'
  done)
  [ "$others" = "1654/1654 drwx------ data/" ] || { say "$others"; return 1; }
}
labelled() { config "['title','version','revision','created','description'].every(n => l['org.opencontainers.image.' + n])" | grep -q true; }
user() { [ "$(config 'c.config.User + " " + c.config.Entrypoint.join(" ")')" = "1654:1654 /usr/bin/dotnet /app/mat.dll" ]; }
# ReadyToRun code carries its own header, "RTR\0".
ahead() { local f; for f in mat Mat.Platform Mat.Tickets Mat.Gateway; do grep -qaP 'RTR\x00' "$root/app/$f.dll" || return 1; done; }
no_secrets() { find "$root/app" \( -name '*.pem' -o -name '*.keys' -o -name 'appsettings*' -o -name '.env*' \) | none; }

# A container by hand: own mounts, processes and host name; the root read-only; uid 1654 without a single capability.
inside() { # words for mat
  unshare --mount --pid --fork --kill-child --ipc --uts --propagation private bash -c '
    root=$1; shift
    mount --bind "$root" "$root" && mount -o remount,bind,ro,nosuid,nodev "$root" &&
    mount -t tmpfs -o mode=1777,nosuid,nodev,noexec,size=64m tmpfs "$root/tmp" &&
    mount --bind "$root/../data" "$root/data" && mount -t proc proc "$root/proc" &&
    mount -t tmpfs -o mode=755,size=64k tmpfs "$root/dev" && for d in null zero random urandom; do touch "$root/dev/$d" && mount --bind "/dev/$d" "$root/dev/$d" || exit 1; done
    exec env -i PATH=/usr/bin HOME=/tmp DOTNET_ROOT=/usr/share/dotnet SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt MAT__DATA=/data \
      "$(command -v setpriv)" --no-new-privs "$(command -v chroot)" --userspec=1654:1654 --groups= "$root" /usr/bin/dotnet /app/mat.dll "$@"' _ "$root" "$@"
}
# The last of the chain: bash, unshare, mat.
process() { local pid=$box child; while child=$(ps -o pid= --ppid "$pid" | tr -d ' ') && [ -n "$child" ]; do pid=$child; done; echo "$pid"; }
field() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$(process)/status"; }
start() {
  port=$(free_port); from=$(date +%s%N)
  inside --target=all --urls "http://127.0.0.1:$port" >"$work/log" 2>&1 & box=$!
  wait_http 90 "http://127.0.0.1:$port/health/ready" "$box" || { tail -20 "$work/log" >&2; return 1; }
  say "Ready after $((($(date +%s%N) - from) / 1000000)) ms, $(($(field VmRSS | tr -dc 0-9) / 1024)) MB resident"
}
unprivileged() { [ "$(field Uid | cut -f1)" = $USER_ID ] && [ "$(field CapEff)$(field CapPrm)" = 00000000000000000000000000000000 ] && [ "$(field NoNewPrivs)" = 1 ]; }
healthy() { inside --health "http://127.0.0.1:$port" | grep -q Healthy; }
sick() { ! inside --health http://127.0.0.1:1 2>/dev/null; }
console() { curl -fsS -H 'accept: text/html' "http://127.0.0.1:$port/" | grep -q '<script'; }
zones() { [ -f "$root/usr/share/zoneinfo/Europe/London" ]; }
# The first process of a container gets no default for SIGTERM: it must listen.
ends() { local n; kill -TERM "$(process)"; for n in $(seq 300); do kill -0 "$box" 2>/dev/null || { wait "$box"; n=$?; box=''; return $n; }; sleep 0.1; done; return 1; }
targets() { [ "$(inside --list-targets | sort)" = "$({ echo gateway; modules; } | sort)" ]; }
refuses() { local out; out=$(inside --target=tickets 2>&1) && return 1; grep -q 'set Mat:Storage=postgres' <<<"$out"; }

pack "$work/1.tar" >&2
pack "$work/2.tar" >/dev/null
check "the same sources make the same image" same
mkdir "$work/oci" && tar -C "$work/oci" -xf "$work/1.tar" && unpack "$work/1.tar" "$root"
check "every blob is what its name says" blobs
check "no shell and no other program than dotnet" no_programs
check "nothing is set-uid or writable for others" no_special
check "root owns everything but /data" owned
check "labels of the Open Container Initiative" labelled
check "runs as 1654 and starts mat" user
check "compiled ahead" ahead
check "no secrets and no settings in it" no_secrets
check "time zones" zones
if [ "$(id -u)" -ne 0 ]; then say "Only root can try the image in mounts of its own: not run."
else
  mkdir "$work/data" && chown $USER_ID:$USER_ID "$work/data"
  check "names its processes" targets
  check "a part alone says what it needs" refuses
  check "starts with a read-only root" start
  check "without rights" unprivileged
  check "says that it is healthy" healthy
  check "says that it is not" sick
  check "shows the console" console
  check "SIGTERM ends it with 0" ends
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
