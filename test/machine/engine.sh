#!/usr/bin/env bash
# Usage: engine.sh start|stop|status
#
# start    makes sure that `docker build --provenance=false` works. A running engine of version 23 or newer is used
#          as it is. Otherwise the engine of a newer Debian release is unpacked into the cache directory, beside this
#          machine's own runc and iptables, and started on /var/run/docker.sock. It outlives the calling shell.
# stop     stops the engine that `start` started, and no other.
# status   says which engine answers, and whose it is; fails if none does.
#
# ENGINE_RELEASES  Debian releases whose packages are tried, in order (default: forky trixie)

# shellcheck source-path=SCRIPTDIR
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/say.sh"
. "$here/lib/cache.sh"
. "$here/lib/debian.sh"
. "$here/lib/engine-files.sh"
. "$here/lib/engine-daemon.sh"

oldest_version=23

engine_version() { timeout 10 docker version --format '{{.Server.Version}}' 2>/dev/null; }

start() {
  local version
  if version=$(engine_version); then
    ((${version%%.*} >= oldest_version)) ||
      die "the running engine is $version; $oldest_version or newer is needed: stop it or update it, then try again"
  else
    with_lock engine start_own
    version=$(engine_version) ||
      die "the engine answers on $ENGINE_SOCKET, but \`docker version\` does not reach it: unset DOCKER_HOST and DOCKER_CONTEXT"
  fi
  docker buildx version >/dev/null 2>&1 || with_lock engine add_buildx
  docker buildx version >/dev/null || die "\`docker buildx version\` fails: expected docker-buildx to be a plugin of $(command -v docker)"
  say "engine $version is running"
}

start_own() {
  ((EUID == 0)) || die "no engine is running, and starting one needs root: start yours, or run this as root"
  daemon_answers && return # someone else held the lock and started it
  debian_install curl=curl iptables=iptables runc=runc modprobe=kmod
  local release
  for release in ${ENGINE_RELEASES:-forky trixie}; do
    engine_files "$release"
    start_daemon && return
    say "the engine of $release does not start here; the end of $ENGINE_LOG:"
    tail -n 20 "$ENGINE_LOG" >&2
  done
  die "no engine could be started; the whole log is $ENGINE_LOG"
}

add_buildx() {
  local release
  for release in ${ENGINE_RELEASES:-forky trixie}; do
    engine_files "$release"
    docker buildx version >/dev/null 2>&1 && return
  done
}

status() {
  local version
  version=$(engine_version) || die "no engine answers; start one: $here/engine.sh start"
  say "engine $version, $(if daemon_is_ours; then printf 'started from %s' "$ENGINE_HOME"; else printf "this machine's own"; fi)"
  docker buildx version
}

case ${1:-} in
  start) start ;;
  stop) with_lock engine stop_daemon ;;
  status) status ;;
  --help | -h) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
