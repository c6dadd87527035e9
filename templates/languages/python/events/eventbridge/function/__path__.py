"""A function for AWS Lambda that handles the events of an EventBridge bus."""

from __future__ import annotations

import logging
import reprlib
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


class Order(TypedDict):
    """What became of an order."""

    orderId: str
    status: str


def order_placed(detail: dict[str, object]) -> Order:
    """Handle an order that was placed: replace this with what your function does.

    If it raises an exception, Lambda tries the event twice more. EventBridge may also
    send an event twice, so handling it again must do no harm.
    """
    match detail:
        # True is an int, too.
        case {"orderId": str(order_id), "amount": int(amount)} if (
            amount > 0 and amount is not True
        ):
            logger.info("order %s: %d cents", order_id, amount)
            return {"orderId": order_id, "status": "placed"}
        case _:
            found = reprlib.repr(detail)
            problem = f"expected an order with orderId and amount, got {found}"
            raise TypeError(problem)


def order_cancelled(detail: dict[str, object]) -> Order:
    """Handle an order that was cancelled."""
    match detail:
        case {"orderId": str(order_id), "reason": str(reason)}:
            logger.info("order %s: cancelled, %s", order_id, reason)
            return {"orderId": order_id, "status": "cancelled"}
        case _:
            found = reprlib.repr(detail)
            problem = f"expected an order with orderId and reason, got {found}"
            raise TypeError(problem)


def handler(event: dict[str, object], _context: LambdaContext) -> Order | None:
    """Route an event by its detail-type, and return what became of the order.

    Lambda passes the result on to a destination, if the function has one.
    """
    match event:
        case {"detail-type": "OrderPlaced", "detail": dict(detail)}:
            return order_placed(detail)
        case {"detail-type": "OrderCancelled", "detail": dict(detail)}:
            return order_cancelled(detail)
        # A rule may match more than the function knows. Trying it again would not help.
        case {"detail-type": str(detail_type), "detail": dict()}:
            logger.warning("ignored an event with the detail-type %s", detail_type)
            return None
        case _:
            problem = "expected an event of EventBridge: detail-type and detail"
            raise TypeError(problem)
