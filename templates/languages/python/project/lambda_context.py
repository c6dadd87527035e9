"""The type of a handler's second parameter."""

from __future__ import annotations

from typing import Protocol


class LambdaContext(Protocol):
    """What Lambda tells of an invocation.

    https://docs.aws.amazon.com/lambda/latest/dg/python-context.html has all of it.
    """

    aws_request_id: str
    function_name: str
    function_version: str
    invoked_function_arn: str
    memory_limit_in_mb: str
    log_group_name: str
    log_stream_name: str

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds that are left before the function times out."""
