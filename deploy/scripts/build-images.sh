#!/usr/bin/env bash
# Builds the container images of the gateway and of every service: oversight/<name>:<tag>, by deploy/Dockerfile.
#
#   bash deploy/scripts/build-images.sh                          all; the SDK image compiles inside the build
#   bash deploy/scripts/build-images.sh --published              all; the SDK on this machine compiles, no SDK image is needed
#   bash deploy/scripts/build-images.sh --published gateway      only the named ones
#
# OVERSIGHT_TAG            tag of the images; without it "local"
# OVERSIGHT_BASE_IMAGE     base with the ASP.NET Core 10 runtime, ICU and bash; without it the one that the Dockerfile names
# OVERSIGHT_SDK_IMAGE      image with the .NET 10 SDK; likewise
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOCKER_BUILDKIT=1

# <name of the image>=<project folder>
all=(
  gateway=gateway
  registry=services/Registry
  disclosure=services/Disclosure
  identity=services/Identity
  inspection=services/Inspection
  complaint=services/Complaint
  enforcement=services/Enforcement
  creditfile=services/CreditFile
)

published=false
names=()
for argument in "$@"; do
  case $argument in
    --published) published=true ;;
    -h | --help) sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    -*) echo "Unknown option: $argument"; exit 2 ;;
    *) names+=("$argument") ;;
  esac
done
[[ ${#names[@]} -gt 0 ]] || names=("${all[@]%%=*}")

# BuildKit leaves out the stage that is not asked for; the builder before it does not, and would fetch the SDK image.
docker=docker
if ! docker buildx version >/dev/null 2>&1; then
  # A client from version 23 on needs the buildx plug-in for BuildKit; Debian's older one has it built in.
  for candidate in docker /usr/bin/docker; do
    if command -v "$candidate" >/dev/null && [[ $("$candidate" --version) =~ version\ (1[89]|20)\. ]]; then docker=$candidate; fi
  done
fi

project_of() {
  local pair
  for pair in "${all[@]}"; do [[ ${pair%%=*} != "$1" ]] || { echo "${pair#*=}"; return 0; }; done
  echo "There is no image called $1" >&2
  return 2
}

for name in "${names[@]}"; do
  project=$(project_of "$name")
  arguments=(--file deploy/Dockerfile --build-arg "PROJECT=$project" --build-arg "NAME=$name" --tag "oversight/$name:${OVERSIGHT_TAG:-local}")
  [[ -z ${OVERSIGHT_BASE_IMAGE:-} ]] || arguments+=(--build-arg "BASE_IMAGE=$OVERSIGHT_BASE_IMAGE")
  [[ -z ${OVERSIGHT_SDK_IMAGE:-} ]] || arguments+=(--build-arg "SDK_IMAGE=$OVERSIGHT_SDK_IMAGE")
  if [[ $published == true ]]; then
    echo "== publishing $name"
    rm -rf "artifacts/publish-images/$name"
    dotnet publish "$project" --configuration Release --output "artifacts/publish-images/$name" --nologo -v q -clp:NoSummary -p:RunAnalyzers=false -p:DebugType=None
    find "artifacts/publish-images/$name/runtimes" -mindepth 1 -maxdepth 1 ! -name unix ! -name 'linux*' -exec rm -rf {} +
    arguments+=(--build-arg PROGRAM=published)
  fi
  echo "== building oversight/$name:${OVERSIGHT_TAG:-local}"
  [[ ${OVERSIGHT_PUBLISH_ONLY:-} == 1 ]] || "$docker" build --quiet "${arguments[@]}" .
done
