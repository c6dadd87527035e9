#!/usr/bin/env bash
# Usage: images.sh [TAG…]
#        images.sh --list
#
# Makes sure that each of these images exists (default: all that tests use; --list prints them) and prints for
# each whether it is official or a stand-in. An image that is there stays. One that is missing is pulled if its
# registry answers; if not, a stand-in under the same tag is made from Debian packages, the npm package `node` and
# the Python package aws-sam-cli. A stand-in is made again when its recipe in images/ has changed.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/say.sh"
. "$here/lib/cache.sh"
. "$here/lib/debian.sh"
. "$here/lib/registry.sh"
. "$here/lib/stand-ins.sh"

# Two images may need the same third one at the same time: each is made under a lock of its own.
ensure() { with_lock "image-${1//[\/:]/-}" ensure_locked "$1"; }

ensure_locked() {
  local folder parents arguments architecture parent
  case $(image_kind "$1") in
    official | stand-in) return ;;
    missing) if pull "$1"; then return; fi ;;
  esac
  stand_in_recipe "$1"
  for parent in "${parents[@]}"; do ensure "$parent"; done
  make_stand_in "$1"
}

ensure_all() {
  local tag job failed=() missing=()
  declare -A jobs=()
  for tag; do
    stand_in_recipe "$tag" # refuses an unknown tag before anything is done
    [[ $(image_kind "$tag") == missing ]] && missing+=("$tag")
  done
  probe_registries "${missing[@]}"
  for tag; do
    ensure "$tag" &
    jobs[$tag]=$!
  done
  for tag; do
    job=${jobs[$tag]}
    wait "$job" || failed+=("$tag")
  done
  ((${#failed[@]} == 0)) || die "not available: ${failed[*]}"
  for tag; do printf '%s\t%s\n' "$tag" "$(image_kind "$tag")"; done
}

case ${1:-} in
  --help | -h) usage ;;
  --list) printf '%s\n' "${STAND_INS[@]}" ;;
  *)
    docker version >/dev/null 2>&1 || die "no engine answers; start one: $here/engine.sh start"
    (($#)) || set -- "${STAND_INS[@]}"
    ensure_all "$@"
    ;;
esac
