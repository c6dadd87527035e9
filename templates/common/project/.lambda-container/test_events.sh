#!/bin/sh
# Sends every event in events/ to the running image and compares the responses. Called by the Makefile.
#
#   ENGINE=docker SANDBOX='flags of docker run' test_events.sh IMAGE FUNCTION=HANDLER...
#
# events/FUNCTION/NAME.json is sent as it is. The response must be events/FUNCTION/NAME.expected.json, as JSON:
# neither white space between values nor the order of keys counts. ENV_FILE has environment variables for the function.
set -eu

image=$1
shift
container=
failures=0
scratch=$(mktemp -d)
response=$scratch/response

stop() {
  if [ -n "$container" ]; then $ENGINE rm --force --volumes "$container" >/dev/null; fi
  container=
}

finish() {
  rm -rf "$scratch"
  stop
}
trap finish EXIT
trap 'exit 130' INT TERM

# start HANDLER: runs the image with that handler, and sets url.
start() {
  container=$(.lambda-container/create_function.sh "$image" "$1" --publish 127.0.0.1::8080)
  $ENGINE start "$container" >/dev/null
  url=http://$($ENGINE port "$container" 8080 | head -n 1)/2015-03-31/functions/function/invocations
}

# list_values FILE LIST: writes each value in FILE on a line of LIST, or FILE itself if it is not JSON.
list_values() {
  if { cat "$1" && echo; } | LC_ALL=C awk -f .lambda-container/json_values.awk >"$scratch/values"; then
    LC_ALL=C sort "$scratch/values" >"$2"
  else
    cp "$1" "$2"
  fi
}

# compare EXPECTED: fails if the response differs, and leaves the values that do in the file `difference`.
compare() {
  list_values "$1" "$scratch/expected"
  list_values "$response" "$scratch/found"
  diff "$scratch/expected" "$scratch/found" >"$scratch/difference"
}

# send EVENT: prints `ok` or `not ok`, and counts failures.
send() {
  expected=${1%.json}.expected.json
  if [ ! -f "$expected" ]; then
    echo "not ok  $1: expected the response in $expected, which does not exist"
  # The container may still be starting: curl then tries again, and only its last error counts. No proxy leads here.
  elif ! curl --silent --show-error --retry 20 --retry-delay 1 --retry-all-errors --max-time 60 \
    --noproxy '*' --data-binary "@$1" --output "$response" "$url" 2>"$scratch/errors"; then
    echo "not ok  $1: no response, $(tail -n 1 "$scratch/errors"). The end of the log:"
    $ENGINE logs --tail 20 "$container" 2>&1 | sed 's/^/    /'
  elif cmp -s "$expected" "$response" || compare "$expected"; then
    echo "ok      $1"
    return
  else
    echo "not ok  $1"
    sed -n 's/^</    expected /p; s/^>/    found    /p' "$scratch/difference" | cut -c -1000
  fi
  failures=$((failures + 1))
}

for function; do
  start "${function#*=}"
  for event in "events/${function%%=*}"/*.json; do
    case $event in *.expected.json) continue ;; esac
    send "$event"
  done
  stop
done

[ "$failures" -eq 0 ]
