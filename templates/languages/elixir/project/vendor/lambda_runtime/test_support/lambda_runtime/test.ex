defmodule LambdaRuntime.Test do
  @moduledoc """
  Runs a handler in a test as Lambda would: through the runtime and an HTTP server that speaks the
  Runtime API, both inside the VM of the test.

      test "greets" do
        assert LambdaRuntime.Test.invoke(&Hello.handler/2, %{name: "Ada"}) ==
                 {:ok, %{"message" => "Hello, Ada!"}}
      end

      test "needs a name" do
        assert {:error, %{type: "FunctionClauseError"}} =
                 LambdaRuntime.Test.invoke(&Hello.handler/2, %{})
      end

  So the event and the result really go through JSON, the handler runs in a process of its own, and
  what it fails with is what the caller would see. Supervised processes that the handler relies on are
  the test's to start (`start_supervised!/1`), unless the application has started them already.
  """

  @typedoc "A function of event and context or of the event alone, or a name as in the image's CMD."
  @type handler ::
          (event :: term, LambdaRuntime.Context.t() -> term)
          | (event :: term -> term)
          | String.t()

  @typedoc """
    * `:timeout_ms` - the function's time-out, 3000 unless given as it is in Lambda. The deadline
      is so far away
    * `:client_context`, `:cognito_identity` - terms to be encoded as JSON
    * the rest - text, as it arrives in the context. Absent unless given, but for the request id and
      the ARN
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

  @typedoc "Type and message of the error as the caller sees them, and the stack trace by line."
  @type failure :: %{type: String.t(), message: String.t(), stacktrace: [String.t()]}

  @doc """
  Runs the handler with an event and waits for what the caller would get.

  The result is decoded from JSON. Of a response that is not JSON it is a map with its `:content_type`
  and `:body`; of one made by `LambdaRuntime.http_stream/2` with `:status`, `:headers` and `:cookies`
  too.
  """
  @spec invoke(handler, event :: term, [option]) :: {:ok, term} | {:error, failure}
  def invoke(handler, event, options \\ []) do
    options = Map.new(options, &encoded/1)

    case :lambda_runtime_test.invoke_json(found(handler), JSON.encode!(event), options) do
      {:ok, %{content_type: "application/json", body: body}} -> {:ok, JSON.decode!(body)}
      {:ok, response} -> {:ok, response}
      {:error, failure} -> {:error, failure}
    end
  end

  defp encoded({key, term}) when key in [:client_context, :cognito_identity],
    do: {key, JSON.encode!(term)}

  defp encoded(option), do: option

  defp found(name) when is_binary(name) do
    case :lambda_runtime_resolve.handler(name) do
      {:ok, handler} -> handler
      {:error, %{message: message}} -> raise ArgumentError, message
    end
  end

  defp found(fun) when is_function(fun, 2), do: %{call: fun, language: LambdaRuntime.Language}

  defp found(fun) when is_function(fun, 1),
    do: %{call: fn event, _context -> fun.(event) end, language: LambdaRuntime.Language}
end
