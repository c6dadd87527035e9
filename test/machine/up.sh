#!/usr/bin/env bash
# Usage: up.sh
#
# Sets up all that the tests and the demo need on this machine: a Docker Engine (engine.sh), tools (tools.sh) and
# images (images.sh). What is there already is used as it is; a second run takes seconds.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/say.sh"

case ${1:-} in
  --help | -h) usage && exit ;;
  '') ;;
  *) usage >&2 && exit 2 ;;
esac

# timed NAME COMMAND… runs COMMAND and prints what it prints, as rows under NAME with the time it took.
timed() {
  local name=$1 start=$SECONDS rows
  shift
  rows=$("$@")
  printf '%s (%d s)\n' "$name" "$((SECONDS - start))"
  [[ -z $rows ]] || awk -F '\t' '{ printf "  %-40s %s\n", $1, $2 }' <<<"$rows"
}

timed engine "$here/engine.sh" start
timed tools "$here/tools.sh"
timed images "$here/images.sh"
printf 'ready after %d s\n' "$SECONDS"
