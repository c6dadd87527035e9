"""Parse events with the pydantic models of Powertools for AWS Lambda.

Arguments: files of events, each in a directory that is named after its source. Prints one
line of JSON for each: the type, and the event as that type has it. Stops at the first file
that does not parse.
"""

import json
import sys
from pathlib import Path

from aws_lambda_powertools.utilities.parser import models
from pydantic import RootModel

WebSocketModel = RootModel[
    models.APIGatewayWebSocketConnectEventModel
    | models.APIGatewayWebSocketMessageEventModel
    | models.APIGatewayWebSocketDisconnectEventModel
]


class AlbModel(models.AlbModel):
    """Also with headers and parameters that have lists of values, which the library does not know."""

    headers: dict[str, str] = {}
    queryStringParameters: dict[str, str] = {}
    multiValueHeaders: dict[str, list[str]] = {}
    multiValueQueryStringParameters: dict[str, list[str]] = {}


MODELS = {
    "alb": AlbModel,
    "cognito": models.CognitoPreSignupTriggerModel,
    "confirmed": models.CognitoPostConfirmationTriggerModel,
    "cwlogs": models.CloudWatchLogsModel,
    "dynamodb": models.DynamoDBStreamModel,
    "eventbridge": models.EventBridgeModel,
    "function-url": models.LambdaFunctionUrlModel,
    "http": models.APIGatewayProxyEventV2Model,
    "kinesis": models.KinesisDataStreamModel,
    "rest": models.APIGatewayProxyEventModel,
    "s3": models.S3Model,
    "schedule": models.EventBridgeModel,
    "sns": models.SnsModel,
    "sqs": models.SqsModel,
    "websocket": WebSocketModel,
}

for file in map(Path, sys.argv[1:]):
    model = MODELS[file.parent.name]
    try:
        event = model.model_validate_json(file.read_bytes())
    except ValueError as error:
        sys.exit(f"{file}: {error}")
    # Times, addresses and bytes have types of their own: those are written as text.
    values = event.model_dump(by_alias=True, exclude_unset=True)
    print(json.dumps({"type": model.__name__, "event": values}, default=str))
