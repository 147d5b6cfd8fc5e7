#!/usr/bin/env bash
# Adds a migration to one service: scripts/add-migration.sh Tickets AddProblems
# One provider-neutral set per service (docs/adr/0004): generated against SQLite, then the column types are removed, so that
# each provider derives its own from the model.
set -euo pipefail
cd "$(dirname "$0")/.."
service=${1:?usage: scripts/add-migration.sh SERVICE NAME}
name=${2:?usage: scripts/add-migration.sh SERVICE NAME}
export MatService=$service
dotnet tool restore >/dev/null
dotnet build tools/Migrations -v q -nologo -m:1 -p:MatService="$service"
dotnet ef migrations add "$name" --no-build --project "services/$service" --startup-project tools/Migrations \
  --output-dir Data/Migrations
for file in services/"$service"/Data/Migrations/*.cs; do
  sed -i -E '/^ *type: "(TEXT|INTEGER|BLOB|REAL)",$/d; s/type: "(TEXT|INTEGER|BLOB|REAL)", //; s/,? ?type: "(TEXT|INTEGER|BLOB|REAL)"(,?)$/\2/; s/, type: "(TEXT|INTEGER|BLOB|REAL)"//; s/\.HasColumnType\("(TEXT|INTEGER|BLOB|REAL)"\)//; /^ +\.HasColumnType/d' "$file"
  # Keep the end of a call chain whose middle line was removed.
  perl -0pi -e 's/\n\s+;/;/g; s/^\xEF\xBB\xBF//' "$file"
done
echo "Review the result: services/$service/Data/Migrations"
