# A network without a way to the Internet. What invokes the functions needs none: Lambda does it.
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  enable_dns_support   = true

  tags = {
    Name = var.stack_name
  }
}

data "aws_availability_zones" "available" {
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

# In two Availability Zones, so that one may fail.
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = data.aws_availability_zones.available.names[0]
}

resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = data.aws_availability_zones.available.names[1]
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table_association" "a" {
  route_table_id = aws_route_table.this.id
  subnet_id      = aws_subnet.a.id
}

resource "aws_route_table_association" "b" {
  route_table_id = aws_route_table.this.id
  subnet_id      = aws_subnet.b.id
}

# The way to S3 and to DynamoDB, which costs nothing. Other services of AWS need an interface endpoint each, or a NAT
# gateway. Without one, calls to them hang until the function times out.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.${data.aws_region.current.id}.s3"
  route_table_ids   = [aws_route_table.this.id]
}

resource "aws_vpc_endpoint" "dynamodb" {
  vpc_id            = aws_vpc.this.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.${data.aws_region.current.id}.dynamodb"
  route_table_ids   = [aws_route_table.this.id]
}

resource "aws_security_group" "functions" {
  description = "Functions"
  vpc_id      = aws_vpc.this.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# Only the functions reach the cache: 6379 is its port, and 6380 that of its replicas.
resource "aws_security_group" "cache" {
  description = "Cache"
  vpc_id      = aws_vpc.this.id

  ingress {
    protocol        = "tcp"
    from_port       = 6379
    to_port         = 6380
    security_groups = [aws_security_group.functions.id]
  }

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

locals {
  network = {
    subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
    security_group_ids = [aws_security_group.functions.id]
  }
}
