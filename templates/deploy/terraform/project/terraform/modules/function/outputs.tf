output "function_name" {
  value = aws_lambda_function.this.function_name
}

output "alias_name" {
  value = aws_lambda_alias.live.name
}

output "alias_arn" {
  value = aws_lambda_alias.live.arn
}

output "alias_invoke_arn" {
  description = "What API Gateway calls."
  value       = aws_lambda_alias.live.invoke_arn
}

output "role_name" {
  value = aws_iam_role.this.name
}

output "timeout" {
  value = aws_lambda_function.this.timeout
}

output "alias_dimensions" {
  description = "What selects the metrics of the alias."
  value       = local.alias_dimensions
}
