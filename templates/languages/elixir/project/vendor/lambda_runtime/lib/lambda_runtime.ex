defmodule LambdaRuntime do
  @moduledoc """
  Runs the handler of an AWS Lambda function.

  Put `LambdaRuntime` last in the children of your application. Children before it are up when the
  first event is asked for, and they live across invocations:

      children = [
        MyApp.Cache,
        LambdaRuntime
      ]

      Supervisor.start_link(children, strategy: :one_for_one)

  Away from Lambda (the variable `AWS_LAMBDA_RUNTIME_API` is not set) the child is ignored, so
  `mix test` and `iex -S mix` start the same application without a runtime.

  The handler is named by the image's CMD, such as `Elixir.Hello:handler`; see
  `LambdaRuntime.Handler` for what it takes and returns, and `LambdaRuntime.Test` for testing it.
  """

  @typedoc "A response that is not simply JSON; made by `raw/2`, `stream/2` and `http_stream/2`."
  @type response :: :lambda_runtime.response()

  @typedoc "Where a streamed response comes from: a function that writes, or anything enumerable."
  @type source :: (write -> term) | Enumerable.t(iodata)

  @typedoc "Sends a part of a streamed response; returns when the Runtime API has taken it."
  @type write :: (iodata -> :ok)

  @typedoc "How a streamed HTTP response starts. All are optional; the status is 200 unless given."
  @type prelude :: [status: 100..599, headers: Enumerable.t(), cookies: [String.t()]]

  @doc """
  The child for your supervisor; put it last.

  It is `:temporary` on purpose: when the runtime ends, the VM ends (with a status other than 0) and
  Lambda starts a fresh one. A restart inside a broken VM would only hide the fault. For the same
  reason the strategy of your supervisor should be `:one_for_one`: another one would end the runtime,
  and so the VM, with the first child that fails.
  """
  @spec child_spec(term) :: Supervisor.child_spec()
  def child_spec(_options), do: :lambda_runtime.child_spec()

  @doc """
  Answers with these bytes instead of JSON.

      def handler(_event, _context), do: LambdaRuntime.raw("text/csv", ["a,b\\n", "1,2\\n"])

  Raises `ArgumentError` if the content type could not stand in an HTTP header.
  """
  @spec raw(String.t(), iodata) :: response
  defdelegate raw(content_type, body), to: :lambda_runtime

  @doc """
  Answers in parts, each sent as soon as it is there (up to 200 MB, where a whole response ends at
  6 MB).

      LambdaRuntime.stream("text/plain", Stream.map(1..10, &"\#{&1}\\n"))

      LambdaRuntime.stream("text/plain", fn write ->
        write.("first\\n")
        write.("second\\n")
      end)

  Lambda is told of the response with the first part: a failure before is an ordinary error, one after
  ends the stream with the error in its trailers. If the caller has gone, the invocation ends.
  Needs a caller that streams: a function URL with invoke mode `RESPONSE_STREAM`, or
  `InvokeWithResponseStream`.
  """
  @spec stream(String.t(), source) :: response
  def stream(content_type, source), do: :lambda_runtime.stream(content_type, writer(source))

  @doc """
  Answers an HTTP request (function URL, API Gateway) in parts, with status, headers and cookies.

      LambdaRuntime.http_stream(
        [status: 200, headers: %{"content-type" => "text/html"}, cookies: ["seen=1"]],
        ["<h1>Hello</h1>"]
      )
  """
  @spec http_stream(prelude, source) :: response
  def http_stream(prelude, source) do
    prelude = Map.new(prelude)
    headers = Map.new(Map.get(prelude, :headers, %{}))
    :lambda_runtime.http_stream(Map.put(prelude, :headers, headers), writer(source))
  end

  defp writer(source) when is_function(source, 1), do: source
  defp writer(source), do: fn write -> Enum.each(source, write) end
end
