defmodule LambdaRuntime.Test do
  @moduledoc """
  Runs a handler in a test as Lambda does: through the runtime and a Runtime API server, both in the
  VM of the test.

      test "returns a greeting" do
        assert LambdaRuntime.Test.invoke(&Hello.handler/2, %{name: "Ada"}) ==
                 {:ok, %{"message" => "Hello, Ada!"}}
      end

      test "needs a name" do
        assert {:error, %{type: "FunctionClauseError"}} =
                 LambdaRuntime.Test.invoke(&Hello.handler/2, %{})
      end

  Event and result are encoded as JSON, the handler runs in a process of its own, and errors are what
  the caller would get. As in a task, the test is among the `$callers` of the handler, so what Mox,
  Req.Test or Ecto's sandbox have set up for the test is found. If the application does not start the
  processes that the handler needs, start them in the test with `start_supervised!/1`.
  """

  @typedoc "A function of event and context or of the event alone, or a name as in the image's CMD."
  @type handler ::
          (event :: term, LambdaRuntime.Context.t() -> term)
          | (event :: term -> term)
          | String.t()

  @typedoc """
    * `:timeout_ms` - the time-out of the function, 3000 by default, as in Lambda. It sets the
      deadline
    * `:client_context`, `:cognito_identity` - terms, to be encoded as JSON
    * all others - text, as in the context. Request id and ARN have defaults, the rest is absent by
      default
  """
  @type option ::
          {:timeout_ms, pos_integer}
          | {:request_id, String.t()}
          | {:invoked_function_arn, String.t()}
          | {:trace_id, String.t()}
          | {:tenant_id, String.t()}
          | {:invocation_id, String.t()}
          | {:client_context, term}
          | {:cognito_identity, term}

  @typedoc "What the caller gets: type and message of the error, and the stack trace by line."
  @type failure :: %{type: String.t(), message: String.t(), stacktrace: [String.t()]}

  @doc """
  Runs the handler with an event and returns what the caller would get.

  The result is the decoded JSON. For another response it is a map with `:content_type` and `:body`,
  and for one of `LambdaRuntime.http_stream/2` also with `:status`, `:headers` and `:cookies`.
  """
  @spec invoke(handler, event :: term, [option]) :: {:ok, term} | {:error, failure}
  def invoke(handler, event, options \\ []) do
    options = Map.new(options, &encoded/1)

    case :lambda_runtime_test.invoke_json(handler(handler), JSON.encode!(event), options) do
      {:ok, %{content_type: "application/json", body: body}} -> {:ok, JSON.decode!(body)}
      {:ok, response} -> {:ok, response}
      {:error, failure} -> {:error, failure}
    end
  end

  @typedoc "A request. Path and query are decoded; the names of headers are in lower case."
  @type aws_request :: %{
          method: String.t(),
          path: String.t(),
          query: [{String.t(), String.t() | true}],
          headers: %{String.t() => String.t()},
          body: binary
        }

  @doc """
  Calls a function while a stand-in for AWS responds to the requests of `LambdaRuntime.AWS` and of
  other clients that use its environment variables, and returns the result with all requests.

      test "stores an order" do
        {result, [request]} =
          LambdaRuntime.Test.with_aws(
            fn _request -> {200, "{}"} end,
            fn -> LambdaRuntime.Test.invoke(&Orders.handler/2, %{id: "A-1001"}) end
          )

        assert result == {:ok, "stored"}
        assert request.headers["x-amz-target"] == "DynamoDB_20120810.PutItem"
      end

  It sets `AWS_ENDPOINT_URL`, region and credentials, and afterwards what was set before. They are
  those of the VM: tests with it need `async: false`.
  """
  @spec with_aws((aws_request -> {status :: 100..599, body :: iodata}), (-> result)) ::
          {result, [aws_request]}
        when result: var
  defdelegate with_aws(respond, fun), to: :lambda_runtime_test

  defp encoded({key, term}) when key in [:client_context, :cognito_identity],
    do: {key, JSON.encode!(term)}

  defp encoded(option), do: option

  defp handler(name) when is_binary(name) do
    case :lambda_runtime_handler.find(name) do
      {:ok, handler} -> handler
      {:error, %{message: message}} -> raise ArgumentError, message
    end
  end

  defp handler(fun) when is_function(fun, 2), do: %{call: fun, language: LambdaRuntime.Language}

  defp handler(fun) when is_function(fun, 1),
    do: %{call: fn event, _context -> fun.(event) end, language: LambdaRuntime.Language}
end
