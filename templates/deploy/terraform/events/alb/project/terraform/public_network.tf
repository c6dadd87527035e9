# The network of the load balancers. It costs nothing. The functions are not in it: Lambda invokes them.
resource "aws_vpc" "public" {
  cidr_block           = "10.1.0.0/16"
  enable_dns_hostnames = true
  enable_dns_support   = true

  tags = {
    Name = "${var.stack_name}-public"
  }
}

data "aws_availability_zones" "public" {
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

# In two Availability Zones, as a load balancer has to be.
resource "aws_subnet" "public_a" {
  vpc_id            = aws_vpc.public.id
  cidr_block        = "10.1.0.0/24"
  availability_zone = data.aws_availability_zones.public.names[0]
}

resource "aws_subnet" "public_b" {
  vpc_id            = aws_vpc.public.id
  cidr_block        = "10.1.1.0/24"
  availability_zone = data.aws_availability_zones.public.names[1]
}

resource "aws_internet_gateway" "public" {
  vpc_id = aws_vpc.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.public.id
}

resource "aws_route" "public" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.public.id
}

resource "aws_route_table_association" "public_a" {
  route_table_id = aws_route_table.public.id
  subnet_id      = aws_subnet.public_a.id
}

resource "aws_route_table_association" "public_b" {
  route_table_id = aws_route_table.public.id
  subnet_id      = aws_subnet.public_b.id
}

resource "aws_security_group" "load_balancers" {
  description = "Load balancers"
  vpc_id      = aws_vpc.public.id

  ingress {
    protocol    = "tcp"
    from_port   = 80
    to_port     = 80
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
