# shellcheck shell=bash

# Processes one log event: replace this with what your function does. Standard input is the log event, in JSON, with its
# log group. If a command fails, Lambda invokes the function twice more with the whole event. CloudWatch Logs may also send
# a log event twice, so processing it again must do no harm.
process_log_event() {
  log INFO "$(jq --raw-output '"\(.logGroup): \(.timestamp / 1000 | floor | todate) \(.message)"')"
}

# Processes the log events that a subscription filter sends, and returns their ids. Lambda passes that on to a destination,
# if the function has one.
handler() {
  local data batch log_events log_event
  data=$(jq --raw-output '
    try .awslogs.data catch null
    | strings // error("expected an event of CloudWatch Logs: awslogs.data")
  ')
  batch=$(base64 --decode <<<"${data}" | gzip --decompress |
    jq --slurp --compact-output 'if length == 1 then .[] else error("one value") end') ||
    fail InvalidData 'expected awslogs.data to be JSON, in gzip, in Base64'
  if jq --exit-status 'type == "object" and .messageType == "CONTROL_MESSAGE"' <<<"${batch}" >/dev/null; then
    # CloudWatch Logs looks whether the function can be reached.
    log INFO 'ignored: CONTROL_MESSAGE'
    printf '{"logEventIds":[]}'
    return
  fi
  # One line for each log event.
  log_events=$(jq --compact-output '
    def is_log_event: try (([.id, .message] | all(type == "string")) and .id != "" and
      (.timestamp | type == "number" and . == floor)) catch false;
    if type == "object" and .messageType == "DATA_MESSAGE" and (.logGroup | type) == "string" and
      (.logEvents | type == "array" and all(.[]; is_log_event))
    then .logEvents[] + {logGroup}
    else error("expected a DATA_MESSAGE with logGroup and logEvents, each with id, timestamp and message") end
  ' <<<"${batch}")
  while read -r log_event && [[ -n ${log_event} ]]; do
    process_log_event <<<"${log_event}" >&2
  done <<<"${log_events}"
  jq --slurp --compact-output '{logEventIds: map(.id)}' <<<"${log_events}"
}
