#!/usr/bin/env bash
# The one test command: sets up what is missing, builds, runs every test project, ends with "N passed, N failed, N skipped".
#
#   bash tests/run.sh                        everything
#   bash tests/run.sh Kernel Persistence     only tests/Kernel.Tests and tests/Persistence.Tests
#   bash tests/run.sh --no-build [names]     what is built already
#
# It needs the .NET 10 SDK. On Debian and Ubuntu it installs RabbitMQ, PostgreSQL, Chromium, a Chinese font and ICU by apt (as
# root, or where sudo asks for no password); elsewhere the tests use a Docker engine if one answers. For the few tests of the
# container path it installs and starts, as root on Debian, an engine of its own, with images made from Debian's archive
# (OVERSIGHT_TEST_ENGINE=none: does not). What still cannot be had is a skip that names its reason. Results and logs:
# artifacts/test-results. The exit code is 0 only if nothing failed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
results=$root/artifacts/test-results
project_limit=${OVERSIGHT_TEST_PROJECT_LIMIT:-30m}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

lines_of_failure=30
passed=0 failed=0 skipped=0 finished=false policy_file= trouble=
engine_pid= engine_folder= engine_missing= images_pid=

finish() {
  local code=$?
  trap - EXIT
  [[ -z $policy_file ]] || as_root rm -f "$policy_file"
  stop_engine
  if [[ $finished == false ]]; then
    echo "FAILED: the run ended before all tests had run."
    failed=$((failed + 1))
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  if [[ $failed -gt 0 && $code -eq 0 ]]; then code=1; fi
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# What went wrong outside of a test: said at once and again at the end.
report() {
  echo "FAILED: $1"
  trouble+="    $1"$'\n'
}

heading() { printf '\n== %s\n' "$*"; }

as_root() {
  if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  [[ -f /etc/debian_version ]] && command -v apt-get >/dev/null \
    && { [[ $(id -u) -eq 0 ]] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; }
}

missing_packages() {
  [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || echo rabbitmq-server
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
  [[ -n $(PATH=$PATH:/usr/bin type -P chromium chromium-browser google-chrome) ]] || echo chromium
  compgen -G '/usr/share/fonts/*/wqy/wqy-microhei*' >/dev/null || echo fonts-wqy-microhei
  compgen -G '/usr/lib/*/libicuuc.so.*' >/dev/null || echo "$(apt-cache --names-only search '^libicu[0-9]+$' 2>/dev/null | cut -d' ' -f1 | sort -V | tail -n 1)"
}

install_missing() {
  local packages
  packages=$(missing_packages | xargs)
  [[ -n $packages ]] || return 0
  if ! may_install; then
    echo "Not installed here: $packages. A Docker engine is used where one answers; otherwise tests are skipped."
    return 0
  fi
  apt_install "$packages" || echo "Tests that need them are skipped with their reason."
}

# apt_install <packages>: by apt, without starting any of their services.
apt_install() {
  heading "Installing $1"
  # The tests start servers of their own; the system's must stay off.
  if [[ ! -e /usr/sbin/policy-rc.d ]]; then
    policy_file=/usr/sbin/policy-rc.d
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy_file" >/dev/null
    as_root chmod 755 "$policy_file"
  fi
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0) code=0
  mkdir -p "$results"
  # shellcheck disable=SC2086 # one word per package
  if as_root "${apt[@]}" update >"$results/apt.log" 2>&1 \
    && as_root "${apt[@]}" install --no-install-recommends $1 >>"$results/apt.log" 2>&1; then
    echo "done"
  else
    tail -n 20 "$results/apt.log"
    echo "apt could not install $1."
    code=1
  fi
  if [[ -n $policy_file ]]; then
    as_root rm -f "$policy_file"
    policy_file=
  fi
  return "$code"
}

# The engine of the container tests: one that answers already, else our own, whose images are made while the build runs. It is
# never needed: what goes wrong becomes the reason of the skips.
start_engine() {
  [[ " ${names[*]} " == *" Testing.Tests "* && ${OVERSIGHT_TEST_ENGINE:-own} == own ]] || return 0
  if [[ -n ${DOCKER_HOST:-} || -S /var/run/docker.sock ]] && limited_to 10 docker version >/dev/null 2>&1; then return 0; fi
  if [[ $(id -u) -ne 0 ]] || ! may_install || ! grep -q '^ID=debian' /etc/os-release; then return 0; fi
  local missing=()
  command -v dockerd >/dev/null || missing+=(docker.io)
  command -v docker >/dev/null || missing+=(docker.io)
  command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
  if [[ ${#missing[@]} -gt 0 ]] && ! apt_install "${missing[*]}"; then
    engine_missing="apt could not install ${missing[*]}"
    return 0
  fi
  heading "Starting a Docker engine for the container tests"
  # The socket lies in a short path: the system allows 107 characters. Images stay in an ignored folder for the next run.
  engine_folder=$(mktemp -d /tmp/oversight-engine.XXXXXX)
  mkdir -p artifacts/docker
  dockerd --data-root="$root/artifacts/docker" --exec-root="$engine_folder/exec" --pidfile="$engine_folder/pid" \
    --host="unix://$engine_folder/docker.sock" </dev/null >"$results/dockerd.log" 2>&1 &
  engine_pid=$!
  local tries=0
  until DOCKER_HOST=unix://$engine_folder/docker.sock DOCKER_API_VERSION=1.41 limited_to 5 docker version >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [[ $tries -ge 40 ]] || ! kill -0 "$engine_pid" 2>/dev/null; then
      engine_missing="dockerd did not start here: $(tail -n 1 "$results/dockerd.log" | cut -c 1-200)"
      echo "$engine_missing"
      stop_engine
      return 0
    fi
    sleep 0.5
  done
  DOCKER_HOST=unix://$engine_folder/docker.sock DOCKER_API_VERSION=1.41 \
    limited_to 600 bash tests/images/build.sh rabbitmq postgresql </dev/null >"$results/images.log" 2>&1 &
  images_pid=$!
  echo "done; its images are made meanwhile"
}

# What Testing.Tests has to know of the engine; a command prefix for env.
engine_environment() {
  if [[ -n $images_pid ]]; then
    heading "Images of the container tests"
    if wait "$images_pid"; then
      cat "$results/images.log"
    else
      tail -n 20 "$results/images.log"
      engine_missing="the images could not be made: $(tail -n 1 "$results/images.log" | cut -c 1-200)"
      stop_engine
    fi
    images_pid=
  fi
  engine=("OVERSIGHT_TEST_ENGINE_MISSING=$engine_missing")
  [[ -z $engine_pid ]] || engine+=("DOCKER_HOST=unix://$engine_folder/docker.sock" DOCKER_API_VERSION=1.41 TESTCONTAINERS_RYUK_DISABLED=true
    OVERSIGHT_TEST_RABBITMQ_IMAGE=oversight-tests/rabbitmq:debian12 OVERSIGHT_TEST_POSTGRESQL_IMAGE=oversight-tests/postgresql:debian12)
}

# Ends our own engine and what still runs in it; an engine that was there before is left alone.
stop_engine() {
  [[ -n $engine_pid ]] || return 0
  if [[ -n $images_pid ]]; then kill "$images_pid" 2>/dev/null || true; fi
  local containers
  containers=$(DOCKER_HOST=unix://$engine_folder/docker.sock DOCKER_API_VERSION=1.41 limited_to 10 docker ps --all --quiet 2>/dev/null || true)
  # shellcheck disable=SC2086 # one word per container
  [[ -z $containers ]] || DOCKER_HOST=unix://$engine_folder/docker.sock DOCKER_API_VERSION=1.41 limited_to 30 docker rm --force --volumes $containers >/dev/null 2>&1 || true
  kill "$engine_pid" 2>/dev/null || true
  local tries=0
  while kill -0 "$engine_pid" 2>/dev/null; do
    tries=$((tries + 1))
    if [[ $tries -ge 60 ]]; then kill -9 "$engine_pid" 2>/dev/null || true; fi
    sleep 0.5
  done
  wait "$engine_pid" 2>/dev/null || true
  engine_pid=
  rm -rf "$engine_folder" || true
}

build() {
  heading "Building"
  local target
  for target in "$@"; do
    # No build server may outlive the build: it would hold our output open.
    dotnet build "$target" --nologo --disable-build-servers -v q -clp:NoSummary || {
      echo "FAILED: the build of $target"
      return 1
    }
  done
}

# The number in one attribute of the assembly element of an xUnit result file.
count_of() { sed -n "s/.*<assembly [^>]* $2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

# Nothing may hang for ever. A system without timeout (macOS) has to trust the limits inside the tests.
limited() {
  if command -v timeout >/dev/null; then
    timeout --foreground --kill-after=30s "$project_limit" "$@"
  else
    "$@"
  fi
}

# limited_to <seconds> <command…>: where there is no timeout, the command is trusted.
limited_to() {
  local seconds=$1
  shift
  if command -v timeout >/dev/null; then timeout --kill-after=10s "$seconds" "$@"; else "$@"; fi
}

run_project() {
  local name=$1 assembly=Oversight.$1
  local dll=$root/artifacts/bin/$assembly/debug/$assembly.dll
  local xml=$results/$assembly.xml text=$results/$assembly.txt code=0
  heading "$name"
  rm -f "$xml" "$text"
  if [[ ! -f $dll ]]; then
    report "$assembly is not built"
    failed=$((failed + 1))
    return 0
  fi

  local engine=()
  [[ $1 != Testing.Tests ]] || engine_environment
  limited env "${engine[@]}" dotnet "$dll" -noLogo -noColor -noAutoReporters -xml "$xml" </dev/null 2>&1 | tee "$text" || code=$?

  local bad=0 ran=0
  if [[ -s $xml ]]; then
    local p f s e
    p=$(count_of "$xml" passed) f=$(count_of "$xml" failed) s=$(count_of "$xml" skipped) e=$(count_of "$xml" errors)
    passed=$((passed + ${p:-0})) skipped=$((skipped + ${s:-0})) bad=$((${f:-0} + ${e:-0}))
    ran=$((${p:-0} + ${f:-0} + ${s:-0}))
  fi
  if [[ $code -eq 124 || $code -eq 137 ]]; then
    report "$assembly was ended after $project_limit"
    bad=$((bad + 1))
  elif [[ ! -s $xml || ($code -ne 0 && $bad -eq 0) ]]; then
    report "$assembly ended with exit code $code"
    bad=$((bad + 1))
  elif [[ $ran -eq 0 && $bad -eq 0 ]]; then
    report "$assembly ran no test at all"
    bad=1
  fi
  failed=$((failed + bad))
  summary+=("$(printf '%-24s %4d ran, %d failed' "$name" "$ran" "$bad")")
  return 0
}

wants_build=true
names=()
for argument in "$@"; do
  case $argument in
    --no-build) wants_build=false ;;
    -h | --help) sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; trap - EXIT; exit 0 ;;
    -*) echo "Unknown option: $argument"; exit 2 ;;
    *)
      name=${argument%.Tests}
      [[ -d tests/$name.Tests ]] || { echo "There is no tests/$name.Tests"; exit 2; }
      names+=("$name.Tests")
      ;;
  esac
done

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is not installed: https://dotnet.microsoft.com/download"; exit 2; }
mkdir -p "$results"
targets=()
if [[ ${#names[@]} -eq 0 ]]; then
  targets=(Oversight.sln)
  for folder in tests/*.Tests/; do names+=("$(basename "$folder")"); done
else
  for name in "${names[@]}"; do targets+=("tests/$name/Oversight.$name.csproj"); done
fi

install_missing
start_engine
[[ $wants_build == false ]] || build "${targets[@]}"

summary=()
for name in "${names[@]}"; do run_project "$name"; done
finished=true

heading "Summary"
printf '%s\n' "${summary[@]}"
skips=$(for name in "${names[@]}"; do
  [[ ! -f $results/Oversight.$name.txt ]] || grep -h -A1 '\[SKIP\]$' "$results/Oversight.$name.txt" | grep -v -e '^--$' -e '\[SKIP\]$' || true
done | sort | uniq -c | sort -rn)
if [[ -n $skips ]]; then
  heading "Skipped: how many, and why (each is named above)"
  printf '%s\n' "$skips"
fi
if [[ $failed -gt 0 ]]; then
  heading "Failed"
  printf '%s' "$trouble"
  for name in "${names[@]}"; do
    [[ ! -f $results/Oversight.$name.txt ]] || grep -hE -A "$lines_of_failure" '\[FAIL\]$|\[ERROR\]' "$results/Oversight.$name.txt" | cut -c 1-400 || true
  done
fi
echo
