#!/usr/bin/env bash
# Brings the whole platform up by deploy/compose, registers an institution through the gateway, finds it in the public record, looks
# at how the containers run, and takes everything down again. Secrets, port, network and volumes are its own: an installation on the
# same machine is not touched. Exit code 0 only if all of it worked.
#
#   bash deploy/scripts/compose-smoke.sh             with images that the engine has or can fetch (build-images.sh before)
#   bash deploy/scripts/compose-smoke.sh --keep      leaves it running and says where
#
# OVERSIGHT_TAG, OVERSIGHT_POSTGRESQL_IMAGE and OVERSIGHT_RABBITMQ_IMAGE choose other images.
set -euo pipefail

keep=false
case ${1:-} in
  --keep) keep=true ;;
  -h | --help) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
  '') ;;
  *) echo "Unknown option: $1"; exit 2 ;;
esac

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder=$(mktemp -d)
port=${OVERSIGHT_SMOKE_PORT:-18080}
public=http://localhost:$port
if docker compose version >/dev/null 2>&1; then compose=(docker compose); else compose=(docker-compose); fi
compose+=(--project-name oversight-smoke --env-file "$folder/env" --file deploy/compose/compose.yaml)
export OVERSIGHT_LISTEN=127.0.0.1:$port

finish() {
  local code=$?
  trap - EXIT
  if [[ $code -ne 0 ]]; then
    "${compose[@]}" ps || true
    "${compose[@]}" logs --no-color --tail 15 >"$folder/logs" 2>&1 || true
    cut -c 1-250 "$folder/logs" | head -n 120
    echo "FAILED after $SECONDS s"
  fi
  if [[ $keep == true ]]; then
    echo "It runs at $public; down with: ${compose[*]} down --volumes"
  else
    "${compose[@]}" down --volumes --timeout 20 >/dev/null 2>&1 || true
    rm -rf "$folder"
  fi
  exit "$code"
}
trap finish EXIT

step() { echo "$SECONDS s: $*"; }

# until_true <seconds> <what> <command…>
until_true() {
  local limit=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    if [[ $SECONDS -ge $limit ]]; then echo "Not in time: $what"; return 1; fi
    sleep 2
  done
}

bash deploy/scripts/make-secrets.sh --file "$folder/env" --url "$public/" --division 3302 >/dev/null
sed -i 's,^OVERSIGHT_SUBNET=.*,OVERSIGHT_SUBNET=10.213.78.0/24,' "$folder/env"
value_of() { sed -n "s/^$1=//p" "$folder/env"; }

"${compose[@]}" up -d >"$folder/up" 2>&1 || { tail -n 40 "$folder/up"; exit 1; }
step "started"

is_healthy() { [[ $(docker inspect --format '{{.State.Health.Status}}' "$1") == healthy ]]; }
until_true 180 "a healthy gateway" is_healthy "$("${compose[@]}" ps -q gateway)"
step "the gateway is healthy"

code_of() { curl --silent --output "$folder/answer" --write-out '%{http_code}' --max-time 20 "$@"; }
expect() {
  local wanted=$1 got
  shift
  got=$(code_of "$@") || true
  [[ $got == "$wanted" ]] || { echo "Expected $wanted, got $got:"; cat "$folder/answer"; return 1; }
}

expect 200 "$public/"
expect 401 "$public/api/registry/v1/institutions"

take_token() {
  [[ $(code_of --data-urlencode grant_type=client_credentials --data-urlencode "client_id=$(value_of OVERSIGHT_BOOTSTRAP_CLIENT_ID)" \
    --data-urlencode "client_secret=$(value_of OVERSIGHT_BOOTSTRAP_CLIENT_SECRET)" "$public/connect/token") == 200 ]]
}
until_true 60 "a token" take_token
token=$(sed -n 's/.*"access_token": *"\([^"]*\)".*/\1/p' "$folder/answer")
step "signed in"

name=宁波市海曙区冒烟测试幼儿园
year=$(date +%Y)
cat >"$folder/institution" <<JSON
{
  "name": "$name", "creditCode": "52330203MYHT5N2634", "type": "K1", "profit": "non_profit", "division": "330203", "address": "宁波市海曙区测试路 1 号",
  "licenceNumber": "教民133020360999998号", "issuingAuthority": "宁波市海曙区教育局", "issuedOn": "$((year - 1))-08-20",
  "validFrom": "$((year - 1))-09-01", "validTo": "$((year + 4))-08-31", "sponsor": "欧阳举办", "principal": "司马负责", "phone": "0574-00000000"
}
JSON
expect 201 --header "Authorization: Bearer $token" --header 'Idempotency-Key: compose-smoke' --header 'Content-Type: application/json' \
  --data @"$folder/institution" "$public/api/registry/v1/institutions"
step "registered"

found() {
  [[ $(code_of --get --data-urlencode "q=$name" "$public/api/disclosure/v1/institutions") == 200 ]] && grep -q "$name" "$folder/answer"
}
until_true 60 "the institution in the public record" found
step "found in the public record, by RabbitMQ and two databases"

for service in gateway registry disclosure identity inspection complaint enforcement creditfile; do
  container=$("${compose[@]}" ps -q "$service")
  read -r user read_only restarts <<<"$(docker inspect --format '{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.RestartCount}}' "$container")"
  [[ $user == 1654:1654 && $read_only == true && $restarts == 0 ]] || { echo "$service: user $user, read-only $read_only, restarts $restarts"; exit 1; }
  until_true 60 "$service healthy" is_healthy "$container"
done
for service in registry disclosure identity; do
  "${compose[@]}" exec -T "$service" /usr/local/bin/program.sh verify-audit
done
[[ $("${compose[@]}" exec -T rabbitmq rabbitmqctl --quiet list_queues --vhost oversight type | grep -vc '^type$\|^quorum$') == 0 ]] \
  || { echo "not every queue is a quorum queue:"; "${compose[@]}" exec -T rabbitmq rabbitmqctl --quiet list_queues --vhost oversight name type; exit 1; }
step "all healthy, user 1654, read-only root file systems, no restart; audit chains hold; every queue is a quorum queue"
