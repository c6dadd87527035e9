"""A function for AWS Lambda that handles changes of the objects in an S3 bucket."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import unquote_plus

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


class Result(TypedDict):
    """The keys of the objects that were created, and of those that were removed."""

    created: list[str]
    removed: list[str]


@dataclass
class Change:
    """A change of an object: ObjectCreated:Put, ObjectRemoved:Delete, or another."""

    name: str
    bucket: str
    key: str


def process_change(change: Change) -> None:
    """Process one change: replace this with what your function does.

    If it raises an exception, Lambda tries the whole event twice more. S3 may also send
    an event twice, so processing it again must do no harm.
    """
    logger.info("%s: %s in %s", change.name, change.key, change.bucket)


def handler(event: dict[str, object], _context: LambdaContext) -> Result:
    """Process the changes of an event, and return the keys that were changed.

    Lambda passes the result on to a destination, if the function has one.
    """
    result: Result = {"created": [], "removed": []}
    for change in changes_in(event):
        process_change(change)
        if change.name.startswith("ObjectCreated:"):
            result["created"].append(change.key)
        elif change.name.startswith("ObjectRemoved:"):
            result["removed"].append(change.key)
    return result


def changes_in(event: dict[str, object]) -> list[Change]:
    """Return the changes of an event, or raise an exception if one cannot be read."""
    match event:
        case {"Records": list(records)}:
            return [change_in(record, index) for index, record in enumerate(records)]
        case _:
            problem = "expected an event of S3: Records"
            raise TypeError(problem)


def change_in(record: object, index: int) -> Change:
    """Return the change that a record is about."""
    match record:
        case {
            "eventName": str(name),
            "s3": {"bucket": {"name": str(bucket)}, "object": {"key": str(key)}},
        } if name and bucket and key:
            try:
                return Change(name, bucket, decode_key(key))
            except ValueError as error:
                found = key[:1024]
                problem = f"expected an encoded key in Records[{index}], got {found!r}"
                raise ValueError(problem) from error
        case _:
            problem = f"expected eventName, bucket and key in Records[{index}]"
            raise TypeError(problem)


def decode_key(key: str) -> str:
    """Decode a key, which S3 encodes as forms do: + is a blank, and %2B is +."""
    if re.search("%(?![0-9A-Fa-f]{2})", key):
        problem = "expected two hexadecimal digits after %"
        raise ValueError(problem)
    return unquote_plus(key, errors="strict")
