"""A function for AWS Lambda that processes the records of a Kinesis stream."""

from __future__ import annotations

import base64
import json
import logging
import reprlib
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


class KinesisRecord(TypedDict):
    """The fields of a record that are used here."""

    sequenceNumber: str
    data: str


class Failure(TypedDict):
    """A record that Lambda sends again, with all that follow it."""

    itemIdentifier: str


def process_data(data: bytes) -> None:
    """Process the data of a record: replace this with what your function does.

    If it raises an exception, Lambda sends the record again. It may also send a record
    twice, so doing it again must do no harm.
    """
    match json.loads(data.decode()):
        # Not int(duration), which would match True.
        case {"page": str(page), "durationMs": duration} if type(duration) is int:
            logger.info("page %s: %d ms", page, duration)
        case click:
            found = reprlib.repr(click)
            problem = f"expected a click with page and durationMs, got {found}"
            raise TypeError(problem)


def handler(
    event: dict[str, object], _context: LambdaContext
) -> dict[str, list[Failure]]:
    """Process a batch of records and return the sequence number of one that failed.

    Lambda sends that record again, and all that follow it: going on after a failure
    would change their order. If the handler itself raises an exception, as it does for
    an event that is not from Kinesis, the whole batch is sent again.
    """
    for record in records_in(event):
        try:
            process_data(base64.b64decode(record["data"], validate=True))
        except Exception:
            logger.exception("record %s failed", record["sequenceNumber"])
            return {"batchItemFailures": [{"itemIdentifier": record["sequenceNumber"]}]}
    return {"batchItemFailures": []}


def records_in(event: dict[str, object]) -> list[KinesisRecord]:
    """Return the records of an event, or raise an exception if it has none."""
    match event:
        case {"Records": list(records)} if all(map(is_record, records)):
            return [record["kinesis"] for record in records]
        case _:
            problem = (
                "expected an event of Kinesis: Records, each with a sequenceNumber"
            )
            raise TypeError(problem)


def is_record(record: object) -> bool:
    """Whether it has what every record of Kinesis has."""
    match record:
        case {"kinesis": {"sequenceNumber": str(number)}}:
            return number != ""
        case _:
            return False
