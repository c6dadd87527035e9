"""A function for AWS Lambda that processes the messages of an SQS queue."""

from __future__ import annotations

import json
import logging
import reprlib
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


class Message(TypedDict):
    """The fields of a message that are used here."""

    messageId: str
    body: str
    eventSourceARN: str
    attributes: dict[str, str]


class Failure(TypedDict):
    """A message that SQS delivers again."""

    itemIdentifier: str


def process_message(message: Message) -> None:
    """Process one message: replace this with what your function does.

    If it raises an exception, SQS delivers the message again. SQS may also deliver a
    message twice, so doing it again must do no harm.
    """
    match json.loads(message["body"]):
        # True is an int, too.
        case {"orderId": str(order_id), "amount": int(amount)} if (
            amount > 0 and amount is not True
        ):
            logger.info("order %s: %d cents", order_id, amount)
        case order:
            found = reprlib.repr(order)
            problem = f"expected an order with orderId and amount, got {found}"
            raise TypeError(problem)


def handler(
    event: dict[str, object], _context: LambdaContext
) -> dict[str, list[Failure]]:
    """Process a batch of messages and return the ids of those that failed.

    SQS delivers the failed messages again and deletes the others. If the handler itself
    raises an exception, as it does for an event that is not from SQS, the whole batch
    is delivered again.
    """
    failures: list[Failure] = []
    stopped_groups: set[str] = set()
    # One message after another, which keeps those of a FIFO queue in order. If the
    # messages of a standard queue mostly wait for other services, use several threads.
    for message in messages_in(event):
        group = group_of(message)
        # After a failure, the later messages of the group fail without being processed.
        # Otherwise they would overtake the failed one, which SQS delivers again.
        if group in stopped_groups or not succeeds(message):
            failures.append({"itemIdentifier": message["messageId"]})
            stopped_groups.add(group)
    return {"batchItemFailures": failures}


def messages_in(event: dict[str, object]) -> list[Message]:
    """Return the messages of an event, or raise an exception if it has none."""
    match event:
        case {"Records": list(messages)} if all(map(is_message, messages)):
            return messages
        case _:
            problem = "expected an event of SQS: Records, each with a messageId"
            raise TypeError(problem)


def is_message(record: object) -> bool:
    """Whether it has what every message of SQS has, and in a FIFO queue a group."""
    match record:
        case {"messageId": ""}:
            return False
        case {
            "messageId": str(),
            "eventSourceARN": str(),
            "attributes": {"MessageGroupId": str()},
        }:
            return True
        case {"messageId": str(), "eventSourceARN": str(queue)}:
            return not queue.endswith(".fifo")
        case _:
            return False


def group_of(message: Message) -> str:
    """Return what keeps messages in order: their group, in a FIFO queue.

    In a standard queue each message stands for itself, even if it has a MessageGroupId
    (fair queues).
    """
    if message["eventSourceARN"].endswith(".fifo"):
        return message["attributes"]["MessageGroupId"]
    return message["messageId"]


def succeeds(message: Message) -> bool:
    """Process a message, and log its error if it fails."""
    try:
        process_message(message)
    except Exception:
        logger.exception("message %s failed", message["messageId"])
        return False
    return True
