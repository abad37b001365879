#!/bin/bash
# Starts the one program of this image in the place of this shell, so that signals reach it.
set -eu
for settings in /app/Oversight.*.runtimeconfig.json; do program=${settings%.runtimeconfig.json}; done
if [ -x "$program" ]; then exec "$program" "$@"; fi
exec dotnet "$program.dll" "$@"
