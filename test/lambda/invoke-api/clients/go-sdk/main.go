// Command go-sdk invokes the functions of start-test-api.ts with the AWS SDK for Go, and prints what it got as JSON.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

var ctx = context.Background()

func main() {
	settings, err := config.LoadDefaultConfig(ctx)
	check(err)
	client := lambda.NewFromConfig(settings)
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"sync":          sync(client, "echo", []byte(`{"name":"Ada"}`), aws.String("$LATEST")),
		"error":         sync(client, "fail", nil, nil),
		"event":         status(client, "echo", types.InvocationTypeEvent),
		"dryRun":        status(client, "echo", types.InvocationTypeDryRun),
		"streamed":      streamed(client, "stream"),
		"failed stream": streamed(client, "stream-fails"),
		"exception":     exception(client, "none"),
	}))
}

func sync(client *lambda.Client, name string, payload []byte, qualifier *string) map[string]any {
	got, err := client.Invoke(ctx, &lambda.InvokeInput{
		FunctionName: &name, Payload: payload, Qualifier: qualifier, LogType: types.LogTypeTail,
	})
	check(err)
	tail, err := base64.StdEncoding.DecodeString(*got.LogResult)
	check(err)
	return map[string]any{
		"status": got.StatusCode, "error": got.FunctionError, "version": got.ExecutedVersion,
		"log": string(tail), "payload": json.RawMessage(got.Payload),
	}
}

func status(client *lambda.Client, name string, kind types.InvocationType) int32 {
	got, err := client.Invoke(ctx, &lambda.InvokeInput{
		FunctionName: &name, InvocationType: kind, Payload: []byte(`{"a":1}`),
	})
	check(err)
	return got.StatusCode
}

func streamed(client *lambda.Client, name string) []any {
	got, err := client.InvokeWithResponseStream(ctx, &lambda.InvokeWithResponseStreamInput{FunctionName: &name})
	check(err)
	stream := got.GetStream()
	defer stream.Close()
	parts := []any{}
	for event := range stream.Events() {
		switch event := event.(type) {
		case *types.InvokeWithResponseStreamResponseEventMemberPayloadChunk:
			parts = append(parts, string(event.Value.Payload))
		case *types.InvokeWithResponseStreamResponseEventMemberInvokeComplete:
			complete := map[string]string{}
			if event.Value.ErrorCode != nil {
				complete["ErrorCode"] = *event.Value.ErrorCode
				complete["ErrorDetails"] = *event.Value.ErrorDetails
			}
			parts = append(parts, complete)
		}
	}
	check(stream.Err())
	return parts
}

func exception(client *lambda.Client, name string) string {
	_, err := client.Invoke(ctx, &lambda.InvokeInput{FunctionName: &name})
	var missing *types.ResourceNotFoundException
	if !errors.As(err, &missing) {
		log.Fatalf("expected a ResourceNotFoundException, found %v", err)
	}
	return *missing.Message
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
