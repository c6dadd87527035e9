#!/bin/sh
# Removes the containers that have a label. Called by `make run` and the other scripts when a signal interrupts them.
#
#   ENGINE=docker remove_containers.sh LABEL
#
# The engine may go on to create a container for a client that was interrupted, so this looks again after a while.
set -eu

trap '' HUP INT QUIT TERM

for seconds in 0 1 1; do
  sleep "$seconds"
  found=$($ENGINE ps --all --quiet --filter "label=$1") || continue
  # Each id is a word.
  # shellcheck disable=SC2086
  if [ -n "$found" ]; then $ENGINE rm --force --volumes $found >/dev/null || true; fi
done
