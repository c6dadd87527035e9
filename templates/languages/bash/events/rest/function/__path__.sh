# shellcheck shell=bash

# Responds to a request: replace this with what your function does. The handler has decoded it: see there.
respond() {
  local name names=() visits=${cookies[visits]:-0}
  if [[ ${path} != / ]]; then
    response 404 "there is nothing at ${path}"
    return
  fi
  case ${method} in
    GET) names=("${names_in_query[@]}") ;;
    POST) names=("$(name_in_body)") ;;
    *)
      response 405 "expected GET or POST, got: ${method}" '{"allow": "GET, POST"}'
      return
      ;;
  esac
  for name in "${names[@]:-}"; do
    [[ -z ${name} ]] || continue
    response 400 'expected a name, as in ?name=Ada or {"name":"Ada"}'
    return
  done
  [[ ${visits} =~ ^[0-9]{1,9}$ ]] || visits=0
  printf -v name ' and %s' "${names[@]}"
  response 200 "Hello, ${name# and }!" null "$(cookie visits "$((10#${visits} + 1))")" "$(cookie last-visit "${time}")"
}

# Prints the name, or nothing for a body that is not JSON.
name_in_body() {
  jq --slurp --raw-output 'if length == 1 then .[0].name | strings else empty end' <<<"${body}" 2>/dev/null || :
}

# Decodes a request of a REST API: method, path, body and time, the parameters `name` of the query in names_in_query, and
# cookies by their names.
#
# If it fails, the client gets the status 502 and no more, and the error is in the log.
handler() {
  local fields method path body time pair names_in_query cookie_pairs
  local -A cookies=()
  # Shell variables, quoted by jq. In queryStringParameters, only the last of repeated parameters is left. Names of headers
  # are as the client writes them: cookie with HTTP/2, and mostly Cookie with HTTP/1.1. The flag decides how the body is
  # encoded: in Base64, if its content type is one of the binary media types of the API.
  fields=$(jq --exit-status --raw-output '
    def is_request:
      ([.httpMethod, .path] | all(type == "string")) and (.requestContext.requestTimeEpoch | type == "number");
    def lists: objects | to_entries[] | select(.value | type == "array");
    def decode: . as $body | try @base64d catch error("expected a body in Base64, got: \($body[:200])");
    if (try is_request catch false) then
      (.body | strings // "") as $body
      | @sh "method=\(.httpMethod) path=\(.path) time=\(.requestContext.requestTimeEpoch | tostring)",
        @sh "names_in_query=(\([.multiValueQueryStringParameters | lists | select(.key == "name").value[] | strings]))",
        @sh "body=\(if .isBase64Encoded == true then $body | decode else $body end)",
        @sh "cookie_pairs=(\([.multiValueHeaders | lists | select(.key | ascii_downcase == "cookie").value[] | tostring | splits("; ")]))"
    else error("expected a request of a REST API: httpMethod, path and requestContext") end
  ')
  eval "${fields}"
  for pair in "${cookie_pairs[@]}"; do
    [[ ${pair} != [!=]*=* ]] || cookies["${pair%%=*}"]=${pair#*=}
  done
  respond
}

cookie() {
  printf '%s' "$1=$2; Path=/; Secure; HttpOnly; SameSite=Lax"
}

# response STATUS MESSAGE [HEADERS [COOKIE…]]: the body is a string. An object would not reach the client. In headers, only
# one of several cookies would be left.
response() {
  printf '%s' "$2" | jq --raw-input --slurp --compact-output --argjson status "$1" --argjson headers "${3:-null}" '
    {
      statusCode: $status,
      headers: ({"content-type": "application/json"} + $headers),
      body: ({message: .} | tojson)
    }
    + if $ARGS.positional == [] then {} else {multiValueHeaders: {"set-cookie": $ARGS.positional}} end
  ' --args -- "${@:4}"
}
