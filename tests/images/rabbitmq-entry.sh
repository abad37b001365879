#!/bin/sh
# Starts the broker as the official image does, as far as the tests and the compose file need it: user, password and virtual
# host from RABBITMQ_DEFAULT_USER, _PASS and _VHOST, settings from /etc/rabbitmq/conf.d, logs on standard output.
set -eu

if [ "$#" -gt 0 ] && [ "$1" != rabbitmq-server ]; then exec "$@"; fi

# So that the process that Docker starts and kills is the broker itself.
export RUNNING_UNDER_SYSTEMD=1 RABBITMQ_LOGS=- HOME=/var/lib/rabbitmq
if [ "$(id -u)" -ne 0 ]; then exec /usr/lib/rabbitmq/bin/rabbitmq-server; fi
chown -R rabbitmq:rabbitmq /var/lib/rabbitmq
exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups /usr/lib/rabbitmq/bin/rabbitmq-server
