#!/usr/bin/env bash
# Writes the secrets of one installation to a file that only its owner can read. What the file has already is kept, so a run after
# an upgrade adds only what is new.
#
#   bash deploy/scripts/make-secrets.sh                                           deploy/compose/.env, public URL http://localhost:8080/
#   bash deploy/scripts/make-secrets.sh --url https://oversight.example.org/      another public URL: exactly the iss of all tokens
#   bash deploy/scripts/make-secrets.sh --file FILE                               another file
#   bash deploy/scripts/make-secrets.sh --division 3302                           with two first administrators and clients of that division
#
# Keep a copy of the file in a safe apart from every backup of the databases: without it the personal data in them is lost, and
# whoever has both can read everything.
set -euo pipefail
umask 077

file=$(cd "$(dirname "${BASH_SOURCE[0]}")/../compose" && pwd)/.env
url=http://localhost:8080/
division=
while [[ $# -gt 0 ]]; do
  case $1 in
    --url) url=$2; shift 2 ;;
    --file) file=$2; shift 2 ;;
    --division) division=$2; shift 2 ;;
    -h | --help) sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "Unknown option: $1"; exit 2 ;;
  esac
done

touch "$file"
chmod 600 "$file"

set_once() {
  if ! grep -q "^$1=" "$file"; then
    printf '%s=%s\n' "$1" "$2" >>"$file"
    echo "made $1"
  fi
}

# 192 random bits in letters and digits, with a sign of every kind that a server may ask for; nothing that a URL or a connection string reads as its own.
password() { printf 'A0a-%s' "$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"; }
key() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }

set_once OVERSIGHT_PUBLIC_URL "$url"
set_once OVERSIGHT_SUBNET 10.213.77.0/24
set_once OVERSIGHT_BROKER_PASSWORD "$(password)"
set_once OVERSIGHT_DATABASE_ADMIN_PASSWORD "$(password)"
for service in REGISTRY DISCLOSURE IDENTITY INSPECTION COMPLAINT ENFORCEMENT CREDITFILE; do
  set_once "OVERSIGHT_DATABASE_PASSWORD_$service" "$(password)"
done
for service in REGISTRY IDENTITY INSPECTION COMPLAINT ENFORCEMENT CREDITFILE; do
  set_once "OVERSIGHT_PERSONAL_DATA_KEY_$service" "$(key)"
  set_once "OVERSIGHT_FINGERPRINT_KEY_$service" "$(key)"
done
if [[ -n $division ]]; then
  set_once OVERSIGHT_BOOTSTRAP_DIVISION "$division"
  set_once OVERSIGHT_BOOTSTRAP_USER_NAME administrator
  set_once OVERSIGHT_BOOTSTRAP_PASSWORD "$(password)"
  set_once OVERSIGHT_BOOTSTRAP_SECOND_USER_NAME administrator2
  set_once OVERSIGHT_BOOTSTRAP_SECOND_PASSWORD "$(password)"
  set_once OVERSIGHT_BOOTSTRAP_CLIENT_ID bootstrap
  set_once OVERSIGHT_BOOTSTRAP_CLIENT_SECRET "$(password)"
  set_once OVERSIGHT_BOOTSTRAP_SECOND_CLIENT_ID bootstrap-second
  set_once OVERSIGHT_BOOTSTRAP_SECOND_CLIENT_SECRET "$(password)"
fi
echo "$file is complete"
