"""A function for AWS Lambda that is a chat, behind a WebSocket API of API Gateway."""

from __future__ import annotations

import base64
import logging
import os
import reprlib
import time
from functools import cache
from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from collections.abc import Iterator

    from types_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)

# Made when Lambda loads this module, and used for all events.
dynamodb = boto3.client("dynamodb")

ROOM = "lobby"

# API Gateway closes a connection after two hours, and does not always say so: the table
# deletes what has expired by itself.
LIFETIME_S = 3 * 60 * 60


def handler(event: dict[str, object], _context: LambdaContext) -> dict[str, int]:
    """Keep a table of who is connected, and send each message to all of them.

    If the handler raises an exception, API Gateway refuses the connection, or tells the
    sender of the message that there was an error.
    """
    match event:
        case {
            "requestContext": {"eventType": "CONNECT", "connectionId": str(connection)}
        } if connection:
            connect(connection)
        case {
            "requestContext": {
                "eventType": "MESSAGE",
                "connectionId": str(connection),
                "domainName": str(domain),
                "stage": str(stage),
            },
            "body": str(body),
        } if connection and domain and stage:
            is_base64 = event.get("isBase64Encoded") is True
            message = decode(body) if is_base64 else body.encode()
            send_to_all(message, management_api(endpoint(domain, stage)))
        case {
            "requestContext": {
                "eventType": "DISCONNECT",
                "connectionId": str(connection),
            }
        } if connection:
            disconnect(connection)
        case _:
            found = reprlib.repr(event)
            problem = (
                "expected an event of a WebSocket API: requestContext with eventType "
                "CONNECT, MESSAGE or DISCONNECT and connectionId; for MESSAGE also "
                f"domainName, stage and body; got {found}"
            )
            raise TypeError(problem)
    return {"statusCode": 200}


def connect(connection: str) -> None:
    """Store a connection. It takes messages after the handler has returned."""
    dynamodb.put_item(
        TableName=table_name(),
        Item={
            "room": {"S": ROOM},
            "connectionId": {"S": connection},
            "expiresAt": {"N": str(int(time.time()) + LIFETIME_S)},
        },
    )
    logger.info("connected: %s", connection)


def disconnect(connection: str) -> None:
    """Delete a connection."""
    dynamodb.delete_item(
        TableName=table_name(),
        Key={"room": {"S": ROOM}, "connectionId": {"S": connection}},
    )
    logger.info("disconnected: %s", connection)


def send_to_all(message: bytes, api: ApiGatewayManagementApiClient) -> None:
    """Send a message to all connections, and delete those that are gone."""
    for connection in connections():
        try:
            api.post_to_connection(ConnectionId=connection, Data=message)
        except api.exceptions.GoneException:
            disconnect(connection)
        except Exception:
            logger.exception("no message to %s", connection)
        else:
            logger.info("message to %s", connection)


def connections() -> Iterator[str]:
    """Read all connections, however many pages of the table they take."""
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table_name(),
        KeyConditionExpression="room = :room",
        ExpressionAttributeValues={":room": {"S": ROOM}},
        ProjectionExpression="connectionId",
    )
    for page in pages:
        for item in page["Items"]:
            yield item["connectionId"]["S"]


def decode(body: str) -> bytes:
    """Return the bytes of a binary message."""
    try:
        return base64.b64decode(body, validate=True)
    except ValueError as error:
        problem = f"expected a body in Base64, got {reprlib.repr(body)}"
        raise ValueError(problem) from error


def table_name() -> str:
    """Return the name of the table of connections."""
    name = os.environ.get("TABLE_NAME")
    if not name:
        problem = "expected the name of a DynamoDB table in TABLE_NAME, got none"
        raise RuntimeError(problem)
    return name


def endpoint(domain: str, stage: str) -> str:
    """Return the address at which an API takes messages. A test has one of its own."""
    variable = "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"
    return f"{os.environ.get(variable, f'https://{domain}')}/{stage}"


@cache
def management_api(endpoint_url: str) -> ApiGatewayManagementApiClient:
    """Return the client for an address, which is made once."""
    return boto3.client("apigatewaymanagementapi", endpoint_url=endpoint_url)
