"""A function for AWS Lambda that responds to requests of a REST API."""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import re
import reprlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NotRequired, TypedDict

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


class Response(TypedDict):
    """What the client gets. The body is a string: a dict would not reach it."""

    statusCode: int
    headers: dict[str, str]
    multiValueHeaders: NotRequired[dict[str, list[str]]]
    body: str


@dataclass
class Request:
    """The fields of a request that are used here, decoded."""

    method: str
    path: str
    query: dict[str, list[object]]
    cookies: dict[str, str]
    body: str
    time: int


def respond(request: Request) -> Response:
    """Respond to a request: replace this with what your function does."""
    if request.path != "/":
        return response(404, f"there is nothing at {request.path}")
    if request.method not in {"GET", "POST"}:
        problem = f"expected GET or POST, got: {request.method}"
        return response(405, problem, allow="GET, POST")
    names = names_in(request)
    if not names or "" in names:
        problem = 'expected a name, as in ?name=Ada or {"name":"Ada"}'
        return response(400, problem)
    logger.info("greeting %s", names)
    visits = request.cookies.get("visits", "")
    count = int(visits) if re.fullmatch("[0-9]{1,9}", visits) else 0
    greeting = response(200, f"Hello, {' and '.join(names)}!")
    cookies = [cookie("visits", count + 1), cookie("last-visit", request.time)]
    # In headers, only one of them would be left.
    greeting["multiValueHeaders"] = {"set-cookie": cookies}
    return greeting


def names_in(request: Request) -> list[str]:
    """Return the names in the query, or the one in the body of a POST."""
    if request.method == "GET":
        names = request.query.get("name", [])
        return [name for name in names if isinstance(name, str)]
    document = None
    with contextlib.suppress(ValueError, RecursionError):
        document = json.loads(request.body)
    match document:
        case {"name": str(name)}:
            return [name]
        case _:
            return []


def handler(event: dict[str, object], _context: LambdaContext) -> Response:
    """Decode a request of a REST API.

    If this raises an exception, the client gets the status 502 and no more, and the
    error is in the log.
    """
    match event:
        case {
            "httpMethod": str(method),
            "path": str(path),
            "requestContext": {"requestTimeEpoch": int(time)},
        }:
            return respond(
                Request(
                    method=method,
                    path=path,
                    # In queryStringParameters, only the last of repeated ones is left.
                    query=lists_in(event.get("multiValueQueryStringParameters")),
                    cookies=cookies_in(event),
                    body=body_of(event),
                    time=time,
                )
            )
        case _:
            problem = "expected a request of a REST API: httpMethod, path, context"
            raise TypeError(problem)


def cookies_in(event: dict[str, object]) -> dict[str, str]:
    """Return the cookies by their names.

    Names of headers are as the client writes them: cookie with HTTP/2, and mostly
    Cookie with HTTP/1.1.
    """
    headers = lists_in(event.get("multiValueHeaders")).items()
    values = [
        str(value)
        for name, values in headers
        if name.lower() == "cookie"
        for value in values
    ]
    pairs = (each.partition("=") for each in "; ".join(values).split("; "))
    return {name: value for name, _, value in pairs}


def lists_in(values: object) -> dict[str, list[object]]:
    """Return what may have several values, which is None if there is nothing."""
    match values:
        case dict():
            return {key: each for key, each in values.items() if isinstance(each, list)}
        case _:
            return {}


def body_of(event: dict[str, object]) -> str:
    """Return the body as text.

    The flag decides: bodies are in Base64 if their content type is one of the binary
    media types of the API.
    """
    match event:
        case {"isBase64Encoded": True, "body": str(body)}:
            return decode(body)
        case {"body": str(body)}:
            return body
        case _:
            return ""


def decode(body: str) -> str:
    """Return the text of a body in Base64."""
    try:
        return base64.b64decode(body, validate=True).decode(errors="replace")
    except ValueError as error:
        problem = f"expected a body in Base64, got {reprlib.repr(body)}"
        raise ValueError(problem) from error


def cookie(name: str, value: int) -> str:
    """Return a cookie as a header has it."""
    return f"{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax"


def response(status: int, message: str, **headers: str) -> Response:
    """Return a response with a message in JSON."""
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json", **headers},
        "body": json.dumps(
            {"message": message}, ensure_ascii=False, separators=(",", ":")
        ),
    }
