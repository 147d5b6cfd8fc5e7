#!/usr/bin/env bash
# Replaces a service's migrations by one that makes the whole schema: scripts/initial-migration.sh Tickets
# For the time before the first release only: a database made by the old migrations cannot be upgraded and has to be made again.
# What the model cannot say (indexes of one provider) stands in services/SERVICE/Data/SqlObjects.cs, which the migration calls last.
set -euo pipefail
cd "$(dirname "$0")/.."
service=${1:?usage: scripts/initial-migration.sh SERVICE}
folder=services/$service/Data/Migrations
[ -d "services/$service/Data" ] || { echo "There is no services/$service/Data." >&2; exit 1; }
old=$(mktemp -d); trap 'rm -rf "$old"' EXIT
[ ! -d "$folder" ] || cp -a "$folder" "$old/"
restore() { rm -rf "$folder"; [ ! -d "$old/Migrations" ] || cp -a "$old/Migrations" "$folder"; echo "No migration was made: $folder is as it was." >&2; exit 1; }
rm -rf "$folder"
scripts/add-migration.sh "$service" Initial || restore
if [ -f "services/$service/Data/SqlObjects.cs" ]; then
  perl -0pi -e 's/(\n        \}\n\n(?: *\/\/\/ <inheritdoc \/>\n)? *protected override void Down)/\n\n            SqlObjects.Create(migrationBuilder);$1/' "$folder"/*_Initial.cs
  grep -q 'SqlObjects.Create(migrationBuilder);' "$folder"/*_Initial.cs || restore
fi
