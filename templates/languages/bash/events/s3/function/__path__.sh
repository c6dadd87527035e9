# shellcheck shell=bash

# process_change NAME BUCKET KEY: processes one change, such as ObjectCreated:Put. Replace this with what your function
# does. If a command fails, Lambda invokes the function twice more with the whole event. S3 may also send an event twice,
# so processing it again must do no harm.
process_change() {
  log INFO "$1: $3 in $2"
}

# Processes the changes of an event, and returns the keys of the objects that were created or removed. Lambda passes that
# on to a destination, if the function has one.
handler() {
  local lines name bucket encoded_key key index=0 created=() removed=()
  # Three lines for each record. None of the values has a line break, since keys are encoded.
  lines=$(jq --raw-output '
    if type != "object" or (.Records | type) != "array" then error("expected an event of S3: Records")
    else .Records | to_entries[] end
    | .key as $index | .value
    | try [.eventName, .s3.bucket.name, .s3.object.key] catch [null]
    | if all(type == "string" and . != "" and (test("[[:cntrl:]]") | not)) then .[]
      else error("expected eventName, bucket and key in Records[\($index)]") end
  ')
  while IFS='' read -r name && IFS='' read -r bucket && IFS='' read -r encoded_key; do
    decode_key "${encoded_key}" || fail InvalidKey "expected an encoded key in Records[${index}], found: ${encoded_key:0:1024}"
    process_change "${name}" "${bucket}" "${key}" >&2
    case ${name} in
      ObjectCreated:*) created+=("${key}") ;;
      ObjectRemoved:*) removed+=("${key}") ;;
      *) ;;
    esac
    index=$((index + 1))
  done <<<"${lines}"
  jq --null-input --compact-output --argjson count "${#created[@]}" \
    '{created: $ARGS.positional[:$count], removed: $ARGS.positional[$count:]}' \
    --args -- "${created[@]}" "${removed[@]}"
}

# decode_key TEXT: sets key. S3 encodes keys as forms do: + is a blank, and %2B is +. Fails if that is not UTF-8.
decode_key() {
  local LC_ALL=C.UTF-8 text=${1//+/ }
  # UTF-8 has neither halves of surrogate pairs, ED A0 to ED BF, nor characters beyond F4 8F.
  [[ ! ${text} =~ %(00|[^[:xdigit:]]|.[^[:xdigit:]]|.?$|[Ee][Dd]%[AaBb]|[Ff]4%[9AaBb]) ]] || return 1
  text=${text//\\/\\\\}
  printf -v key '%b' "${text//%/\\x}"
  # No character matches what is not UTF-8.
  [[ ${key} =~ ^.*$ ]]
}
