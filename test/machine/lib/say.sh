# shellcheck shell=bash
# Everything a script here tells a person goes to stderr: stdout belongs to values that other programs read.

say() { printf '%s: %s\n' "$(basename "$0" .sh)" "$*" >&2; }

die() {
  say "$@"
  exit 1
}

# Prints the comment block at the top of the calling script, which is its manual.
usage() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"; }
