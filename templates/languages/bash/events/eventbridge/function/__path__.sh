# shellcheck shell=bash

# Handles an order that was placed: replace this with what your function does. Standard input is the detail of the event.
# If a command fails, Lambda invokes the function twice more. EventBridge may also send an event twice, so handling it
# again must do no harm.
order_placed() {
  local order
  order=$(jq --compact-output '
    if (.orderId | type) == "string" and (.amount | type == "number" and isnormal and . > 0 and . == floor)
    then {orderId, amount}
    else error("expected an order with orderId and amount, got: \(tojson[:200])") end
  ')
  log INFO "$(jq --raw-output '"order \(.orderId): \(.amount) cents"' <<<"${order}")"
  jq --compact-output '{orderId, status: "placed"}' <<<"${order}"
}

# Handles an order that was cancelled.
order_cancelled() {
  local order
  order=$(jq --compact-output '
    if (.orderId | type) == "string" and (.reason | type) == "string" then {orderId, reason}
    else error("expected an order with orderId and reason, got: \(tojson[:200])") end
  ')
  log INFO "$(jq --raw-output '"order \(.orderId): cancelled, \(.reason)"' <<<"${order}")"
  jq --compact-output '{orderId, status: "cancelled"}' <<<"${order}"
}

# Routes an event by its detail-type, and returns what became of the order. Lambda passes that on to a destination, if the
# function has one.
handler() {
  local lines detail_type detail
  # Two lines, in JSON.
  lines=$(jq --raw-output '
    if type == "object" and (."detail-type" | type) == "string" and (.detail | type) == "object" then
      (."detail-type", .detail) | tojson
    else error("expected an event of EventBridge: detail-type and detail") end
  ')
  { read -r detail_type && read -r detail; } <<<"${lines}"
  case ${detail_type} in
    '"OrderPlaced"') order_placed <<<"${detail}" ;;
    '"OrderCancelled"') order_cancelled <<<"${detail}" ;;
    *)
      # A rule may match more than the function knows. Trying it again would not help.
      log WARN "ignored an event with the detail-type ${detail_type}"
      printf 'null'
      ;;
  esac
}
