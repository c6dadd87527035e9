# shellcheck shell=bash

# Decides whether somebody may sign up: replace this with what your user pool is for. Standard input is the event, and
# standard output the event with the decision. If a command fails, Cognito refuses the user, who sees the message.
sign_up() {
  jq --compact-output --arg domain example.com '
    def is_welcome: (try .request.userAttributes.email catch null)
      | type == "string" and (ascii_downcase | endswith("@" + $domain));
    # Confirmed without a code. The address is not verified by that.
    if is_welcome then .response.autoConfirmUser = true else error("expected an address at \($domain)") end
  '
}

# Somebody has signed up: replace this, too. Standard input is the event. Cognito waits, and tries again if it takes longer
# than five seconds, so doing it again must do no harm.
confirmed() {
  log INFO "confirmed: $(jq --raw-output .userName)"
}

# Handles a trigger of a user pool, and returns the whole event with what has been decided.
handler() {
  local event trigger_source
  event=$(jq --compact-output '
    if type == "object" and (.triggerSource | type) == "string" and (.request | type) == "object" and
      (.response | type) == "object" then .
    else error("expected an event of Cognito: triggerSource, request and response") end
  ')
  # In JSON.
  trigger_source=$(jq .triggerSource <<<"${event}")
  case ${trigger_source} in
    '"PreSignUp_SignUp"') sign_up <<<"${event}" ;;
    '"PostConfirmation_ConfirmSignUp"')
      confirmed <<<"${event}" >&2
      printf '%s' "${event}"
      ;;
    *)
      # What comes back as it is goes on as it would without the function.
      log INFO "nothing to do: ${trigger_source}"
      printf '%s' "${event}"
      ;;
  esac
}
