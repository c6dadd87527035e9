# shellcheck shell=bash
# Where everything that these scripts download or make is kept, so that one `rm` removes it.

MACHINE_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/lambda-container/machine"
mkdir -p "$MACHINE_CACHE"

# with_lock NAME COMMAND… runs COMMAND while no other process holds NAME: two test runs may start at once.
with_lock() {
  local name=$1 fd
  shift
  exec {fd}>"$MACHINE_CACHE/$name.lock"
  flock "$fd"
  LOCK_FD=$fd "$@"
  exec {fd}>&-
}
