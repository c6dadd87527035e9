# shellcheck shell=bash

# charge ORDER: replace this with a request to your payment provider. The same order may come again, so send its id as the
# idempotency key, with which the provider charges the card only once.
charge() {
  local card
  # In JSON.
  card=$(jq .card <<<"$1")
  # Two cards that are there to test errors.
  case ${card} in
    # The bank would refuse the card again. The state machine catches this error, by its type.
    '"test-declined"') fail CardDeclined "$(jq --raw-output '"the card of order \(.orderId) was declined"' <<<"$1")" ;;
    # The state machine tries again, later each time.
    '"test-busy"') fail ProviderBusy 'the payment provider gets too many requests' ;;
    *) log INFO "$(jq --raw-output '"order \(.orderId) charged: \(.amount) cents"' <<<"$1")" ;;
  esac
}

# Runs a task of a state machine. Standard input is the input of the task, and standard output is its result.
handler() {
  local order
  order=$(jq --compact-output '
    if type == "object" and (.orderId | type) == "string" and (.card | type) == "string" and
      (.amount | type == "number" and isnormal and . > 0 and . == floor)
    then {orderId, amount, card}
    else error("expected an order with orderId, amount in cents, and card") end
  ')
  charge "${order}"
  jq --compact-output '{orderId, status: "charged"}' <<<"${order}"
}
