#!/bin/sh
# Sends every event in events/ to the running image and compares the answers. Called by the Makefile.
#
#   ENGINE=docker SANDBOX='options of docker run' test_events.sh IMAGE
#
# events/NAME.json is sent as it is. The answer must be events/NAME.expected.json, as JSON: blanks and
# line breaks between the values do not count, but keys must stand in the same order.
set -eu

image=$1
container=
output=$(mktemp)

finish() {
  rm -f "$output"
  if [ -n "$container" ]; then $ENGINE rm --force "$container" >/dev/null; fi
}
trap finish EXIT
trap 'exit 130' INT TERM

# SANDBOX is a list of words, and so must not be quoted.
# shellcheck disable=SC2086
container=$($ENGINE run --detach --publish 127.0.0.1::8080 ${SANDBOX:-} "$image")
address=$($ENGINE port "$container" 8080 | head -n 1)
url=http://$address/2015-03-31/functions/function/invocations

# Takes the blanks out of JSON, other than those within strings.
compact() {
  awk '
    BEGIN { RS = "\001" }
    {
      inside = 0
      for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (inside && c == "\\") { printf "%s", c substr($0, ++i, 1); continue }
        if (c == "\"") inside = !inside
        if (inside || c !~ /[ \t\r\n]/) printf "%s", c
      }
    }
    END { print "" }
  '
}

failures=0
for event in events/*.json; do
  expected=${event%.json}.expected.json
  case $event in *.expected.json) continue ;; esac
  if [ ! -f "$expected" ]; then
    echo "not ok  $event: there is no $expected to compare the answer with"
    failures=$((failures + 1))
    continue
  fi
  # The container may still be starting: curl then tries again.
  if ! curl --silent --show-error --retry 20 --retry-delay 1 --retry-all-errors --max-time 60 \
    --data-binary "@$event" --output "$output" "$url"; then
    echo "not ok  $event: no answer. The end of the log:"
    $ENGINE logs --tail 20 "$container" 2>&1 | sed 's/^/    /'
    failures=$((failures + 1))
  elif [ "$(compact <"$output")" = "$(compact <"$expected")" ]; then
    echo "ok      $event"
  else
    echo "not ok  $event"
    echo "    expected  $(compact <"$expected")"
    echo "    answered  $(cat "$output")"
    failures=$((failures + 1))
  fi
done

[ "$failures" -eq 0 ]
