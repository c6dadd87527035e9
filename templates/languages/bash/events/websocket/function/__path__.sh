# shellcheck shell=bash

# API Gateway closes a connection after two hours, and does not always say so: the table deletes what has expired by itself.
lifetime=$((3 * 60 * 60))

# Keeps a table of who is connected, and sends each message to all of them.
#
# If the handler fails, API Gateway refuses the connection, or tells the sender of the message that there was an error.
handler() {
  local event fields type connection domain stage decode ids
  event=$(cat)
  # Shell variables, quoted by jq.
  fields=$(jq --raw-output '
    def is_text: type == "string" and . != "";
    def is_message: ([.requestContext.domainName, .requestContext.stage] | all(is_text)) and (.body | type == "string");
    # No regular expression for all of it, which would take much memory.
    def is_base64: length % 4 == 0 and (rtrimstr("=") | rtrimstr("=") | test("[^A-Za-z0-9+/]") | not);
    def is_event:
      (.requestContext.connectionId | is_text)
      and (.requestContext.eventType | . == "CONNECT" or . == "DISCONNECT" or . == "MESSAGE")
      and (.requestContext.eventType != "MESSAGE" or is_message);
    if (try is_event catch false) | not then
      error("expected an event of a WebSocket API: requestContext with eventType CONNECT, MESSAGE or DISCONNECT and " +
        "connectionId; for MESSAGE also domainName, stage and body; got: \(tojson[:200])")
    elif .requestContext.eventType == "MESSAGE" and .isBase64Encoded == true and (.body | is_base64 | not) then
      error("expected a body in Base64, got: \(.body[:200])")
    else
      (if .isBase64Encoded == true then "base64 --decode" else "cat" end) as $decode
      | .requestContext
      | @sh "type=\(.eventType) connection=\(.connectionId) decode=\($decode)",
        @sh "domain=\(.domainName | tostring) stage=\(.stage | tostring)"
    end
  ' <<<"${event}")
  eval "${fields}"
  : "${TABLE_NAME:?expected the name of a DynamoDB table, found none}"
  case ${type} in
    CONNECT) connect "${connection}" ;;
    DISCONNECT) disconnect "${connection}" ;;
    *)
      ids=$(connections)
      # The message may have zero bytes, which a variable cannot hold: it stays in pipes.
      [[ -z ${ids} ]] || jq --join-output .body <<<"${event}" | ${decode} |
        send_to "${ids}" "${AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI:-https://${domain}}/${stage}"
      ;;
  esac
  printf '{"statusCode":200}'
}

# connect ID: stores a connection. It takes messages after the handler has returned.
connect() {
  jq --null-input --arg id "$1" --arg expires "$((EPOCHSECONDS + lifetime))" '{
    TableName: env.TABLE_NAME,
    Item: {room: {S: "lobby"}, connectionId: {S: $id}, expiresAt: {N: $expires}}
  }' | dynamodb PutItem >/dev/null
  log INFO "connected: $1"
}

# disconnect ID: deletes a connection.
disconnect() {
  jq --null-input --arg id "$1" '{
    TableName: env.TABLE_NAME,
    Key: {room: {S: "lobby"}, connectionId: {S: $id}}
  }' | dynamodb DeleteItem >/dev/null
  log INFO "disconnected: $1"
}

# connections: prints the ids of all connections, one on a line. The table gives them page by page.
connections() {
  local start=null page
  while [[ -n ${start} ]]; do
    # A command substitution does not end at a command that fails, as this function is one: hence `return`.
    page=$(jq --null-input --argjson start "${start}" '{
      TableName: env.TABLE_NAME,
      KeyConditionExpression: "room = :room",
      ExpressionAttributeValues: {":room": {S: "lobby"}},
      ProjectionExpression: "connectionId"
    } + if $start then {ExclusiveStartKey: $start} else {} end' | dynamodb Query) || return
    jq --raw-output '.Items[].connectionId.S' <<<"${page}"
    start=$(jq --compact-output '.LastEvaluatedKey // empty' <<<"${page}")
  done
}

# send_to IDS URL: posts standard input to each connection of the API at that URL, and deletes those that are gone.
send_to() {
  local ids requests number status statuses
  mapfile -t ids <<<"$1"
  requests=$(jq --raw-input --raw-output --arg url "$2" '"--output", "/dev/null", "\($url)/@connections/\(@uri)"' <<<"$1")
  mapfile -t requests <<<"${requests}"
  # One curl for all of them: it keeps its connection to API Gateway open. After a request without a response, whose status
  # is 000, it goes on with the next.
  statuses=$(call_aws execute-api --header 'content-type: application/octet-stream' --data-binary @- \
    --write-out '%{urlnum} %{http_code}\n' "${requests[@]}") || :
  while read -r number status; do
    case ${status} in
      200) log INFO "message to ${ids[number]}" ;;
      410) disconnect "${ids[number]}" ;;
      *) log ERROR "no message to ${ids[number]}: status ${status}" ;;
    esac
  done <<<"${statuses}"
}

# dynamodb OPERATION: calls DynamoDB with standard input, and prints what it responds.
dynamodb() {
  local url=${AWS_ENDPOINT_URL_DYNAMODB:-${AWS_ENDPOINT_URL:-https://dynamodb.${AWS_REGION}.amazonaws.com}} output
  output=$(call_aws dynamodb --fail-with-body --header "x-amz-target: DynamoDB_20120810.$1" \
    --header 'content-type: application/x-amz-json-1.0' --data-binary @- "${url}") || fail DynamoDBError "$1: ${output}"
  printf '%s' "${output}"
}

# call_aws SERVICE FLAG…: runs curl for a request, which is signed with the credentials of the function.
call_aws() {
  curl --silent --show-error --connect-timeout 2 --max-time 10 --retry 2 \
    --aws-sigv4 "aws:amz:${AWS_REGION}:$1" --user "${AWS_ACCESS_KEY_ID}:${AWS_SECRET_ACCESS_KEY}" \
    --header "x-amz-security-token: ${AWS_SESSION_TOKEN:-}" "${@:2}"
}
