"""What the tests have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lambda_context import LambdaContext


@dataclass
class FakeContext:
    aws_request_id: str = "00000000-0000-4000-8000-000000000000"
    function_name: str = "test"
    function_version: str = "$LATEST"
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:test"
    memory_limit_in_mb: str = "128"
    log_group_name: str = "/aws/lambda/test"
    log_stream_name: str = "test"

    def get_remaining_time_in_millis(self) -> int:
        return 1000


@pytest.fixture
def context() -> LambdaContext:
    return FakeContext()
