#!/bin/bash
# Starts the server as the official image does, as far as the tests and the compose file need it: POSTGRES_USER, _PASSWORD
# and _DB, scripts in /docker-entrypoint-initdb.d at the first start, and options ("-c …") as the whole command.
set -euo pipefail

export PGDATA=${PGDATA:-/var/lib/postgresql/data} LANG=C.UTF-8
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH

if [[ $# -eq 0 || $1 == -* ]]; then set -- postgres "$@"; fi
if [[ $1 != postgres ]]; then exec "$@"; fi
if [[ $(id -u) -eq 0 ]]; then
  install -d -m 700 -o postgres -g postgres "$PGDATA"
  install -d -o postgres -g postgres /run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups bash "$0" "$@"
fi

if [[ ! -s $PGDATA/PG_VERSION ]]; then
  user=${POSTGRES_USER:-postgres} database=${POSTGRES_DB:-${POSTGRES_USER:-postgres}}
  : "${POSTGRES_PASSWORD:?must be set}"
  initdb --username="$user" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") --auth-local=trust --auth-host=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 >/dev/null
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  # Not reachable from outside until the scripts have run.
  pg_ctl --wait --silent --options="-c listen_addresses=''" start
  if [[ $database != postgres ]]; then
    psql --no-psqlrc --quiet --username="$user" --dbname=postgres --command="create database \"$database\""
  fi
  for script in /docker-entrypoint-initdb.d/*; do
    case $script in
      *.sh) POSTGRES_USER=$user POSTGRES_DB=$database bash "$script" ;;
      *.sql) psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="$user" --dbname="$database" --file="$script" ;;
    esac
  done
  pg_ctl --wait --silent --mode=fast stop
fi

exec "$@" -c listen_addresses='*'
