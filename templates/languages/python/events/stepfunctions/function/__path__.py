"""A function for AWS Lambda that runs a task of a Step Functions state machine."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


class CardDeclinedError(Exception):
    """The bank refuses the card, and would again.

    The state machine catches this error, by the name of its class.
    """


class ProviderBusyError(Exception):
    """The payment provider gets too many requests.

    The state machine tries again, later each time.
    """


def charge(order_id: str, amount: int, card: str) -> None:
    """Charge a card: replace this with a request to your payment provider.

    The same order may come again, so send its id as the idempotency key, with which
    the provider charges the card only once.
    """
    # Two cards that are there to test errors.
    if card == "test-declined":
        problem = f"the card of order {order_id} was declined"
        raise CardDeclinedError(problem)
    if card == "test-busy":
        problem = "the payment provider gets too many requests"
        raise ProviderBusyError(problem)
    logger.info("order %s charged: %d cents", order_id, amount)


def handler(event: dict[str, object], _context: LambdaContext) -> dict[str, str]:
    """Run a task: the event is its input, and the response is its result."""
    match event:
        case {"orderId": str(order_id), "amount": int(amount), "card": str(card)} if (
            amount > 0 and not isinstance(amount, bool)
        ):
            charge(order_id, amount, card)
            return {"orderId": order_id, "status": "charged"}
        case _:
            problem = "expected an order with orderId, amount in cents, and card"
            raise TypeError(problem)
