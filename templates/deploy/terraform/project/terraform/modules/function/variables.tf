variable "name" {
  description = "Name of the function."
  type        = string
}

variable "handler" {
  description = "The handler, which takes the place of the CMD of the image."
  type        = string
}

variable "image_uri" {
  description = "The image, by its digest."
  type        = string
}

variable "architecture" {
  description = "Processor architecture of the image: x86_64 or arm64."
  type        = string
}

variable "timeout" {
  description = "Seconds after which Lambda stops an invocation."
  type        = number
}

variable "memory_size" {
  description = "Memory in MB."
  type        = number
}

variable "environment" {
  description = "Environment variables of the function."
  type        = map(string)
  default     = {}
}

# What these mean is in variables.tf of the deployment.

variable "log_retention" {
  type = number
}

variable "log_level" {
  type = string
}

variable "tracing" {
  type = string
}

variable "reserved_concurrency" {
  type = number
}

variable "provisioned_concurrency" {
  type = number
}

variable "maximum_provisioned_concurrency" {
  type = number
}

variable "snap_start" {
  type = string
}

variable "alarm_topic_arn" {
  description = "The SNS topic of the alarms."
  type        = string
}
