#!/bin/bash
# First start of the database only: a role and a database per service, so that no service can read another one's.
set -euo pipefail

for service in $OVERSIGHT_SERVICES; do
  name=oversight_$service
  variable=OVERSIGHT_DATABASE_PASSWORD_$service
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=name="$name" --set=password="${!variable:?}" \
    --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name" template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8';
revoke all on database :"name" from public;
SQL
done
