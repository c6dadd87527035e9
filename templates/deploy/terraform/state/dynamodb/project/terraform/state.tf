# Where the functions keep what must outlive their execution environments. DynamoDB encrypts every table.
resource "aws_dynamodb_table" "this" {
  # The names of tables that belong to a function have no dot.
  name         = "${var.stack_name}.state"
  billing_mode = "PAY_PER_REQUEST"

  # Items with the same pk are together, in the order of their sk: a query returns them.
  hash_key  = "pk"
  range_key = "sk"

  attribute {
    name = "pk"
    type = "S"
  }

  attribute {
    name = "sk"
    type = "S"
  }

  # An item with a time in expiresAt, in seconds since 1970, is deleted after it: days later at worst.
  ttl {
    enabled        = true
    attribute_name = "expiresAt"
  }

  # The table can be restored as it was at any second of the last 35 days, also after `terraform destroy`. true would
  # refuse to delete it.
  deletion_protection_enabled = false

  point_in_time_recovery {
    enabled = true
  }
}
