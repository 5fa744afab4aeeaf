#!/bin/sh
# Runs once, at the first start of Postgres: a role and a schema of its own for each service.
set -eu
for service in trigger orchestrator deployer analysis judgement console; do
  variable=$(echo "$service" | tr '[:lower:]' '[:upper:]')_PASSWORD
  eval "password=\$$variable"
  psql -v ON_ERROR_STOP=1 -U postgres -d gennaker -v role="$service" -v password="$password" <<'SQL'
create role :"role" login password :'password';
create schema :"role" authorization :"role";
SQL
done
