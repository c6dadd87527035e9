# Where the functions keep what may be lost. It costs money by the hour, used or not: at least 6 USD a month.
resource "aws_elasticache_serverless_cache" "this" {
  # A name has at most 40 characters.
  name                 = trimsuffix(substr(var.stack_name, 0, 40), "-")
  description          = "State of ${var.stack_name}"
  engine               = "valkey"
  major_engine_version = "8"
  subnet_ids           = [aws_subnet.a.id, aws_subnet.b.id]
  security_group_ids   = [aws_security_group.cache.id]

  # The most that it can cost: 61 USD a month for storage, and 30 for requests.
  cache_usage_limits {
    data_storage {
      maximum = 1
      unit    = "GB"
    }

    ecpu_per_second {
      maximum = 5000
    }
  }
}

locals {
  # rediss: with TLS, as the cache has it always.
  redis_url = "rediss://${aws_elasticache_serverless_cache.this.endpoint[0].address}:${aws_elasticache_serverless_cache.this.endpoint[0].port}"
}
