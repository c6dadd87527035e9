function handler() {
  jq --compact-output '{message: "Hello, \(.name)!"}' <<<"$1"
}
