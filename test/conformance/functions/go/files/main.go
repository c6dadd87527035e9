// Command hello_go has all functions of the project in one binary for AWS Lambda.
package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"hello_go/internal/hellogo"
)

func main() {
	// Log lines have the request id, and are JSON if that is the log format of the function. What AWS's client logs
	// by itself are errors.
	slog.SetDefault(lambdacontext.NewLogger())
	slog.SetLogLoggerLevel(slog.LevelError)

	// Lambda starts the binary for one function. The CMD of the image has its name.
	name := os.Getenv("_HANDLER")
	handler := handlerOf(name)
	if handler == nil {
		fail("expected the name of a function in main.go, got: " + name)
	}
	lambda.Start(handler)
}

// handlerOf returns the handler of the function with that name, or nil.
func handlerOf(name string) any {
	switch name {
	case "hello_go":
		return hellogo.Handle
	case "stream":
		return hellogo.Stream
	case "unloadable":
		panic("not loadable")
	default:
		return nil
	}
}

// fail reports to Lambda why no handler can be started, and ends the process.
func fail(problem string) {
	slog.Error(problem)
	report, _ := json.Marshal(map[string]string{"errorType": "Runtime.HandlerNotFound", "errorMessage": problem})
	url := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/init/error"
	if _, err := http.Post(url, "application/json", bytes.NewReader(report)); err != nil {
		slog.Error("the problem was not reported", "error", err)
	}
	os.Exit(1)
}
