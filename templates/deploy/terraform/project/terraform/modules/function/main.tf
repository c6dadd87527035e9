# One Lambda function: what every function has, whatever invokes it.

resource "aws_lambda_function" "this" {
  function_name = var.name
  package_type  = "Image"
  image_uri     = var.image_uri
  architectures = [var.architecture]
  memory_size   = var.memory_size
  timeout       = var.timeout
  role          = aws_iam_role.this.arn

  reserved_concurrent_executions = var.reserved_concurrency

  # Each deployment is a version of its own, which the alias points at.
  publish = true

  image_config {
    command = [var.handler]
  }

  logging_config {
    log_group             = aws_cloudwatch_log_group.this.name
    log_format            = "JSON"
    application_log_level = var.log_level
    system_log_level      = var.log_level
  }

  tracing_config {
    mode = var.tracing
  }

  dynamic "snap_start" {
    for_each = var.snap_start == "None" ? [] : [var.snap_start]

    content {
      apply_on = snap_start.value
    }
  }

  dynamic "environment" {
    for_each = length(var.environment) == 0 ? [] : [var.environment]

    content {
      variables = environment.value
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

# What invokes the function invokes this alias. It moves to a new version when that is ready.
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}

# Lambda would create the log group itself, but keep the logs forever.
resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention
}
