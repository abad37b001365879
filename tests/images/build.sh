#!/usr/bin/env bash
# Makes stand-ins for images that no registry in reach has, from Debian's archive alone: as root, on Debian, with mmdebstrap.
#
#   bash tests/images/build.sh rabbitmq postgresql      for the container tests; tests/run.sh does it
#   bash tests/images/build.sh aspnet                   base image with the ASP.NET Core runtime of this machine's SDK
#
# An image that the engine has already is left alone, but with --again in front. They are for tests: nobody patches them.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tag=debian12

again=false
has() { [[ $again == false ]] && docker image inspect "$1" >/dev/null 2>&1; }

# make <image> <packages> [options of mmdebstrap or, behind --, of docker import]
make() {
  local image=$1 packages=$2 started=$SECONDS options=()
  shift 2
  while [[ $# -gt 0 && $1 != -- ]]; do options+=("$1"); shift; done
  [[ $# -eq 0 ]] || shift
  if has "$image"; then
    echo "$image: is there"
    return 0
  fi
  # The packages go in outside of any container, so that a container needs no way to the archive.
  mmdebstrap --quiet --mode=root --variant=minbase --include="$packages" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    "${options[@]}" bookworm - | docker import "$@" - "$image" >/dev/null
  echo "$image: made in $((SECONDS - started)) s"
}

rabbitmq() {
  make "oversight-tests/rabbitmq:$tag" rabbitmq-server \
    --customize-hook="copy-in '$here/rabbitmq-entry.sh' /usr/local/bin" \
    --customize-hook='mkdir -p "$1/etc/rabbitmq/conf.d" && echo "loopback_users = none" >"$1/etc/rabbitmq/conf.d/10-defaults.conf"' \
    -- --change 'ENTRYPOINT ["sh", "/usr/local/bin/rabbitmq-entry.sh"]' --change 'EXPOSE 5672' --change 'VOLUME /var/lib/rabbitmq'
}

postgresql() {
  make "oversight-tests/postgresql:$tag" postgresql \
    --customize-hook="copy-in '$here/postgresql-entry.sh' /usr/local/bin" \
    --customize-hook='rm -rf "$1"/var/lib/postgresql/* "$1"/etc/postgresql/*; mkdir -p "$1/docker-entrypoint-initdb.d"' \
    --customize-hook='for tool in psql pg_isready pg_dump pg_restore; do ln -sf "$(cd "$1" && echo usr/lib/postgresql/*/bin/$tool | sed s,^,/,)" "$1/usr/local/bin/$tool"; done' \
    -- --change 'ENTRYPOINT ["bash", "/usr/local/bin/postgresql-entry.sh"]' --change 'EXPOSE 5432' \
    --change 'VOLUME /var/lib/postgresql/data'
}

aspnet() {
  local root
  root=$(dirname "$(readlink -f "$(command -v dotnet)")")
  make "oversight-tests/aspnet:$tag" ca-certificates,libicu72,libssl3,libstdc++6,zlib1g \
    --customize-hook='mkdir -p "$1/usr/share/dotnet"' \
    --customize-hook="copy-in '$root/dotnet' '$root/host' '$root/shared' /usr/share/dotnet" \
    --customize-hook='ln -s /usr/share/dotnet/dotnet "$1/usr/bin/dotnet"' \
    -- --change 'ENV ASPNETCORE_HTTP_PORTS=8080'
}

for image in "$@"; do
  case $image in
    --again) again=true ;;
    rabbitmq | postgresql | aspnet) "$image" ;;
    *) echo "There is no stand-in called $image" >&2; exit 2 ;;
  esac
done
