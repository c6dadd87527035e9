"""The function under test: does what the event says, and answers any other event with it."""

import logging
import os
import signal
import socket
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

logger = logging.getLogger(__name__)
# AWS_LAMBDA_LOG_LEVEL sets the level of the root logger.
tmp = Path("/tmp")
state = {"incarnation": str(uuid.uuid4()), "invocations": 0, "ticks": 0}
connection = None

time.sleep(int(os.environ.get("INIT_MS", "0")) / 1000)
if os.environ.get("INIT_FAILS"):
    raise RuntimeError("init failed")


def tick():
    while True:
        time.sleep(0.01)
        state["ticks"] += 1


threading.Thread(target=tick, daemon=True).start()


def clean_up(_signum, _frame):
    print("cleaned up")
    sys.exit(0)


signal.signal(signal.SIGTERM, clean_up)


class CustomError(Exception):
    """An error of the function's own."""


class Thrown(BaseException):
    """What Python can raise besides exceptions that programs handle."""


def handler(event, context):
    if isinstance(event, dict) and "do" in event:
        return actions[event["do"]](event, context)
    return event


def count_invocation(_event, _context):
    state["invocations"] += 1
    return state


def context_of(_event, context):
    return {
        "requestId": context.aws_request_id,
        "functionArn": context.invoked_function_arn,
        "traceId": os.environ.get("_X_AMZN_TRACE_ID"),
        "traceVariable": os.environ.get("_X_AMZN_TRACE_ID"),
        "clientContext": present(context.client_context),
        "identity": identity_of(context.identity),
        "tenantId": context.tenant_id,
        "functionName": context.function_name,
        "functionVersion": context.function_version,
        "memoryMb": int(context.memory_limit_in_mb),
        "logGroupName": context.log_group_name,
        "logStreamName": context.log_stream_name,
    }


def present(value):
    """Make a dict of an object of the client."""
    if not hasattr(value, "__slots__"):
        return value
    attributes = {name: present(getattr(value, name)) for name in value.__slots__}
    return {name: found for name, found in attributes.items() if found is not None}


def identity_of(identity):
    if identity.cognito_identity_id is None:
        return None
    return {
        "cognitoIdentityId": identity.cognito_identity_id,
        "cognitoIdentityPoolId": identity.cognito_identity_pool_id,
    }


def remaining(event, context):
    def now():
        return time.time_ns() // 1_000_000

    started = now()
    print("waiting")
    time.sleep(event["pauseMs"] / 1000)
    before = now()
    left = context.get_remaining_time_in_millis()
    return {"started": started, "before": before, "remaining": left, "after": now()}


def fail(event, _context):
    raise RuntimeError(event["message"])


def fail_by_own_error(_event, _context):
    raise CustomError("of its own")


def throw(event, _context):
    raise Thrown(event["value"])


def halt(event, _context):
    os._exit(event["status"])


def write(event, _context):
    path = Path(event["path"])
    path.write_text("written")
    return path.read_text()


def write_lines(event, _context):
    for n in range(1, event["lines"] + 1):
        print(f"out {n} {event['text']}")
        print(f"err {n} {event['text']}", file=sys.stderr)
    return event["lines"]


def log(event, _context):
    getattr(logger, event["level"])(event["message"])


def resources(_event, _context):
    status = Path("/proc/self/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return {
        "residentKb": int(resident.split()[1]),
        "descriptors": len(os.listdir("/proc/self/fd")),
        "processes": sum(name.isdigit() for name in os.listdir("/proc")),
    }


def background(event, _context):
    """What goes on in the background waits for "release"."""

    def work():
        wait_for_files("release", 1)
        if not event["fails"]:
            logger.warning("background")
        (tmp / "released").touch()
        if event["fails"]:
            raise RuntimeError("background")

    threading.Thread(target=work).start()
    return "started"


def release(event, _context):
    (tmp / "release").touch()
    wait_for_files("released", 1)
    time.sleep(event["pauseMs"] / 1000)
    return "released"


def parallel(event, _context):
    """Return when all parts are at work at once."""

    def part(n):
        (tmp / f"part-{n}").touch()
        wait_for_files("part-", event["count"])
        return n

    with ThreadPoolExecutor(event["count"]) as pool:
        return list(pool.map(part, range(1, event["count"] + 1)))


def connect(event, _context):
    """Connect to a port of the machine where the Runtime API is."""
    global connection
    host = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")[0]
    connection = socket.create_connection((host, event["port"]))


def echo(event, _context):
    try:
        connection.sendall(event["text"].encode())
        return connection.recv(100).decode() or "error: closed"
    except OSError as error:
        return f"error: {error}"


def meet(event, context):
    """Return when as many invocations are here at once."""
    name = event.get("as", context.aws_request_id)
    (tmp / f"meet-{name}").touch()
    wait_for_files("meet-", event["count"])
    return name


def wait_for_files(prefix, count):
    while sum(name.startswith(prefix) for name in os.listdir(tmp)) < count:
        time.sleep(0.005)


actions = {
    "length": lambda event, _: len(event["of"]),
    "large": lambda event, _: "x" * event["bytes"],
    "raw": lambda event, _: bytes(event["bytes"]),
    "state": count_invocation,
    "context": context_of,
    "remaining": remaining,
    "raise": fail,
    "raise-custom": fail_by_own_error,
    "throw": throw,
    "halt": halt,
    "unencodable": lambda *_: {1, 2},
    "write": write,
    "print": write_lines,
    "log": log,
    "resources": resources,
    "background": background,
    "release": release,
    "parallel": parallel,
    "connect": connect,
    "echo": echo,
    "meet": meet,
}
