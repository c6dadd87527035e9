# shellcheck shell=bash
# The function under test: does what the event says, and answers any other event with it.

incarnation=${EPOCHREALTIME}
invocations=0
sleep "$((${INIT_MS:-0} / 1000))"
if [[ -v INIT_FAILS ]]; then
  echo 'init failed' >&2
  exit 1
fi
trap 'echo "cleaned up" >&2; exit 0' TERM

# Work of its own: a file with a number that grows. It is overwritten in place, since a reader must never find it empty.
echo 0 >/tmp/ticks
{
  exec 9<<<'' 9<>/proc/self/fd/9
  read -r -u 9
  ticks=0
  while ! read -r -t 0.05 -u 9; do
    ticks=$((ticks + 1))
    echo "${ticks}" 1<>/tmp/ticks
  done
} &

handler() {
  local event name
  event=$(cat)
  jq empty <<<"${event}"
  if [[ ${event} != '{"do":'* ]]; then
    printf '%s' "${event}"
    return
  fi
  name=$(get .do)
  "do_${name//-/_}"
}

# get FILTER: what jq finds in the event, as text.
get() { jq --raw-output --join-output "$1" <<<"${event}"; }

# now: milliseconds since 1970.
now() { echo "$((${EPOCHREALTIME/./} / 1000))"; }

do_length() { get '.of | length'; }

do_large() { get '"x" * .bytes | tojson'; }

do_state() {
  invocations=$((invocations + 1))
  jq --null-input --arg incarnation "${incarnation}" --argjson invocations "${invocations}" \
    --argjson ticks "$(cat /tmp/ticks)" '{$incarnation, $invocations, $ticks}'
}

do_context() {
  jq --null-input 'def json(name): env[name] // "null" | fromjson;
    {
      requestId: env.LAMBDA_REQUEST_ID,
      functionArn: env.LAMBDA_INVOKED_FUNCTION_ARN,
      traceId: env.LAMBDA_TRACE_ID,
      traceVariable: env._X_AMZN_TRACE_ID,
      clientContext: json("LAMBDA_CLIENT_CONTEXT"),
      identity: json("LAMBDA_COGNITO_IDENTITY"),
      tenantId: env.LAMBDA_TENANT_ID,
      functionName: env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
      memoryMb: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE | tonumber,
      logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME
    }'
}

do_remaining() {
  local started before remaining
  started=$(now)
  echo waiting >&2
  sleep "$(get '.pauseMs / 1000')"
  before=$(now)
  remaining=$((LAMBDA_DEADLINE_MS - $(now)))
  echo "{\"started\":${started},\"before\":${before},\"remaining\":${remaining},\"after\":$(now)}"
}

do_raise() {
  get .message >&2
  false
}

do_raise_custom() { fail CustomError 'of its own'; }

do_throw() {
  get .value >&2
  return 1
}

do_halt() { exit "$(get .status)"; }

do_unencodable() { get '@base64d'; }

do_write() {
  local file
  file=$(get .path)
  printf written >"${file}"
  jq --raw-input --slurp . <"${file}"
}

# Standard output is the response: both kinds of lines go to the log.
do_print() {
  local lines text n
  lines=$(get .lines) text=$(get .text)
  for ((n = 1; n <= lines; n++)); do
    echo "out ${n} ${text}" >&2
    echo "err ${n} ${text}" >&2
  done
  echo "${lines}"
}

do_log() {
  local level
  level=$(get '.level | ascii_upcase')
  log "${level/WARNING/WARN}" "$(get .message)"
  echo null
}

# Of the process that takes the events.
do_resources() {
  local key kilobytes descriptors processes
  while read -r key kilobytes _; do [[ ${key} != VmRSS: ]] || break; done <"/proc/$$/status"
  descriptors=("/proc/$$/fd"/*) processes=(/proc/*/fd)
  echo "{\"residentKb\":${kilobytes},\"descriptors\":${#descriptors[@]},\"processes\":${#processes[@]}}"
}

# What goes on in the background waits for "release".
do_background() {
  {
    until_files release 1
    if [[ $(get .fails) == true ]]; then
      : >/tmp/released
      false
    fi
    log WARN background
    : >/tmp/released
  } </dev/null >/dev/null &
  echo '"started"'
}

do_release() {
  : >/tmp/release
  until_files released 1
  sleep "$(get '.pauseMs / 1000')"
  printf '"released"'
}

# Returns when all parts are at work at once.
do_parallel() {
  local count n
  count=$(get .count)
  for ((n = 1; n <= count; n++)); do
    {
      : >"/tmp/part-${n}"
      until_files part- "${count}"
      echo "${n}" >"/tmp/result-${n}"
    } &
  done
  wait
  for ((n = 1; n <= count; n++)); do cat "/tmp/result-${n}"; done | jq --slurp --compact-output .
}

# Returns when as many invocations are here at once.
do_meet() {
  local name
  name=$(get ".as // \"${LAMBDA_REQUEST_ID}\"")
  : >"/tmp/meet-${name}"
  until_files meet- "$(get .count)"
  echo "\"${name}\""
}

until_files() {
  local files=()
  while [[ ${#files[@]} -lt $2 ]]; do
    sleep 0.005
    shopt -s nullglob
    files=("/tmp/$1"*)
    shopt -u nullglob
  done
}
