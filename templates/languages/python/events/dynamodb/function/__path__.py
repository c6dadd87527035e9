"""A function for AWS Lambda that processes the changes of a DynamoDB table."""

from __future__ import annotations

import base64
import logging
import re
import reprlib
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NotRequired, TypedDict

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)

type Value = (
    str | Decimal | bytes | bool | list[Value] | dict[str, Value] | set[Value] | None
)
type Item = dict[str, Value]

# What DynamoDB stores. Decimal takes more, such as NaN.
NUMBER = re.compile(r"-?[0-9]{1,130}(\.[0-9]{1,130})?(E[-+]?[0-9]{1,3})?")


class StreamRecord(TypedDict):
    """An item before and after a change, as far as the view type of the stream says."""

    SequenceNumber: str
    Keys: dict[str, object]
    NewImage: NotRequired[dict[str, object]]
    OldImage: NotRequired[dict[str, object]]


class Record(TypedDict):
    """The fields of a record that are used here."""

    eventName: str
    dynamodb: StreamRecord


class Failure(TypedDict):
    """A record that Lambda sends again, with all that follow it."""

    itemIdentifier: str


@dataclass
class Change:
    """A change of an item: INSERT, MODIFY or REMOVE."""

    name: str
    keys: Item
    new: Item | None
    old: Item | None


def process_change(change: Change) -> None:
    """Process one change: replace this with what your function does.

    If it raises an exception, Lambda sends the record again. It may also send a record
    twice, so doing it again must do no harm.
    """
    match change:
        case Change("REMOVE", keys={"orderId": str(order_id)}):
            logger.info("order %s: removed", order_id)
        case Change(
            "INSERT" | "MODIFY",
            new={"orderId": str(order_id), "amount": Decimal() as amount},
        ) if amount > 0 and amount == amount.to_integral_value():
            logger.info("order %s: %s cents", order_id, amount)
        case _:
            found = reprlib.repr(vars(change))
            problem = f"expected an order with orderId and amount, got {found}"
            raise TypeError(problem)


def handler(
    event: dict[str, object], _context: LambdaContext
) -> dict[str, list[Failure]]:
    """Process a batch of changes and return the sequence number of one that failed.

    Lambda sends that record again, and all that follow it: going on after a failure
    would change their order. If the handler itself raises an exception, as it does for
    an event that is not from DynamoDB, the whole batch is sent again.
    """
    for record in records_in(event):
        try:
            process_change(change_in(record))
        except Exception:
            number = record["dynamodb"]["SequenceNumber"]
            logger.exception("record %s failed", number)
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}


def records_in(event: dict[str, object]) -> list[Record]:
    """Return the records of an event, or raise an exception if it has none."""
    match event:
        case {"Records": list(records)} if all(map(is_record, records)):
            return records
        case _:
            problem = (
                "expected an event of DynamoDB: Records, each with a SequenceNumber"
            )
            raise TypeError(problem)


def is_record(record: object) -> bool:
    """Whether it has what every record of DynamoDB has."""
    match record:
        case {"dynamodb": {"SequenceNumber": str(number)}}:
            return number != ""
        case _:
            return False


def change_in(record: Record) -> Change:
    """Return the change that a record is about."""
    images = record["dynamodb"]
    return Change(
        name=record["eventName"],
        keys=item(images["Keys"]),
        new=item(images["NewImage"]) if "NewImage" in images else None,
        old=item(images["OldImage"]) if "OldImage" in images else None,
    )


def item(attributes: dict[str, object]) -> Item:
    """Return the values of attributes."""
    return {name: unwrap(attribute) for name, attribute in attributes.items()}


def unwrap(attribute: object) -> Value:
    """Return the value of an attribute such as {"N": "4990"}.

    A number is a Decimal, as with boto3: a float would round what has more than 15
    digits.
    """
    match attribute:
        case {"S": str(value)} | {"BOOL": bool(value)}:
            return value
        case {"N": str(number)} if NUMBER.fullmatch(number):
            return Decimal(number)
        case {"B": str(data)}:
            return base64.b64decode(data, validate=True)
        case {"NULL": True}:
            return None
        case _:
            return unwrap_collection(attribute)


def unwrap_collection(attribute: object) -> Value:
    """Return the value of an attribute that has others in it."""
    match attribute:
        case {"L": list(values)}:
            return [unwrap(value) for value in values]
        case {"M": dict(values)}:
            return item(values)
        case {"SS": list(texts)}:
            return {unwrap({"S": text}) for text in texts}
        case {"NS": list(numbers)}:
            return {unwrap({"N": number}) for number in numbers}
        case {"BS": list(blobs)}:
            return {unwrap({"B": data}) for data in blobs}
        case _:
            found = reprlib.repr(attribute)
            problem = f"expected an attribute value, got {found}"
            raise TypeError(problem)
