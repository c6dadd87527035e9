#!/bin/sh
# The suite of the BEAM runtime, in a container of each given image (all tested versions unless told).
#
#   run.sh [IMAGE...]       run.sh erlang:29-slim
#   run.sh --here           with the Erlang and Elixir of this machine
#   run.sh --analyse IMAGE  rebar3 xref and dialyzer instead of the tests, in an image of Erlang
#   run.sh --measure IMAGE  how long an invocation takes, and what the VM has loaded
#   SUITE=MODULE            one module only, such as lambda_runtime_vm_tests
#
# The files go in through a pipe: nothing of the host is mounted. Stops at the first image that fails.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
templates=$here/../../../../templates

# Puts the vendored code of a project and the suite into one directory.
assemble() {
  mkdir -p "$1/vendor" "$1/suite"
  cp -R "$templates/families/beam/project/vendor/." "$1/vendor"
  cp -R "$templates/languages/elixir/project/vendor/." "$1/vendor"
  cp "$here"/runtime/*.erl "$here"/boot/*.erl "$1/suite"
  cp -R "$here/support" "$here/sigv4" "$here/elixir" "$here/suite.sh" "$here/analyse.sh" "$1"
}

# in_container IMAGE SCRIPT [ARGUMENT...]
in_container() {
  image=$1
  shift
  tar -C "$folder" -c . | docker run --rm -i --network none --env SUITE --env LANG=C.UTF-8 \
    --env HOME=/tmp "$image" sh -c 'mkdir /suite && tar -x -C /suite && exec "/suite/$0" "$@"' "$@"
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
assemble "$folder"
export SUITE="${SUITE:-}"

case "${1:-}" in
  --here)
    "$folder/suite.sh"
    ;;
  --analyse)
    in_container "$2" analyse.sh
    ;;
  --measure)
    in_container "$2" suite.sh --measure
    ;;
  *)
    [ "$#" -gt 0 ] || set -- elixir:1.20-otp-29-slim elixir:1.18-otp-27-slim
    for image in "$@"; do
      echo "== $image"
      in_container "$image" suite.sh
    done
    ;;
esac
