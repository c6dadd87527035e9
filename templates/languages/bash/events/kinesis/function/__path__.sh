# shellcheck shell=bash

# Processes the data of a record, its standard input: replace this with what your function does. If a command fails, Lambda
# sends the record again. It may also send a record twice, so doing it again must do no harm.
process_data() {
  local click
  click=$(jq --raw-input --slurp --raw-output '
    try fromjson catch error(.[:200])
    | if type == "object" and (.page | type) == "string" and
        (.durationMs | type == "number" and (isinfinite | not) and . == floor)
      then "page \(.page): \(.durationMs) ms"
      else error("expected a click with page and durationMs, got: \(tojson[:200])") end
  ')
  log INFO "${click}"
}

# Processes a batch of records, and returns the sequence number of one that failed.
#
# Lambda sends that record again, and all that follow it: going on after a failure would change their order. If the handler
# itself fails, as it does for an event that is not from Kinesis, the whole batch is sent again.
handler() {
  local lines number data
  # Two lines for each record, in JSON.
  lines=$(jq --raw-output '
    def is_record: try (.kinesis.sequenceNumber | type == "string" and . != "") catch false;
    if type == "object" and (.Records | type) == "array" and all(.Records[]; is_record) then
      .Records[].kinesis | (.sequenceNumber, .data) | tojson
    else error("expected an event of Kinesis: Records, each with a sequenceNumber") end
  ')
  while read -r number && read -r data; do
    # In a process of its own, which ends at a command that fails. After `if`, it would not.
    decode <<<"${data}" | process_data >&2 &
    if wait "$!"; then continue; fi
    log ERROR "record ${number} failed"
    jq --compact-output '{batchItemFailures: [{itemIdentifier: .}]}' <<<"${number}"
    return
  done <<<"${lines}"
  printf '{"batchItemFailures":[]}'
}

# Decodes text. For data that is not text: jq --raw-output . | base64 --decode
decode() {
  jq --join-output '
    @base64d as $text
    | if ($text | @base64) == . then $text else error("expected text in UTF-8, encoded in Base64, got: \(tojson[:200])") end
  '
}
