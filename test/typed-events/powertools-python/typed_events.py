"""Parse events with the pydantic models of Powertools for AWS Lambda.

Arguments: files of events, each in a directory that is named after its source. Prints one
line of JSON for each: the type, None if there is none, and the event as that type has it. Stops at the first file
that does not parse.
"""

import json
import sys
from pathlib import Path

from aws_lambda_powertools.utilities.parser import models
from pydantic import RootModel

class AlbModel(models.AlbModel):
    """Also with headers and parameters that have lists of values, which the library does not know."""

    headers: dict[str, str] = {}
    queryStringParameters: dict[str, str] = {}
    multiValueHeaders: dict[str, list[str]] = {}
    multiValueQueryStringParameters: dict[str, list[str]] = {}


# Models of the samples of a source, and of single samples of it; None if there is none.
MODELS = {
    "alb": AlbModel,
    "appsync/batch": RootModel[list[models.AppSyncResolverEventModel]],
    "appsync/publish": models.AppSyncEventsModel,
    "appsync/resolver": models.AppSyncResolverEventModel,
    "appsync/subscribe": models.AppSyncEventsModel,
    "authorizer/http": models.ApiGatewayAuthorizerRequestV2,
    "authorizer/request": models.ApiGatewayAuthorizerRequest,
    "authorizer/token": models.ApiGatewayAuthorizerToken,
    "bedrock-agent/api": models.BedrockAgentEventModel,
    "bedrock-agent/function": models.BedrockAgentFunctionEventModel,
    "cloudformation/create": models.CloudFormationCustomResourceCreateModel,
    "cloudformation/delete": models.CloudFormationCustomResourceDeleteModel,
    "cloudformation/update": models.CloudFormationCustomResourceUpdateModel,
    "cognito": models.CognitoPreSignupTriggerModel,
    "cognito/confirmed": models.CognitoPostConfirmationTriggerModel,
    "cognito/create-auth-challenge": models.CognitoCreateAuthChallengeTriggerModel,
    "cognito/custom-email-sender": models.CognitoCustomEmailSenderTriggerModel,
    "cognito/custom-message": models.CognitoCustomMessageTriggerModel,
    "cognito/custom-sms-sender": models.CognitoCustomSMSSenderTriggerModel,
    "cognito/define-auth-challenge": models.CognitoDefineAuthChallengeTriggerModel,
    "cognito/pre-sign-up-external-provider": None,
    "cognito/inbound-federation": None,
    "cognito/custom-message-admin-create-user": models.CognitoCustomMessageTriggerModel,
    "cognito/post-confirmation-forgot-password": None,
    "cognito/post-authentication": models.CognitoPostAuthenticationTriggerModel,
    "cognito/pre-authentication": models.CognitoPreAuthenticationTriggerModel,
    "cognito/pre-token-generation": models.CognitoPreTokenGenerationTriggerModelV1,
    # CognitoPreTokenGenerationTriggerModelV2AndV3 expects an object for scopes, which are a list.
    "cognito/pre-token-generation-v2": None,
    "cognito/pre-token-generation-v3": None,
    "cognito/user-migration": models.CognitoMigrateUserTriggerModel,
    "cognito/user-migration-forgot-password": models.CognitoMigrateUserTriggerModel,
    # CognitoVerifyAuthChallengeTriggerModel requires answerCorrect, which is null.
    "cognito/verify-auth-challenge": None,
    "cwlogs": models.CloudWatchLogsModel,
    "dynamodb": models.DynamoDBStreamModel,
    "dynamodb/window": None,
    "eventbridge": models.EventBridgeModel,
    "firehose": models.KinesisFirehoseModel,
    "firehose/msk": None,
    "http": models.APIGatewayProxyEventV2Model,
    "http/function-url": models.LambdaFunctionUrlModel,
    "kafka/msk": models.KafkaMskEventModel,
    "kafka/self-managed": models.KafkaSelfManagedEventModel,
    "kinesis": models.KinesisDataStreamModel,
    "kinesis/final-window": None,
    "kinesis/window": None,
    "rest": models.APIGatewayProxyEventModel,
    "s3": models.S3Model,
    "s3-batch": models.S3BatchOperationModel,
    "s3-object-lambda/get-object": models.S3ObjectLambdaEvent,
    "schedule/rule": models.EventBridgeModel,
    "ses": models.SesModel,
    "sns": models.SnsModel,
    "sqs": models.SqsModel,
    "transfer-family": models.TransferFamilyAuthorizer,
    "vpc-lattice/v1": models.VpcLatticeModel,
    # VpcLatticeV2Model expects strings for headers and parameters, which are lists.
    "vpc-lattice/v2": None,
    "websocket": models.APIGatewayWebSocketMessageEventModel,
    "websocket/connect": models.APIGatewayWebSocketConnectEventModel,
    "websocket/disconnect": models.APIGatewayWebSocketDisconnectEventModel,
}

for file in map(Path, sys.argv[1:]):
    source = file.parent.name
    model = MODELS.get(f"{source}/{file.stem}", MODELS.get(source))
    if model is None:
        print(json.dumps({"type": None}))
        continue
    try:
        event = model.model_validate_json(file.read_bytes())
    except ValueError as error:
        sys.exit(f"{file}: {error}")
    # Times, addresses and bytes have types of their own: those are written as text.
    values = event.model_dump(by_alias=True, exclude_unset=True)
    print(json.dumps({"type": model.__name__, "event": values}, default=str))
