# shellcheck shell=bash

# run_task TASK DATE: replace this with what your function does. If a command fails, Lambda invokes the function twice
# more. A schedule may also invoke it twice, so doing it again for the same date must do no harm.
run_task() {
  log INFO "running $1 for $2"
  jq --null-input --compact-output --arg task "$1" --arg date "$2" '{$task, $date}'
}

# Runs the task that an event of a schedule is for, with the date (in UTC) of the scheduled time: a retry may come after
# midnight.
#
# EventBridge Scheduler sends the Input of the schedule, and nothing else:
#   {"task": "daily-report", "scheduledTime": "<aws.scheduler.scheduled-time>"}
# A rule of EventBridge sends an event with its ARN, which ends in the name of the rule. That is the task.
handler() {
  local fields task date
  # Shell variables, quoted by jq.
  fields=$(jq --raw-output '
    def is_time: try ((fromdateiso8601 | todateiso8601) == .) catch false;
    if type != "object" then null
    elif ."detail-type" == "Scheduled Event" then {task: (try (.resources[0] | split("/") | last) catch null), time}
    else {task, time: .scheduledTime} end
    | if (.task | type == "string" and . != "") and (.time | is_time) then @sh "task=\(.task) date=\(.time[:10])"
      else error("expected task and scheduledTime, such as 2026-11-03T06:00:00Z, or the event of a rule") end
  ')
  eval "${fields}"
  run_task "${task}" "${date}"
}
