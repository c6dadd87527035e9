# shellcheck shell=bash
# The log and the errors of a handler. `bootstrap` loads this file before the handler's, and a unit test does, too.

# log LEVEL MESSAGE: writes one line to the log, with time and request id, unless LEVEL (TRACE, DEBUG, INFO, WARN, ERROR,
# FATAL) is below AWS_LAMBDA_LOG_LEVEL.
log() {
  local LC_ALL=C levels='TRACE DEBUG INFO WARN ERROR FATAL' text=${2//\\/\\\\} time line
  [[ ${levels%"${AWS_LAMBDA_LOG_LEVEL:-INFO}"*} != *"$1"* ]] || return 0
  text=${text//$'\n'/\\n} text=${text//$'\r'/\\r} text=${text//$'\t'/\\t} text=${text//[[:cntrl:]]/ }
  TZ=UTC printf -v time '%(%FT%T)T.%.3sZ' -1 "${EPOCHREALTIME#*[.,]}"
  if [[ ${AWS_LAMBDA_LOG_FORMAT:-} == JSON ]]; then
    printf -v line '{"timestamp":"%s","level":"%s","requestId":"%s","message":"%s"}' \
      "${time}" "$1" "${LAMBDA_REQUEST_ID:-}" "${text//\"/\\\"}"
  else
    line="${time} ${LAMBDA_REQUEST_ID:--} $1 ${text}"
  fi
  printf '%s\n' "${runtime_log:+$'\x1elog\x1e'}${line}" >&"${runtime_log:-2}"
}

# fail TYPE MESSAGE: ends the handler. The caller gets an error of this type with this message.
fail() {
  runtime_trace "$1"
  printf '%s\n' "$2" >&2
  exit 1
}

# runtime_trace TYPE: tells runtime_copy_log of an error, with the calls that led to it: FUNCTION (FILE:LINE).
runtime_trace() {
  local line=$1 i
  for ((i = 1; i < ${#FUNCNAME[@]}; i++)); do
    [[ ${FUNCNAME[i]} != runtime_* ]] || break
    [[ ${FUNCNAME[i]} == fail ]] || line+=$'\x1f'"${FUNCNAME[i]} (${BASH_SOURCE[i]##*/}:${BASH_LINENO[i - 1]})"
  done
  [[ ! -v runtime_log ]] || printf '\x1e%s\x1e%s\n' "${LAMBDA_REQUEST_ID}" "${line}" >&"${runtime_log}"
}

# Copies the log of a handler from descriptor 4, a pipe, until there is a line \x1eend. Keeps the last lines in
# runtime_last, except for those of the function log, and the type of an error with its calls in runtime_error.
runtime_copy_log() {
  local line text kind rest
  runtime_last=() runtime_error=(CommandFailed)
  while IFS='' read -r -u 4 line; do
    text=${line} kind=''
    # Not ${line%%…}, which takes minutes for a line of 1 MB.
    if [[ ${line} == *$'\x1e'* ]]; then IFS=$'\x1e' read -r text kind rest <<<"${line}"; fi
    if [[ -n ${text} || -z ${kind} ]]; then
      printf '%s\n' "${text}" >&2
      runtime_last+=("${text}")
      [[ ${#runtime_last[@]} -le 20 ]] || runtime_last=("${runtime_last[@]:1}")
    fi
    case ${kind} in
      log) printf '%s\n' "${rest}" >&2 ;;
      end) return ;;
      "${LAMBDA_REQUEST_ID}")
        [[ ${runtime_error[0]} == CommandFailed ]] || continue
        IFS=$'\x1f' read -r -a runtime_error <<<"${rest}"
        # What `fail` writes next is the whole message.
        [[ ${runtime_error[0]} == CommandFailed ]] || runtime_last=()
        ;;
      *) ;; # Nothing, or an error in the background of an event before.
    esac
  done
}

# runtime_report PATH TYPE MESSAGE CALL…: posts an error. Whatever is in the message, jq makes it JSON.
runtime_report() {
  local report category=Function.$2
  report=$(printf '%s' "$3" | jq --raw-input --slurp --compact-output --arg type "$2" \
    '{errorType: $type, errorMessage: ., stackTrace: $ARGS.positional}' --args -- "${@:4}")
  runtime_post "$1" "Lambda-Runtime-Function-Error-Type: ${category/#Function.Runtime./Runtime.}" "${report}"
}

# At the end of the process. If the handler has not been found by then, tells Lambda why.
runtime_end() {
  local problem
  [[ -n ${runtime_init[*]} ]] || return 0
  if [[ ! -f ${runtime_file} ]]; then
    runtime_init[1]="expected the handler in ${runtime_file}, found no such file"
  elif ! problem=$(bash -n "${runtime_file}" 2>&1); then
    runtime_init=(Runtime.UserCodeSyntaxError "${problem}")
  fi
  log FATAL "${runtime_init[1]}"
  runtime_report init/error "${runtime_init[@]}"
}
