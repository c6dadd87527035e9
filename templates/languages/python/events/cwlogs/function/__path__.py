"""A function for AWS Lambda that processes log events of CloudWatch Logs."""

from __future__ import annotations

import base64
import gzip
import json
import logging
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


class Result(TypedDict):
    """The log events that were processed."""

    logEventIds: list[str]


@dataclass
class LogEvent:
    """A log event, and the log group that it comes from."""

    id: str
    log_group: str
    time: datetime
    message: str


def process_log_event(log_event: LogEvent) -> None:
    """Process one log event: replace this with what your function does.

    If it raises an exception, Lambda tries the whole event twice more. CloudWatch Logs
    may also send a log event twice, so processing it again must do no harm.
    """
    time = log_event.time.isoformat(timespec="milliseconds")
    logger.info("%s: %s %s", log_event.log_group, time, log_event.message)


def handler(event: dict[str, object], _context: LambdaContext) -> Result:
    """Process the log events that a subscription filter sends.

    Lambda passes the result on to a destination, if the function has one.
    """
    match event:
        case {"awslogs": {"data": str(data)}}:
            log_events = log_events_in(decode(data))
        case _:
            problem = "expected an event of CloudWatch Logs: awslogs.data"
            raise TypeError(problem)
    for log_event in log_events:
        process_log_event(log_event)
    return {"logEventIds": [log_event.id for log_event in log_events]}


def decode(data: str) -> object:
    """Decode the data of an event, which is JSON, in gzip, in Base64."""
    try:
        return json.loads(gzip.decompress(base64.b64decode(data, validate=True)))
    except (ValueError, OSError, EOFError, zlib.error, RecursionError) as error:
        problem = "expected awslogs.data to be JSON, in gzip, in Base64"
        raise ValueError(problem) from error


def log_events_in(batch: object) -> list[LogEvent]:
    """Return the log events of a batch, or raise an exception if it has none."""
    match batch:
        # CloudWatch Logs looks whether the function can be reached.
        case {"messageType": "CONTROL_MESSAGE"}:
            logger.info("ignored: CONTROL_MESSAGE")
            return []
        case {
            "messageType": "DATA_MESSAGE",
            "logGroup": str(log_group),
            "logEvents": list(log_events),
        }:
            return [log_event_in(each, log_group) for each in log_events]
        case _:
            problem = "expected a DATA_MESSAGE with logGroup and logEvents"
            raise TypeError(problem)


def log_event_in(value: object, log_group: str) -> LogEvent:
    """Return a log event of a log group."""
    match value:
        # True is an int, too.
        case {
            "id": str(log_event_id),
            "timestamp": int(milliseconds),
            "message": str(message),
        } if log_event_id and not isinstance(milliseconds, bool):
            time = datetime.fromtimestamp(milliseconds / 1000, UTC)
            return LogEvent(log_event_id, log_group, time, message)
        case _:
            problem = "expected id, timestamp and message in each of the logEvents"
            raise TypeError(problem)
