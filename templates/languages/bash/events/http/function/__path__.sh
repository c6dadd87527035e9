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
      response 405 "expected GET or POST, got: ${method}" '{allow: "GET, POST"}'
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
  response 200 "Hello, ${name# and }!" '{}' "$(cookie visits "$((10#${visits} + 1))")" "$(cookie last-visit "${time}")"
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
  local fields method path query body time pair pairs names_in_query=() cookie_pairs
  local -A cookies=()
  # Shell variables, quoted by jq. The flag decides how the body is encoded, not the content type: that of a form, for
  # example, is in Base64, too.
  fields=$(jq --exit-status --raw-output '
    if (try (.version == "2.0" and ([.rawPath, .requestContext.http.method] | all(type == "string"))) catch false) then
      (.body | strings // "") as $body
      | @sh "method=\(.requestContext.http.method) path=\(.rawPath)",
        @sh "query=\(.rawQueryString // "" | tostring) time=\(.requestContext.timeEpoch | tostring)",
        @sh "body=\(if .isBase64Encoded then $body | @base64d else $body end)",
        @sh "cookie_pairs=(\([.cookies // [] | .[] | tostring]))"
    else error("expected an HTTP request with payload format version 2.0") end
  ')
  eval "${fields}"
  for pair in "${cookie_pairs[@]}"; do
    [[ ${pair} != [!=]*=* ]] || cookies["${pair%%=*}"]=${pair#*=}
  done
  # In queryStringParameters, repeated parameters are joined by commas.
  IFS='&' read -r -a pairs <<<"${query}"
  for pair in "${pairs[@]}"; do
    [[ ${pair} != name=* ]] || names_in_query+=("$(decode "${pair#*=}")")
  done
  respond
}

# decode TEXT: a name or a value of a query. + is a blank, and %2B is +.
decode() {
  local text=${1//+/ }
  text=${text//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

cookie() {
  printf '%s' "$1=$2; Path=/; Secure; HttpOnly; SameSite=Lax"
}

# response STATUS MESSAGE [HEADERS [COOKIE…]]: the body is a string. An object would not reach the client.
response() {
  printf '%s' "$2" | jq --raw-input --slurp --compact-output --argjson status "$1" '
    {
      statusCode: $status,
      headers: ({"content-type": "application/json"} + '"${3:-{\}}"'),
      body: ({message: .} | tojson)
    }
    + if $ARGS.positional == [] then {} else {cookies: $ARGS.positional} end
  ' --args -- "${@:4}"
}
