#!/bin/sh
# Creates a container that is like Lambda's, and prints its id. Called by `make run` and test_events.sh.
#
#   ENGINE=docker SANDBOX='flags of docker run' ENV_FILE=.env create_function.sh IMAGE HANDLER [FLAG...]
#
# SANDBOX has Lambda's restrictions. This script takes away what an engine adds. ENV_FILE can be empty.
set -eu

image=$1
handler=$2
shift 2

variables=$(
  $ENGINE image inspect --format '{{range .Config.Env}}{{println .}}{{end}}' "$image"
  if [ -n "${ENV_FILE:-}" ]; then tr -d '\r' <"$ENV_FILE"; fi
)

# assignment NAME: prints NAME=VALUE, if the image or ENV_FILE sets that variable. NAME alone is copied from this shell.
assignment() {
  printf '%s\n' "$variables" | sed -n "s/^[[:blank:]]*\($1=.*\)/\1/p; s/^[[:blank:]]*\($1\)$/\1/p" | tail -n 1
}

# Engines add HOSTNAME, and the proxies of their client's configuration. Lambda does neither. `--env NAME` without a
# value removes a variable that is not set in this shell.
for name in HOSTNAME HTTP_PROXY HTTPS_PROXY FTP_PROXY NO_PROXY ALL_PROXY \
  http_proxy https_proxy ftp_proxy no_proxy all_proxy; do
  own=$(assignment "$name")
  if [ -z "$own" ]; then unset "$name"; fi
  set -- "$@" --env "${own:-$name}"
done

# Engines set HOME to / for a user whom the image does not know. On Lambda, ~ is a directory that does not exist.
own=$(assignment HOME)
set -- "$@" --env "${own:-HOME=/home/sbx_user1051}"

if [ -n "${ENV_FILE:-}" ]; then set -- "$@" --env-file "$ENV_FILE"; fi

# SANDBOX is a list of words, and so must not be quoted.
# shellcheck disable=SC2086
create() {
  $ENGINE create ${SANDBOX:-} "$@"
}

# Lambda ignores VOLUME: the directory is read-only. Docker makes it writable, unless it is another container's.
# Podman can ignore it, but adds other things.
if $ENGINE --version | grep -qi podman; then
  set -- "$@" --image-volume ignore --read-only-tmpfs=false --http-proxy=false --unsetenv container --unsetenv TERM
elif [ "$($ENGINE image inspect --format '{{len .Config.Volumes}}' "$image")" -gt 0 ]; then
  label=lambda-container.volumes-of=$$
  trap '.lambda-container/remove_containers.sh "$label"; exit 130' HUP INT QUIT TERM
  owner=$(create --label "$label" "$image")
  trap '$ENGINE rm "$owner" >/dev/null' EXIT
  trap 'exit 130' HUP INT QUIT TERM
  set -- "$@" --volumes-from "$owner:ro"
fi

create "$@" "$image" "$handler"
