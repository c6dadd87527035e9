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
  rows=$("$@") || return
  awk -F '\t' -v head="$name ($((SECONDS - start)) s)" \
    'BEGIN { print head } NF { printf "  %-40s %s\n", $1, $2 }' <<<"$rows"
}

# Most of what takes long here waits for downloads, and only the images need the engine.
timed tools "$here/tools.sh" &
tools=$!
status=0
{ timed engine "$here/engine.sh" start && timed images "$here/images.sh"; } || status=$?
wait "$tools" || status=$?
((status == 0)) || exit "$status"
printf 'ready after %d s\n' "$SECONDS"
