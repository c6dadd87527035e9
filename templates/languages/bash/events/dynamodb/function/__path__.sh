# shellcheck shell=bash

# Processes one change: replace this with what your function does. Standard input is what change_in makes of a record. If
# a command fails, Lambda sends the record again. It may also send a record twice, so doing it again must do no harm.
process_change() {
  local change
  change=$(jq --raw-output '
    if .name == "REMOVE" and (.keys.orderId | type) == "string" then "order \(.keys.orderId): removed"
    elif (.name == "INSERT" or .name == "MODIFY") and (.new.orderId | type) == "string" and
      (.new.amount | type == "number" and . > 0 and . == floor)
    then "order \(.new.orderId): \(.new.amount) cents"
    else error("expected an order with orderId and amount, got: \(tojson[:200])") end
  ')
  log INFO "${change}"
}

# Processes a batch of changes, and returns the sequence number of one that failed.
#
# Lambda sends that record again, and all that follow it: going on after a failure would change their order. If the handler
# itself fails, as it does for an event that is not from DynamoDB, the whole batch is sent again.
handler() {
  local lines number record
  # Two lines for each record, in JSON.
  lines=$(jq --raw-output '
    def is_record: try (.dynamodb.SequenceNumber | type == "string" and . != "") catch false;
    if type == "object" and (.Records | type) == "array" and all(.Records[]; is_record) then
      .Records[] | (.dynamodb.SequenceNumber, .) | tojson
    else error("expected an event of DynamoDB: Records, each with a SequenceNumber") end
  ')
  while read -r number && read -r record; do
    # In a process of its own, which ends at a command that fails. After `if`, it would not.
    { change=$(change_in <<<"${record}") && process_change <<<"${change}"; } >&2 &
    if wait "$!"; then continue; fi
    log ERROR "record ${number} failed"
    jq --compact-output '{batchItemFailures: [{itemIdentifier: .}]}' <<<"${number}"
    return
  done <<<"${lines}"
  printf '{"batchItemFailures":[]}'
}

# Prints the change of a record: name, keys, and the item before and after it, old and new, as far as the view type of the
# stream includes them.
#
# Numbers keep all their digits: jq rounds those beyond 2^53 only when it calculates with them. Binary data stays in Base64,
# and is decoded only to see whether it can be.
change_in() {
  jq --compact-output '
    def unwrap:
      to_entries[0] | "\(.key) \(.value | type)" as $type | .value
      | if $type | IN("S string", "BOOL boolean") then .
        elif $type == "N string" and test("\\A-?[0-9]{1,130}([.][0-9]{1,130})?(E[-+]?[0-9]{1,3})?\\z") then tonumber
        elif $type == "B string" then (@base64d | empty), .
        elif $type == "NULL boolean" and . then null
        elif $type == "L array" then map(unwrap)
        elif $type == "M object" then map_values(unwrap)
        elif $type == "SS array" then map({S: .} | unwrap)
        elif $type == "NS array" then map({N: .} | unwrap)
        elif $type == "BS array" then map({B: .} | unwrap)
        else error("expected the value of an attribute, got: \($type) \(tojson[:200])") end;
    {name: .eventName}
    + (.dynamodb | {keys: .Keys, new: .NewImage, old: .OldImage} | map_values(if . then map_values(unwrap) else null end))
  '
}
