"""A function for AWS Lambda that processes the messages of an SNS topic."""

from __future__ import annotations

import json
import logging
import reprlib
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


class Result(TypedDict):
    """The orders that were processed."""

    orderIds: list[str]


def process_message(message: str) -> str:
    """Process one message: replace this with what your function does.

    If it raises an exception, Lambda invokes the function twice more. SNS may also
    deliver a message twice, so doing it again must do no harm.
    """
    match json.loads(message):
        # True is an int, too.
        case {"orderId": str(order_id), "amount": int(amount)} if (
            amount > 0 and amount is not True
        ):
            logger.info("order %s: %d cents", order_id, amount)
            return order_id
        case order:
            found = reprlib.repr(order)
            problem = f"expected an order with orderId and amount, got {found}"
            raise TypeError(problem)


def handler(event: dict[str, object], _context: LambdaContext) -> Result:
    """Process the messages of an event, of which SNS sends one at a time.

    Lambda passes the result on to a destination, if the function has one.
    """
    return {"orderIds": [process_message(message) for message in messages_in(event)]}


def messages_in(event: dict[str, object]) -> list[str]:
    """Return the messages of an event, or raise an exception if it has none."""
    match event:
        case {"Records": list(records)}:
            return [message_in(record, index) for index, record in enumerate(records)]
        case _:
            problem = "expected an event of SNS: Records"
            raise TypeError(problem)


def message_in(record: object, index: int) -> str:
    """Return what the publisher has sent."""
    match record:
        case {"Sns": {"Message": str(message)}}:
            return message
        case _:
            problem = f"expected Sns.Message in Records[{index}]"
            raise TypeError(problem)
