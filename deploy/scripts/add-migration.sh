#!/usr/bin/env bash
# Adds one migration to a service for all three databases: deploy/scripts/add-migration.sh Registry Initial
# --check fails if the model of a service has changes without a migration: deploy/scripts/add-migration.sh Registry --check
set -euo pipefail
cd "$(dirname "$0")/../.."
service=${1:?service, e.g. Registry} name=${2:?name of the migration, e.g. Initial}
export DOTNET_CLI_TELEMETRY_OPTOUT=1
[ -x .tools/dotnet-ef ] || dotnet tool install dotnet-ef --version 10.0.15 --tool-path .tools >/dev/null
dotnet build "services/$service" -nologo -v q -clp:NoSummary
for provider in SqlServer PostgreSql Sqlite; do
  common=(--project "services/$service" --startup-project "services/$service" --context "$service${provider}Context" --no-build)
  if [ "$name" = --check ]; then
    .tools/dotnet-ef migrations has-pending-model-changes "${common[@]}"
  else
    .tools/dotnet-ef migrations add "$name" "${common[@]}" --output-dir "Data/Migrations/$provider"
  fi
done
