"""A function for AWS Lambda that responds to requests of a load balancer."""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import re
import reprlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, NotRequired, TypedDict
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


class Response(TypedDict):
    """What the load balancer gets. The body is a string: it takes no dict.

    It has the same kind of headers as the event.
    """

    statusCode: int
    statusDescription: str
    headers: NotRequired[dict[str, str]]
    multiValueHeaders: NotRequired[dict[str, list[str]]]
    body: str
    isBase64Encoded: bool


@dataclass
class Request:
    """The fields of a request that are used here, decoded."""

    method: str
    path: str
    query: list[tuple[str, str]]
    cookies: dict[str, str]
    body: str


@dataclass
class Reply:
    """What the client gets: a message in JSON, and headers."""

    status: HTTPStatus
    message: str
    headers: dict[str, list[str]]


def respond(request: Request) -> Reply:
    """Respond to a request: replace this with what your function does."""
    if request.path == "/health":
        return reply(HTTPStatus.OK, "healthy")
    if request.path != "/":
        return reply(HTTPStatus.NOT_FOUND, f"there is nothing at {request.path}")
    if request.method not in {"GET", "POST"}:
        problem = f"expected GET or POST, got: {request.method}"
        return reply(HTTPStatus.METHOD_NOT_ALLOWED, problem, {"allow": ["GET, POST"]})
    names = names_in(request)
    if not names or "" in names:
        problem = 'expected a name, as in ?name=Ada or {"name":"Ada"}'
        return reply(HTTPStatus.BAD_REQUEST, problem)
    logger.info("greeting %s", names)
    visits = request.cookies.get("visits", "")
    count = int(visits) if re.fullmatch("[0-9]{1,9}", visits) else 0
    cookies = [
        cookie("visits", str(count + 1)),
        cookie("returning", "yes" if count > 0 else "no"),
    ]
    greeting = f"Hello, {' and '.join(names)}!"
    return reply(HTTPStatus.OK, greeting, {"set-cookie": cookies})


def names_in(request: Request) -> list[str]:
    """Return the names in the query, or the one in the body of a POST."""
    if request.method == "GET":
        return [value for key, value in request.query if key == "name"]
    document = None
    with contextlib.suppress(ValueError, RecursionError):
        document = json.loads(request.body)
    match document:
        case {"name": str(name)}:
            return [name]
        case _:
            return []


def handler(event: dict[str, object], _context: LambdaContext) -> Response:
    """Decode a request of an Application Load Balancer.

    If this raises an exception, the client gets the status 502 and no more, and the
    error is in the log.
    """
    # Whether there are lists of values is an attribute of the target group.
    match event:
        case {
            "requestContext": {"elb": dict()},
            "httpMethod": str(method),
            "path": str(path),
            "multiValueHeaders": dict(headers),
        }:
            query, has_lists = event.get("multiValueQueryStringParameters"), True
        case {
            "requestContext": {"elb": dict()},
            "httpMethod": str(method),
            "path": str(path),
            "headers": dict(headers),
        }:
            query, has_lists = event.get("queryStringParameters"), False
        case _:
            problem = "expected a request of a load balancer: httpMethod, path, headers"
            raise TypeError(problem)
    request = Request(
        method=method,
        path=path,
        query=decode_query(query),
        cookies=cookies_in(headers),
        body=body_of(event),
    )
    return response(respond(request), has_lists=has_lists)


def decode_query(query: object) -> list[tuple[str, str]]:
    """Return the parameters, which are as the client has encoded them."""
    encoded = "&".join(f"{name}={value}" for name, value in texts_in(query))
    return parse_qsl(encoded, keep_blank_values=True)


def cookies_in(headers: object) -> dict[str, str]:
    """Return the cookies by their names."""
    values = [value for name, value in texts_in(headers) if name.lower() == "cookie"]
    pairs = (each.partition("=") for each in "; ".join(values).split("; "))
    return {name: value for name, _, value in pairs}


def texts_in(values: object) -> list[tuple[str, str]]:
    """Return each name with each of its values."""
    if not isinstance(values, dict):
        return []
    return [
        (name, text)
        for name, value in values.items()
        for text in (value if isinstance(value, list) else [value])
        if isinstance(text, str)
    ]


def body_of(event: dict[str, object]) -> str:
    """Return the body as text. The flag decides, not the content type."""
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


def cookie(name: str, value: str) -> str:
    """Return a cookie as a header has it."""
    return f"{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax"


def reply(
    status: HTTPStatus, message: str, headers: dict[str, list[str]] | None = None
) -> Reply:
    """Return a reply with a message in JSON."""
    content_type = {"content-type": ["application/json"]}
    return Reply(status, message, content_type | (headers or {}))


def response(reply: Reply, *, has_lists: bool) -> Response:
    """Return a reply in the form that the load balancer expects."""
    status = reply.status
    response: Response = {
        "statusCode": status.value,
        "statusDescription": f"{status} {status.phrase}",
        "body": json.dumps(
            {"message": reply.message}, ensure_ascii=False, separators=(",", ":")
        ),
        "isBase64Encoded": False,
    }
    # It reads one of the two: the one that it has sent.
    if has_lists:
        response["multiValueHeaders"] = reply.headers
    else:
        headers = reply.headers.items()
        response["headers"] = {name: first for name, (first, *_) in headers}
    return response
