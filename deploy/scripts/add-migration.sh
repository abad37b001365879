#!/usr/bin/env bash
# Migrations of a service, or of the platform's tables that all services share, for all three databases.
#
#   bash deploy/scripts/add-migration.sh Registry AddSites    adds one migration per database; "Platform" for the platform's tables
#   bash deploy/scripts/add-migration.sh Registry --check     fails if the model has changes without a migration
#   bash deploy/scripts/add-migration.sh Registry --renew     replaces all of its migrations by one Initial: before the first release only
#   bash deploy/scripts/add-migration.sh --renew              the same for the platform and every service
#
# A migration is one file without a copy of the model: EF Core reads the model of a migration only to rebuild tables on SQLite and
# for annotations that nothing here uses. The model to compare with is in the snapshot beside it.
set -euo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
all=(Platform Registry Inspection Enforcement CreditFile Complaint Disclosure Identity)
case ${1:-} in
  --renew) names=("${all[@]}") action=--renew ;;
  '' | -*) sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 2 ;;
  *) names=("$1") action=${2:?name of the migration, --check or --renew} ;;
esac
[ -x .tools/dotnet-ef ] || dotnet tool install dotnet-ef --version 10.0.15 --tool-path .tools >/dev/null

# merge <folder>: moves the two attributes of each designer file to its migration and deletes it.
merge() {
  local designer migration
  for designer in "$1"/*.Designer.cs; do
    [ -e "$designer" ] || continue
    migration=${designer%.Designer.cs}.cs
    # The attributes name the context, so the migration needs the designer's usings; doubled ones are warnings that generated code has off.
    awk -v designer="$designer" '
      BEGIN {
        while ((getline line < designer) > 0) {
          sub(/\r$/, "", line)
          if (line ~ /^using / && line !~ /Metadata|ValueConversion/) usings[++u] = line
          if (line ~ /^ *\[(DbContext|Migration)\(/) attributes[++a] = line
        }
      }
      { sub(/\r$/, ""); sub(/^\xef\xbb\xbf/, "") }
      /^using / { seen[$0] = 1 }
      /^namespace/ || /^#nullable/ { if (!added) { for (i = 1; i <= u; i++) if (!(usings[i] in seen)) print usings[i]; added = 1 } }
      /public partial class/ { for (i = 1; i <= a; i++) print attributes[i] }
      { print }' "$migration" >"$migration.merged"
    mv "$migration.merged" "$migration"
    rm "$designer"
  done
}

for name in "${names[@]}"; do
  startup=services/$name project=services/$name output=Data/Migrations
  if [ "$name" = Platform ]; then startup=services/Registry project=services/Shared/Persistence output=Platform/Migrations; fi
  [ "$action" != --renew ] || rm -rf "${project:?}/$output"
  dotnet build "$startup" -nologo -v q -clp:NoSummary
  for provider in SqlServer PostgreSql Sqlite; do
    common=(--project "$project" --startup-project "$startup" --context "$name${provider}Context" --no-build)
    case $action in
      --check) .tools/dotnet-ef migrations has-pending-model-changes "${common[@]}" ;;
      --renew) .tools/dotnet-ef migrations add Initial "${common[@]}" --output-dir "$output/$provider" ;;
      *) .tools/dotnet-ef migrations add "$action" "${common[@]}" --output-dir "$output/$provider" ;;
    esac
    [ "$action" = --check ] || merge "$project/$output/$provider"
  done
done
