# Alarms on what invocations of the alias report, in periods of five minutes. No invocations are no reason for an alarm.

locals {
  alias_dimensions = {
    FunctionName = aws_lambda_function.this.function_name
    Resource     = "${aws_lambda_function.this.function_name}:${aws_lambda_alias.live.name}"
  }
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name        = "${var.name}-errors"
  alarm_description = "Invocations of ${var.name} fail: the handler, a timeout or a crash. See the log group ${aws_cloudwatch_log_group.this.name}."
  alarm_actions     = [var.alarm_topic_arn]

  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = local.alias_dimensions
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "throttles" {
  alarm_name        = "${var.name}-throttles"
  alarm_description = "Lambda refuses invocations of ${var.name}: the reserved concurrency or that of the account is used up."
  alarm_actions     = [var.alarm_topic_arn]

  namespace           = "AWS/Lambda"
  metric_name         = "Throttles"
  dimensions          = local.alias_dimensions
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "duration" {
  alarm_name        = "${var.name}-duration"
  alarm_description = "1 % of the invocations of ${var.name} take more than 80 % of the timeout."
  alarm_actions     = [var.alarm_topic_arn]

  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  dimensions          = local.alias_dimensions
  extended_statistic  = "p99"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0.8 * 1000 * var.timeout
  treat_missing_data  = "notBreaching"
}
