# shellcheck shell=bash

# Returns a greeting for `name`.
#
# Standard input is the event, standard output is the response, and standard error is the log. A command that fails ends
# the handler, as jq does for an event without a name: Lambda reports an error to the caller, and the function goes on
# with the next event. Variables describe the invocation, such as LAMBDA_DEADLINE_MS, when its time is over.
handler() {
  log INFO "greeting, $((LAMBDA_DEADLINE_MS / 1000 - EPOCHSECONDS)) seconds left"
  jq --exit-status --compact-output '
    if type == "object" and (.name | type) == "string" then {message: "Hello, \(.name)!"}
    else error("expected an event with a name, such as {\"name\": \"Ada\"}") end
  '
}
