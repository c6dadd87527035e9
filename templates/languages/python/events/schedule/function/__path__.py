"""A function for AWS Lambda that runs a task on a schedule."""

from __future__ import annotations

import logging
import reprlib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


class Result(TypedDict):
    """What was done. Lambda passes it on to a destination, if the function has one."""

    task: str
    date: str


def run_task(task: str, day: date) -> Result:
    """Run a task: replace this with what your function does.

    If it raises an exception, Lambda tries it twice more. A schedule may also invoke
    the function twice, so running the task again for the same day must do no harm.
    """
    logger.info("running %s for %s", task, day)
    return {"task": task, "date": day.isoformat()}


def handler(event: dict[str, object], _context: LambdaContext) -> Result:
    """Run the task that an event of a schedule is for.

    The day is that of the scheduled time: a retry may come after midnight. For a
    schedule of EventBridge Scheduler, the event is its Input, and nothing else. Write
    it like this, and EventBridge Scheduler fills in the time:
    {"task": "daily-report", "scheduledTime": "<aws.scheduler.scheduled-time>"}
    """
    match event:
        # EventBridge Scheduler: the event is the Input of the schedule.
        case {"task": str(task), "scheduledTime": str(time)} if task:
            return run_task(task, day_of(time))
        # A rule: its ARN ends in its name. That is the task.
        case {
            "detail-type": "Scheduled Event",
            "resources": [str(rule), *_],
            "time": str(time),
        } if rule:
            return run_task(rule.rpartition("/")[2], day_of(time))
        case _:
            problem = (
                "expected an event of a schedule: task and scheduledTime, "
                "or a Scheduled Event with resources and time"
            )
            raise TypeError(problem)


def day_of(time: str) -> date:
    """Return the day, in UTC, of a time such as 2026-11-03T06:00:00Z."""
    try:
        moment = datetime.strptime(time, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError as error:
        found = reprlib.repr(time)
        problem = f"expected a time such as 2026-11-03T06:00:00Z, got {found}"
        raise ValueError(problem) from error
    return moment.astimezone(UTC).date()
