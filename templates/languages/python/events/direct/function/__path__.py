"""A function for AWS Lambda."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


def handler(event: dict[str, object], context: LambdaContext) -> dict[str, str]:
    """Return a greeting for the name in the event.

    The return value is encoded as JSON: it is the response. If the handler raises an
    exception, as it does for an event without a name, Lambda reports an error to the
    caller, and the function goes on with the next event.
    """
    name = event.get("name")
    if not isinstance(name, str):
        message = 'expected an event with a name, such as {"name": "Ada"}'
        raise TypeError(message)
    logger.info("greeting, %d ms left", context.get_remaining_time_in_millis())
    return {"message": f"Hello, {name}!"}
