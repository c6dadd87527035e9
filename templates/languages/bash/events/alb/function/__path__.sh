# shellcheck shell=bash

# Responds to a request: replace this with what your function does. The handler has decoded it: see there.
respond() {
  local name names=() visits=${cookies[visits]:-0} returning=no
  case ${path} in
    /) ;;
    /health)
      response '200 OK' healthy
      return
      ;;
    *)
      response '404 Not Found' "there is nothing at ${path}"
      return
      ;;
  esac
  case ${method} in
    GET) names=("${names_in_query[@]}") ;;
    POST) names=("$(name_in_body)") ;;
    *)
      response '405 Method Not Allowed' "expected GET or POST, got: ${method}" '{"allow": ["GET, POST"]}'
      return
      ;;
  esac
  for name in "${names[@]:-}"; do
    [[ -z ${name} ]] || continue
    response '400 Bad Request' 'expected a name, as in ?name=Ada or {"name":"Ada"}'
    return
  done
  [[ ${visits} =~ ^[0-9]{1,9}$ ]] || visits=0
  ((10#${visits} == 0)) || returning=yes
  printf -v name ' and %s' "${names[@]}"
  response '200 OK' "Hello, ${name# and }!" null \
    "$(cookie visits "$((10#${visits} + 1))")" "$(cookie returning "${returning}")"
}

# Prints the name, or nothing for a body that is not JSON.
name_in_body() {
  jq --slurp --raw-output 'if length == 1 then .[0].name | strings else empty end' <<<"${body}" 2>/dev/null || :
}

# Decodes a request of an Application Load Balancer: method, path and body, the parameters `name` of the query in
# names_in_query, and cookies by their names.
#
# If it fails, the client gets the status 502 and no more, and the error is in the log.
handler() {
  local fields method path body has_lists pair pairs key value names_in_query=() cookie_pairs
  local -A cookies=()
  # Shell variables, quoted by jq. Whether headers and parameters have lists of values is an attribute of the target group.
  # The flag decides how the body is encoded, not the content type.
  fields=$(jq --exit-status --raw-output '
    def is_request:
      ([.httpMethod, .path] | all(type == "string")) and (.requestContext.elb | type == "object")
      and ([.multiValueHeaders, .headers] | any(type == "object"));
    def texts: objects | to_entries[] | {key, value: (.value | if type == "array" then .[] else . end | strings)};
    def decode: . as $body | try @base64d catch error("expected a body in Base64, got: \($body[:200])");
    if (try is_request catch false) then
      (.body | strings // "") as $body
      | (.multiValueHeaders | type == "object") as $has_lists
      | (if $has_lists then .multiValueHeaders else .headers end) as $headers
      | (if $has_lists then .multiValueQueryStringParameters else .queryStringParameters end) as $query
      | @sh "method=\(.httpMethod) path=\(.path) has_lists=\($has_lists)",
        @sh "pairs=(\([$query | texts | "\(.key)=\(.value)"]))",
        @sh "body=\(if .isBase64Encoded == true then $body | decode else $body end)",
        @sh "cookie_pairs=(\([$headers | texts | select(.key | ascii_downcase == "cookie").value | splits("; ")]))"
    else error("expected a request of a load balancer: httpMethod, path, headers and requestContext.elb") end
  ')
  eval "${fields}"
  for pair in "${cookie_pairs[@]}"; do
    [[ ${pair} != [!=]*=* ]] || cookies["${pair%%=*}"]=${pair#*=}
  done
  for pair in "${pairs[@]}"; do
    decode key "${pair%%=*}"
    decode value "${pair#*=}"
    [[ ${key} != name ]] || names_in_query+=("${value}")
  done
  respond
}

# decode VARIABLE TEXT: sets the variable to a name or a value of a query, which are as the client has encoded them. + is a
# blank, and %2B is +. What has an invalid escape counts as empty.
decode() {
  local text=${2//+/ }
  [[ ! ${text} =~ %(00|[^[:xdigit:]]|.[^[:xdigit:]]|.?$) ]] || text=
  text=${text//\\/\\\\}
  printf -v "$1" '%b' "${text//%/\\x}"
}

cookie() {
  printf '%s' "$1=$2; Path=/; Secure; HttpOnly; SameSite=Lax"
}

# response STATUS MESSAGE [HEADERS [COOKIE…]]: the body is a string. An object would not reach the client. The load balancer
# reads the headers that it has sent: lists of values, or the first value of each.
response() {
  printf '%s' "$2" | jq --raw-input --slurp --compact-output \
    --arg status "$1" --argjson headers "${3:-null}" --argjson has_lists "${has_lists}" '
    (
      {"content-type": ["application/json"]} + $headers
      + if $ARGS.positional == [] then {} else {"set-cookie": $ARGS.positional} end
    ) as $all
    | {
        statusCode: ($status[:3] | tonumber),
        statusDescription: $status,
        body: ({message: .} | tojson),
        isBase64Encoded: false
      }
    + if $has_lists then {multiValueHeaders: $all} else {headers: ($all | map_values(.[0]))} end
  ' --args -- "${@:4}"
}
