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

# Decodes a request of a function URL or of an HTTP API, with payload format version 2.0: method, path, body and time, the
# parameters `name` of the query in names_in_query, and cookies by their names.
#
# If it fails, the client gets the status 500 or 502 and no more, and the error is in the log.
handler() {
  local fields method path query body time pair pairs key value names_in_query=() cookie_pairs
  local -A cookies=()
  # Shell variables, quoted by jq. The flag decides how the body is encoded, not the content type: that of a form, for
  # example, is in Base64, too.
  fields=$(jq --exit-status --raw-output '
    def is_request:
      .version == "2.0" and ([.rawPath, .requestContext.http.method] | all(type == "string"))
      and (.requestContext.timeEpoch | type == "number");
    def decode: . as $body | try @base64d catch error("expected a body in Base64, got: \($body[:200])");
    if (try is_request catch false) then
      (.body | strings // "") as $body
      | @sh "method=\(.requestContext.http.method) path=\(.rawPath)",
        @sh "query=\(.rawQueryString // "" | tostring) time=\(.requestContext.timeEpoch | tostring)",
        @sh "body=\(if .isBase64Encoded == true then $body | decode else $body end)",
        @sh "cookie_pairs=(\([.cookies // [] | .[] | tostring]))"
    else error("expected an HTTP request with payload format version 2.0") end
  ')
  eval "${fields}"
  for pair in "${cookie_pairs[@]}"; do
    [[ ${pair} != [!=]*=* ]] || cookies["${pair%%=*}"]=${pair#*=}
  done
  # A query with an invalid escape counts as empty.
  [[ ! ${query} =~ %(00|[^[:xdigit:]]|.[^[:xdigit:]]|.?$) ]] || query=
  # In queryStringParameters, repeated parameters are joined by commas.
  IFS='&' read -r -a pairs <<<"${query}"
  for pair in "${pairs[@]}"; do
    decode key "${pair%%=*}"
    decode value "${pair#*=}"
    [[ ${key} != name || ${pair} != *=* ]] || names_in_query+=("${value}")
  done
  respond
}

# decode VARIABLE TEXT: sets the variable to a key or a value of a query, decoded. + is a blank, and %2B is +.
decode() {
  local text=${2//+/ }
  text=${text//\\/\\\\}
  printf -v "$1" '%b' "${text//%/\\x}"
}

cookie() {
  printf '%s' "$1=$2; Path=/; Secure; HttpOnly; SameSite=Lax"
}

# response STATUS MESSAGE [HEADERS [COOKIE…]]: the body is a string. An object would not reach the client.
response() {
  printf '%s' "$2" | jq --raw-input --slurp --compact-output --argjson status "$1" --argjson headers "${3:-null}" '
    {
      statusCode: $status,
      headers: ({"content-type": "application/json"} + $headers),
      body: ({message: .} | tojson)
    }
    + if $ARGS.positional == [] then {} else {cookies: $ARGS.positional} end
  ' --args -- "${@:4}"
}
