#!/usr/bin/env bash
# Builds the container image without a Docker engine or a registry: libraries from Debian packages, .NET's runtime from the
# SDK on this machine, the server compiled ahead of time. One image holds every module; --target selects those a container runs.
#
#   scripts/images.sh build [FILE]   writes FILE (artifacts/images/mat.tar), prints digest and sizes
#   scripts/images.sh pack [FILE]    the same from the existing artifacts/publish/mat
#   scripts/images.sh unpack FILE DIR  the image's root file system
#   scripts/images.sh test           packs twice and compares, inspects, runs it read-only as its own user; prints `N passed, N failed`
#
# FILE is an OCI archive (skopeo copy oci-archive:FILE docker://…, podman load) that docker load accepts too.
# SOURCE_DATE_EPOCH (default: the commit's time) is the timestamp of everything in it: the same sources produce the same digest.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
die() { say "images: $*"; exit 1; }

USER_ID=1654
PACKAGES=(base-files netbase tzdata ca-certificates libc6 libgcc-s1 libstdc++6 libssl3)
TOOLS=$ROOT/artifacts/tools/image
DEBS=$ROOT/artifacts/debs
export LC_ALL=C TZ=UTC
: "${SOURCE_DATE_EPOCH:=$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || date +%s)}"
export SOURCE_DATE_EPOCH

# ---- layers ----------------------------------------------------------------------------------------------------------
# A layer is a tar whose bytes depend only on names, modes and contents.

tar_flags=(--format=gnu --sort=name "--mtime=@$SOURCE_DATE_EPOCH" --numeric-owner --mode=u=rwX,go=rX)
layer() { # folder, file
  tar -C "$1" "${tar_flags[@]}" --owner=0 --group=0 -cf "$2" .
}

# Debian's libraries without its programs: no shell, nothing that is set-uid. A scanner reads the versions in status.d.
base_root() { # folder
  local work deb name; work=$(mktemp -d "${TMPDIR:-/tmp}/mat-debs.XXXXXX")
  has apt-get && has dpkg-deb || die "the base is made of Debian packages and this machine has no apt-get: use docker build -f infra/Dockerfile ."
  # Downloaded each time, so that the base has its security updates. The last download serves the tests while the
  # network is away; nothing that leaves the house is built of it.
  if (cd "$work" && apt-get -q download "${PACKAGES[@]}" >apt.log 2>&1); then
    rm -rf "$DEBS"; mkdir -p "$DEBS"; cp "$work"/*.deb "$DEBS"
  elif [ -n "${testing:-}" ] && [ -d "$DEBS" ]; then
    say "images: downloading the base's packages failed; using those of $(date -r "$DEBS" +%F)"
    rm -f "$work"/*.deb; cp "$DEBS"/*.deb "$work"
  else
    tail -3 "$work/apt.log" >&2; die "downloading the base's packages failed"
  fi
  mkdir -p "$1"/{usr/lib,usr/lib64,usr/bin,etc/ssl/certs,var/lib/dpkg/status.d,tmp,data,home/app,proc,sys,dev}
  for name in "${PACKAGES[@]}"; do
    deb=$(echo "$work/$name"_*.deb)
    dpkg-deb -x "$deb" "$work/$name"
    dpkg-deb -f "$deb" >"$1/var/lib/dpkg/status.d/$name"
    # Debian's own layout: /lib is a link to /usr/lib.
    for deb in lib lib64; do [ ! -d "$work/$name/$deb" ] || cp -a "$work/$name/$deb/." "$1/usr/$deb/"; done
    (cd "$work/$name" && for deb in usr/lib usr/share/zoneinfo usr/share/ca-certificates etc; do [ ! -d "$deb" ] || cp -a --parents "$deb" "$1"; done)
    (cd "$work/$name" && find usr/share/doc -name copyright -exec cp --parents {} "$1" \;)
  done
  ln -s usr/lib "$1/lib"; ln -s usr/lib64 "$1/lib64"
  rm -rf "$1"/usr/lib/*/gconv "$1"/usr/lib/*/audit "$1"/usr/lib/valgrind "$1"/usr/share/zoneinfo/{right,posix} "$1"/etc/{ca-certificates,default,update-motd.d,skel,profile.d,dpkg,issue,issue.net}
  find "$1/usr/share/ca-certificates" -name '*.crt' | sort | xargs cat >"$1/etc/ssl/certs/ca-certificates.crt"
  rm -rf "$1/usr/share/ca-certificates"
  printf 'root:x:0:0:root:/:/nologin\napp:x:%s:%s:Mat:/home/app:/nologin\n' $USER_ID $USER_ID >"$1/etc/passwd"
  printf 'root:x:0:\napp:x:%s:\n' $USER_ID >"$1/etc/group"
  printf 'hosts: files dns\n' >"$1/etc/nsswitch.conf"
  rm -rf "$work"
}

runtime_root() { # folder
  local home version; home=$(dirname "$(readlink -f "$(command -v dotnet)")")
  version=$(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \(10\.0\.[0-9]*\) .*/\1/p' | sort -V | tail -1)
  mkdir -p "$1/usr/bin" "$1/usr/share/dotnet"
  (cd "$home" && cp -a --parents dotnet LICENSE.txt ThirdPartyNotices.txt "host/fxr/$version" shared/Microsoft.{NETCore,AspNetCore}.App/"$version" "$1/usr/share/dotnet")
  ln -s ../share/dotnet/dotnet "$1/usr/bin/dotnet"
}

app_root() { # folder
  local published=$ROOT/artifacts/publish/mat
  [ -f "$published/mat.dll" ] || die "the server is not published: scripts/images.sh build"
  mkdir -p "$1/app"
  cp -a "$published/." "$1/app/"
  # Not run from here: what describes the code to an editor, and the services' own executables.
  rm -rf "$1"/app/*.xml "$1"/app/*.staticwebassets.* "$1/app/wwwroot" "$1/app/mat"
  find "$1/app" -maxdepth 1 -name 'Mat.*' ! -name '*.dll' ! -name '*.pdb' -delete
  if [ -d "$ROOT/gateway/console/dist" ]; then cp -a "$ROOT/gateway/console/dist" "$1/app/wwwroot"; rm -f "$1/app/wwwroot/.mat-built"; fi
}

base_layer() { # file
  local root; root=$(mktemp -d "${TMPDIR:-/tmp}/mat-base.XXXXXX")
  base_root "$root"
  # What the process may write to is not among the read-only rest: /tmp is everybody's, /data the process's own.
  rmdir "$root/tmp" "$root/data"
  layer "$root" "$1"
  mkdir "$root/tmp" "$root/data"
  tar -C "$root" "${tar_flags[@]}" --mode=1777 --owner=0 --group=0 -rf "$1" tmp
  tar -C "$root" "${tar_flags[@]}" --mode=0700 --owner=$USER_ID --group=$USER_ID -rf "$1" data
  rm -rf "$root"
}

folder_layer() { # make, file
  local root; root=$(mktemp -d "${TMPDIR:-/tmp}/mat-layer.XXXXXX")
  "$1" "$root"; layer "$root" "$2"; rm -rf "$root"
}

# ---- the archive -----------------------------------------------------------------------------------------------------

pack() { # file
  local file=$1 work made; work=$(mktemp -d "${TMPDIR:-/tmp}/mat-image.XXXXXX"); mkdir -p "$(dirname "$file")"
  base_layer "$work/base.tar"
  folder_layer runtime_root "$work/runtime.tar"
  folder_layer app_root "$work/app.tar"
  made=$(node "$ROOT/scripts/image/oci.mjs" "$work" "$ROOT" "$SOURCE_DATE_EPOCH" base runtime app)
  tar -C "$work/oci" "${tar_flags[@]}" --owner=0 --group=0 -cf "$file.part" .
  mv "$file.part" "$file"
  rm -rf "$work"
  echo "$made"
}

unpack() { # file, folder
  local work blob; work=$(mktemp -d "${TMPDIR:-/tmp}/mat-unpack.XXXXXX"); mkdir -p "$2"
  tar -C "$work" -xf "$1"
  for blob in $(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))[0].Layers.join(" ")' "$work/manifest.json"); do
    tar -C "$2" --numeric-owner -xpf "$work/$blob"
  done
  rm -rf "$work"
}

# One at a time, like every build of this checkout: runs share the output folder.
publish() { build_console && build_server Release; }

case "${1:-build}" in
  build) locked publish >&2 || die "the build failed"; pack "${2:-$ROOT/artifacts/images/mat.tar}" ;;
  pack) pack "${2:-$ROOT/artifacts/images/mat.tar}" ;;
  unpack) [ $# -eq 3 ] || die "unpack FILE DIR"; unpack "$2" "$3" ;;
  test) testing=yes; . "$ROOT/scripts/image/test.sh" ;;
  *) sed -n '2,12s/^# \{0,1\}//p' "$0" ;;
esac
