# shellcheck shell=bash

# Processes one message: replace this with what your function does. Standard input is the body of the message. If a
# command fails, SQS delivers the message again. SQS may also deliver a message twice, so doing it again must do no harm.
process_message() {
  local order
  order=$(jq --raw-input --slurp --raw-output '
    try fromjson catch error(.[:200])
    | if type == "object" and (.orderId | type) == "string" and
        (.amount | type == "number" and isnormal and . > 0 and . == floor)
      then "order \(.orderId): \(.amount) cents"
      else error("expected an order with orderId and amount, got: \(tojson[:200])") end
  ')
  log INFO "${order}"
}

# Processes a batch of messages, and returns the ids of those that failed.
#
# SQS delivers the failed messages again and deletes the others. If the handler itself fails, as it does for an event that
# is not from SQS, the whole batch is delivered again.
handler() {
  local messages id group body failures=()
  local -A stopped=()
  # Three lines for each message, in JSON. Messages of a group are in order only in a FIFO queue. In a standard queue each
  # message stands for itself, even if it has a MessageGroupId (fair queues).
  messages=$(jq --raw-output '
    def group: if .eventSourceARN | endswith(".fifo") then .attributes.MessageGroupId else .messageId end;
    def is_message: try ([.messageId, group] | all(type == "string") and .[0] != "") catch false;
    if type == "object" and (.Records | type) == "array" and all(.Records[]; is_message) then
      .Records[]
      | (.messageId, group, .body)
      | tojson
    else error("expected an event of SQS: Records, each with messageId, eventSourceARN and, in a FIFO queue, MessageGroupId") end
  ')
  # One message after another, which keeps those of a FIFO queue in order.
  while read -r id && read -r group && read -r body; do
    # After a failure, the later messages of the group fail without being processed. Otherwise they would overtake the
    # failed one, which SQS delivers again.
    if [[ -z ${stopped["${group}"]:-} ]]; then
      # In a process of its own, which ends at a command that fails. After `if`, it would not.
      jq --join-output 'strings // error("expected a body that is a string")' <<<"${body}" | process_message >&2 &
      if wait "$!"; then continue; fi
    fi
    log ERROR "message ${id} failed"
    failures+=("${id}")
    stopped["${group}"]=yes
  done <<<"${messages}"
  jq --slurp --compact-output '{batchItemFailures: map({itemIdentifier: .})}' <<<"${failures[*]}"
}
