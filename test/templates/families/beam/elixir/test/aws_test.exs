defmodule LambdaRuntime.AWSTest do
  # The environment variables are those of the VM.
  use ExUnit.Case, async: false

  alias LambdaRuntime.AWS

  setup do
    System.put_env(%{
      "AWS_REGION" => "eu-central-1",
      "AWS_ACCESS_KEY_ID" => "AKIDEXAMPLE",
      "AWS_SECRET_ACCESS_KEY" => "secret"
    })

    on_exit(fn ->
      for {"AWS_" <> _ = name, _} <- System.get_env(), do: System.delete_env(name)
    end)
  end

  test "a request with maps and lists as options" do
    port = :aws_server.start(fn _, _ -> "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok" end)

    assert AWS.request("s3",
             endpoint: "http://127.0.0.1:#{port}",
             method: :put,
             path: ["bucket", "a b"],
             query: %{"partNumber" => "2"},
             headers: %{"X-Amz-Acl" => "private"},
             body: ["a", ~c"b"]
           ) == {:ok, %{status: 201, headers: %{"content-length" => "2"}, body: "ok"}}

    assert [{1, %{line: "PUT /bucket/a%20b?partNumber=2 HTTP/1.1", body: "ab"}}] =
             :aws_server.requests(port)
  end

  test "no response" do
    assert {:error, %AWS.Error{reason: :connection} = error} =
             AWS.request("s3", endpoint: "http://127.0.0.1:1")

    assert Exception.message(error) == "cannot connect to 127.0.0.1:1: econnrefused"
  end

  test "an option that there is not" do
    assert_raise ArgumentError, ~r/unknown keys \[:url\]/, fn -> AWS.request("s3", url: "x") end
  end

  test "the stand-in for AWS responds to requests, and returns them" do
    {result, requests} =
      LambdaRuntime.Test.with_aws(
        fn %{path: "/bucket/" <> key} -> {200, ["object ", key]} end,
        fn -> AWS.request("s3", path: "/bucket/a b", query: %{"n" => "1"}) end
      )

    assert {:ok, %{status: 200, body: "object a b"}} = result
    assert [%{method: "GET", path: "/bucket/a b", query: [{"n", "1"}], body: ""}] = requests
  end
end
