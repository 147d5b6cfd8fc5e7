#!/usr/bin/env bash
# Backup and restore of Mat's data; docs/operations.md describes the procedures and the keys that belong to a backup.
#
#   scripts/backup.sh dump DIR       dumps every database of Mat into DIR, one file each (pg_dump -Fc)
#   scripts/backup.sh restore DIR    creates and fills the databases of DIR; refuses if one of them exists
#   scripts/backup.sh copy DATA DIR  copies the embedded shape's folder; refuses while mat runs on it
#
# Connection: PGHOST, PGPORT, PGUSER, PGPASSWORD. MAT_DATABASE_PREFIX (mat_) is the prefix of the database names.
set -euo pipefail
die() { printf 'backup: %s\n' "$*" >&2; exit 1; }
prefix=${MAT_DATABASE_PREFIX:-mat_}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -z "$bin" ] || PATH=$bin:$PATH
umask 077

databases() { psql -XAtq -d postgres -v prefix="$prefix" <<<"SELECT datname FROM pg_database WHERE starts_with(datname, :'prefix') ORDER BY 1"; }

dump() {
  local names name
  names=$(databases)
  [ -n "$names" ] || die "no database name begins with $prefix"
  mkdir -p "$1"
  for name in $names; do
    # Gets its final name only once complete.
    pg_dump -Fc -d "$name" -f "$1/$name.part"
    mv "$1/$name.part" "$1/$name.dump"
    echo "$name"
  done
}

restore() {
  local file name there
  there=" $(databases | tr '\n' ' ') "
  compgen -G "$1/$prefix*.dump" >/dev/null || die "$1 contains no $prefix*.dump"
  for file in "$1/$prefix"*.dump; do
    name=$(basename "$file" .dump)
    [[ $there != *" $name "* ]] || die "the database $name exists: drop it first, or restore to another server"
  done
  for file in "$1/$prefix"*.dump; do
    name=$(basename "$file" .dump)
    createdb -T template0 "$name"
    pg_restore --no-owner --exit-on-error --single-transaction -d "$name" "$file"
    echo "$name"
  done
}

copy() {
  [ -d "$1" ] || die "folder $1 does not exist"
  [ ! -e "$2" ] || die "$2 already exists: choose another folder"
  # mat holds this lock while it runs; hold it during the copy.
  exec 9>>"$1/mat.lock"
  flock -n 9 || die "mat is running on $1: stop it first, or take a file-system snapshot"
  mkdir -p "$(dirname "$2")"
  cp -a "$1" "$2.part"
  rm -f "$2.part/mat.lock"
  mv "$2.part" "$2"
  echo "$2"
}

case "${1:-help}" in
  dump) [ $# -eq 2 ] || die "dump DIR"; dump "$2" ;;
  restore) [ $# -eq 2 ] || die "restore DIR"; restore "$2" ;;
  copy) [ $# -eq 3 ] || die "copy DATA DIR"; copy "$2" "$3" ;;
  *) sed -n '2,8s/^# \{0,1\}//p' "$0" ;;
esac
