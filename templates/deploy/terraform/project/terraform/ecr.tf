# The repository of the image. All functions run the same image, each with a handler of its own.

resource "aws_ecr_repository" "this" {
  name = var.stack_name

  # A tag always means the same image, as it does in the logs of a deployment.
  image_tag_mutability = "IMMUTABLE"

  # `terraform destroy` removes the images, too. They can be built again.
  force_delete = true

  image_scanning_configuration {
    scan_on_push = true
  }
}

# Images without a tag are what interrupted pushes leave behind. Those that were deployed have one.
resource "aws_ecr_lifecycle_policy" "this" {
  repository = aws_ecr_repository.this.name

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Expire untagged images after 14 days"
      selection = {
        tagStatus   = "untagged"
        countType   = "sinceImagePushed"
        countUnit   = "days"
        countNumber = 14
      }
      action = { type = "expire" }
    }]
  })
}

# Lambda reads the image when it deploys a function, and again while the function is in use.
data "aws_iam_policy_document" "repository" {
  statement {
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:lambda:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:function:${var.stack_name}*"]
    }
  }
}

resource "aws_ecr_repository_policy" "this" {
  repository = aws_ecr_repository.this.name
  policy     = data.aws_iam_policy_document.repository.json
}

locals {
  # By its digest, which always means the same image: a new one is a change that Terraform sees.
  image_uri = "${aws_ecr_repository.this.repository_url}@${var.image_digest}"
}
