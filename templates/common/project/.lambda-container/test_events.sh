#!/bin/sh
# Sends every event in events/ to the running image and compares the responses. Called by the Makefile.
#
#   ENGINE=docker SANDBOX='flags of docker run' test_events.sh IMAGE FUNCTION=HANDLER...
#
# events/FUNCTION/NAME.json is sent as it is. The response must be events/FUNCTION/NAME.expected.json, as JSON:
# neither white space between values nor the order of keys counts. ENV_FILE has environment variables for the function.
#
# If the function must fail, the expected response has nothing but the type of the error: {"errorType": "TypeError"}.
#
# A function that calls AWS has events/FUNCTION/aws_responses.txt: what a stand-in for AWS responds, and environment
# variables of the function, as NAME=VALUE.
set -eu

image=$1
shift
container=
stand_in=
failures=0
scratch=$(mktemp -d)
response=$scratch/response
label=lambda-container.test=${scratch##*/}

stop() {
  for each in $container $stand_in; do $ENGINE rm --force --volumes "$each" >/dev/null; done
  container=
  stand_in=
}

finish() {
  rm -rf "$scratch"
  stop
}
trap finish EXIT

interrupt() {
  container=
  stand_in=
  .lambda-container/remove_containers.sh "$label"
  exit 130
}
trap interrupt HUP INT QUIT TERM

# start FUNCTION HANDLER: runs the image with that handler, and sets url.
start() {
  if [ -f "events/$1/aws_responses.txt" ]; then
    start_stand_in "events/$1/aws_responses.txt"
    sed -n '/^[A-Z_][A-Z0-9_]*=/p' "events/$1/aws_responses.txt" >"$scratch/variables"
    # As in a pod, the two share a network: the function finds AWS at 127.0.0.1.
    set -- "$2" --network "container:$stand_in" --env-file "$scratch/variables" \
      --env AWS_ENDPOINT_URL=http://127.0.0.1:4566 \
      --env AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI=http://127.0.0.1:4566 \
      --env AWS_REGION=eu-central-1 --env AWS_DEFAULT_REGION=eu-central-1 \
      --env AWS_ACCESS_KEY_ID=test --env AWS_SECRET_ACCESS_KEY=test --env AWS_SESSION_TOKEN=test
  else
    set -- "$2" --publish 127.0.0.1::8080
  fi
  container=$(.lambda-container/create_function.sh "$image" "$@" --label "$label")
  $ENGINE start "$container" >/dev/null
  url=http://$($ENGINE port "${stand_in:-$container}" 8080 | head -n 1)/2015-03-31/functions/function/invocations
}

# start_stand_in RESPONSES: runs the stand-in in the image of the unit tests, which has Perl, as every Debian has.
start_stand_in() {
  # SANDBOX is a list of words, and so must not be quoted.
  # shellcheck disable=SC2086
  stand_in=$($ENGINE create ${SANDBOX:-} --label "$label" --publish 127.0.0.1::8080 --entrypoint perl "$image:test" \
    -e "$(cat .lambda-container/aws_stand_in.pl)" 4566 "$(cat "$1")")
  $ENGINE start "$stand_in" >/dev/null
  until $ENGINE logs "$stand_in" 2>&1 | grep -q .; do sleep 1; done
}

# report_unasked RESPONSES: counts each response that no event has made the function ask for as a failure.
report_unasked() {
  $ENGINE logs "$stand_in" >"$scratch/log" 2>&1
  sed -n 's/^\(\([A-Z]\{1,\} \/\)\{0,1\}[^ #]\{1,\}\) \{1,\}[0-9]\{3\}.*/\1/p' "$1" >"$scratch/responses"
  while read -r asked; do
    if grep -Fqx "asked for $asked" "$scratch/log"; then continue; fi
    echo "not ok  $1: expected the function to ask for $asked, which it did with no event"
    failures=$((failures + 1))
  done <"$scratch/responses"
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
  # Messages and stack traces of errors are not compared.
  if [ "$(sed 's/ ".*//' "$scratch/expected")" = '["errorType"]' ]; then
    sed '/^\["errorType"\] /!d' "$scratch/found" >"$scratch/type"
    if [ -s "$scratch/type" ]; then mv "$scratch/type" "$scratch/found"; fi
  fi
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
  start "${function%%=*}" "${function#*=}"
  for event in "events/${function%%=*}"/*.json; do
    case $event in *.expected.json) continue ;; esac
    send "$event"
  done
  if [ -n "$stand_in" ]; then report_unasked "events/${function%%=*}/aws_responses.txt"; fi
  stop
done

[ "$failures" -eq 0 ]
