// Parses events with github.com/aws/aws-lambda-go/events.
//
// Arguments: files of events, each in a directory that is named after its source. Prints one line of JSON for each: the
// type, and the event as that type writes it. Stops at the first file that does not parse.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/aws/aws-lambda-go/events"
)

var newEvent = map[string]func() any{
	"alb":          func() any { return new(events.ALBTargetGroupRequest) },
	"cognito":      func() any { return new(events.CognitoEventUserPoolsPreSignup) },
	"confirmed":    func() any { return new(events.CognitoEventUserPoolsPostConfirmation) },
	"cwlogs":       func() any { return new(events.CloudwatchLogsEvent) },
	"dynamodb":     func() any { return new(events.DynamoDBEvent) },
	"eventbridge":  func() any { return new(events.EventBridgeEvent) },
	"function-url": func() any { return new(events.LambdaFunctionURLRequest) },
	"http":         func() any { return new(events.APIGatewayV2HTTPRequest) },
	"kinesis":      func() any { return new(events.KinesisEvent) },
	"rest":         func() any { return new(events.APIGatewayProxyRequest) },
	"s3":           func() any { return new(events.S3Event) },
	"schedule":     func() any { return new(events.EventBridgeEvent) },
	"sns":          func() any { return new(events.SNSEvent) },
	"sqs":          func() any { return new(events.SQSEvent) },
	"websocket":    func() any { return new(events.APIGatewayWebsocketProxyRequest) },
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
	create, ok := newEvent[filepath.Base(filepath.Dir(file))]
	if !ok {
		return fmt.Errorf("expected a directory that is named after a source of events")
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
