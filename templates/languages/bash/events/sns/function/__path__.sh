# shellcheck shell=bash

# Processes one message: replace this with what your function does. Standard input is the message; standard output is
# the id of the order, in JSON. If a command fails, Lambda invokes the function twice more. SNS may also deliver a message
# twice, so doing it again must do no harm.
process_message() {
  local order
  order=$(jq --raw-input --slurp --compact-output '
    try fromjson catch error(.[:200])
    | if type == "object" and (.orderId | type) == "string" and
        (.amount | type == "number" and isnormal and . > 0 and . == floor)
      then {orderId, amount}
      else error("expected an order with orderId and amount, got: \(tojson[:200])") end
  ')
  log INFO "$(jq --raw-output '"order \(.orderId): \(.amount) cents"' <<<"${order}")"
  jq .orderId <<<"${order}"
}

# Processes the messages of an event, of which SNS sends one at a time, and returns the ids of the orders. Lambda passes
# that on to a destination, if the function has one.
handler() {
  local messages message
  # One line for each message, in JSON.
  messages=$(jq '
    if type != "object" or (.Records | type) != "array" then error("expected an event of SNS: Records")
    else .Records | to_entries[] end
    | .key as $index
    | try .value.Sns.Message catch null
    | strings // error("expected Sns.Message in Records[\($index)]")
  ')
  while read -r message && [[ -n ${message} ]]; do
    jq --join-output . <<<"${message}" | process_message
  done <<<"${messages}" | jq --slurp --compact-output '{orderIds: .}'
}
