package main

import (
	"context"
	"errors"

	"github.com/aws/aws-lambda-go/lambda"
)

type request struct {
	Name string `json:"name"`
}

type response struct {
	Message string `json:"message"`
}

func handle(_ context.Context, event request) (response, error) {
	if event.Name == "" {
		return response{}, errors.New("expected an event with a name")
	}
	return response{Message: "Hello, " + event.Name + "!"}, nil
}

func main() {
	lambda.Start(handle)
}
