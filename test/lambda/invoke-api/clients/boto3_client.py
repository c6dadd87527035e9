"""Invokes the functions of start-test-api.ts with boto3, and prints what it got as JSON."""

import base64
import json

import boto3

client = boto3.client("lambda")


def sync(name, **more):
    response = client.invoke(FunctionName=name, LogType="Tail", **more)
    return {
        "status": response["StatusCode"],
        "error": response.get("FunctionError"),
        "version": response["ExecutedVersion"],
        "log": base64.b64decode(response["LogResult"]).decode(),
        "payload": json.loads(response["Payload"].read()),
    }


def status(name, kind):
    return client.invoke(FunctionName=name, InvocationType=kind, Payload=b'{"a":1}')["StatusCode"]


def streamed(name):
    events = client.invoke_with_response_stream(FunctionName=name)["EventStream"]
    return [
        event["PayloadChunk"]["Payload"].decode() if "PayloadChunk" in event else event["InvokeComplete"]
        for event in events
    ]


def exception(name):
    try:
        client.invoke(FunctionName=name)
    except client.exceptions.ResourceNotFoundException as error:
        return str(error)


client.get_waiter("function_active_v2").wait(FunctionName="echo")
print(
    json.dumps(
        {
            "sync": sync("echo", Payload=b'{"name":"Ada"}', Qualifier="$LATEST"),
            "error": sync("fail"),
            "event": status("echo", "Event"),
            "dryRun": status("echo", "DryRun"),
            "streamed": streamed("stream"),
            "failed stream": streamed("stream-fails"),
            "exception": exception("none"),
        }
    )
)
