// Parses events with github.com/aws/aws-lambda-go/events.
//
// Arguments: files of events, each in a directory that is named after its source. Prints one line of JSON for each: the
// type, null if there is none, and the event as that type writes it. Stops at the first file that does not parse.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-lambda-go/cfn"
	"github.com/aws/aws-lambda-go/events"
)

// Types of the samples of a source, and of single samples of it; nil if there is none.
var newEvent = map[string]func() any{
	"alb":                                       func() any { return new(events.ALBTargetGroupRequest) },
	"appsync/authorizer":                        func() any { return new(events.AppSyncLambdaAuthorizerRequest) },
	"authorizer/http":                           func() any { return new(events.APIGatewayV2CustomAuthorizerV2Request) },
	"authorizer/request":                        func() any { return new(events.APIGatewayCustomAuthorizerRequestTypeRequest) },
	"authorizer/token":                          func() any { return new(events.APIGatewayCustomAuthorizerRequest) },
	"client-vpn":                                func() any { return new(events.ClientVPNConnectionHandlerRequest) },
	"cloudformation":                            func() any { return new(cfn.Event) },
	"cloudformation/macro":                      nil,
	"codecommit":                                func() any { return new(events.CodeCommitEvent) },
	"codepipeline":                              func() any { return new(events.CodePipelineJobEvent) },
	"cognito":                                   func() any { return new(events.CognitoEventUserPoolsPreSignup) },
	"cognito-sync":                              func() any { return new(events.CognitoEvent) },
	"cognito/confirmed":                         func() any { return new(events.CognitoEventUserPoolsPostConfirmation) },
	"cognito/create-auth-challenge":             func() any { return new(events.CognitoEventUserPoolsCreateAuthChallenge) },
	"cognito/custom-email-sender":               nil,
	"cognito/custom-message":                    func() any { return new(events.CognitoEventUserPoolsCustomMessage) },
	"cognito/custom-sms-sender":                 nil,
	"cognito/define-auth-challenge":             func() any { return new(events.CognitoEventUserPoolsDefineAuthChallenge) },
	"cognito/inbound-federation":                func() any { return new(events.CognitoEventUserPoolsInboundFederation) },
	"cognito/custom-message-admin-create-user":  func() any { return new(events.CognitoEventUserPoolsCustomMessage) },
	"cognito/post-confirmation-forgot-password": func() any { return new(events.CognitoEventUserPoolsPostConfirmation) },
	"cognito/post-authentication":               func() any { return new(events.CognitoEventUserPoolsPostAuthentication) },
	"cognito/pre-authentication":                func() any { return new(events.CognitoEventUserPoolsPreAuthentication) },
	"cognito/pre-token-generation":              func() any { return new(events.CognitoEventUserPoolsPreTokenGen) },
	"cognito/pre-token-generation-v2":           func() any { return new(events.CognitoEventUserPoolsPreTokenGenV2_0) },
	"cognito/pre-token-generation-v3":           func() any { return new(events.CognitoEventUserPoolsPreTokenGenV2_0) },
	"cognito/user-migration":                    func() any { return new(events.CognitoEventUserPoolsMigrateUser) },
	"cognito/user-migration-forgot-password":    func() any { return new(events.CognitoEventUserPoolsMigrateUser) },
	"cognito/verify-auth-challenge":             func() any { return new(events.CognitoEventUserPoolsVerifyAuthChallenge) },
	"config":                                    func() any { return new(events.ConfigEvent) },
	"connect":                                   func() any { return new(events.ConnectEvent) },
	"cwlogs":                                    func() any { return new(events.CloudwatchLogsEvent) },
	"dynamodb":                                  func() any { return new(events.DynamoDBEvent) },
	"dynamodb/window":                           func() any { return new(events.DynamoDBTimeWindowEvent) },
	"eventbridge":                               func() any { return new(events.EventBridgeEvent) },
	"firehose":                                  func() any { return new(events.KinesisFirehoseEvent) },
	"firehose/msk":                              nil,
	"http":                                      func() any { return new(events.APIGatewayV2HTTPRequest) },
	"http/function-url":                         func() any { return new(events.LambdaFunctionURLRequest) },
	"iot/authorizer":                            func() any { return new(events.IoTCoreCustomAuthorizerRequest) },
	"iot/provisioning-hook":                     func() any { return new(events.IoTPreProvisionHookRequest) },
	"kafka":                                     func() any { return new(events.KafkaEvent) },
	"kinesis":                                   func() any { return new(events.KinesisEvent) },
	"kinesis/final-window":                      func() any { return new(events.KinesisTimeWindowEvent) },
	"kinesis/window":                            func() any { return new(events.KinesisTimeWindowEvent) },
	"mq/activemq":                               func() any { return new(events.ActiveMQEvent) },
	"mq/rabbitmq":                               func() any { return new(events.RabbitMQEvent) },
	"rest":                                      func() any { return new(events.APIGatewayProxyRequest) },
	"s3":                                        func() any { return new(events.S3Event) },
	"s3-batch/v1":                               func() any { return new(events.S3BatchJobEvent) },
	"s3-batch/v2":                               func() any { return new(events.S3BatchJobEventV2) },
	"s3-object-lambda":                          func() any { return new(events.S3ObjectLambdaEvent) },
	"schedule/rule":                             func() any { return new(events.EventBridgeEvent) },
	"secretsmanager":                            func() any { return new(events.SecretsManagerSecretRotationEvent) },
	"ses":                                       func() any { return new(events.SimpleEmailEvent) },
	"sns":                                       func() any { return new(events.SNSEvent) },
	"sqs":                                       func() any { return new(events.SQSEvent) },
	"websocket":                                 func() any { return new(events.APIGatewayWebsocketProxyRequest) },
}

func main() {
	log.SetFlags(0)
	for _, file := range os.Args[1:] {
		if err := parse(file); err != nil {
			log.Fatalf("%s: %v", file, err)
		}
	}
}

func parse(file string) error {
	source := filepath.Base(filepath.Dir(file))
	create, ok := newEvent[source+"/"+strings.TrimSuffix(filepath.Base(file), ".json")]
	if !ok {
		create = newEvent[source]
	}
	if create == nil {
		return json.NewEncoder(os.Stdout).Encode(map[string]any{"type": nil})
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	event := create()
	if err := json.Unmarshal(text, event); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"type": fmt.Sprintf("%T", event), "event": event})
}
