defmodule LambdaRuntime do
  @moduledoc """
  Runs the handler of an AWS Lambda function.

  Put `LambdaRuntime` last in the children of your application. The children before it are started
  when Lambda sends the first event, and live across invocations:

      children = [
        MyApp.Cache,
        LambdaRuntime
      ]

      Supervisor.start_link(children, strategy: :one_for_one)

  Away from Lambda (`AWS_LAMBDA_RUNTIME_API` is not set) the child is ignored, so `mix test` and
  `iex -S mix` start the same application without the runtime.

  The image's CMD names the handler, such as `Elixir.Hello:handler`. See `LambdaRuntime.Handler` for
  what it takes and returns, and `LambdaRuntime.Test` for tests.
  """

  @typedoc "A response other than JSON, made by `raw/2`, `stream/2` or `http_stream/2`."
  @type response :: :lambda_runtime.response()

  @typedoc "The source of a streamed response: a function that writes, or an enumerable of parts."
  @type source :: (write -> term) | Enumerable.t(iodata)

  @typedoc "Sends a part of a streamed response and returns when it is sent."
  @type write :: (iodata -> :ok)

  @typedoc "The start of a streamed HTTP response. All are optional, the default status is 200."
  @type prelude :: [status: 100..599, headers: Enumerable.t(), cookies: [String.t()]]

  @doc """
  The child specification for your supervisor. Put it last.

  While the child is stopped, as during a restart, no handler is called; one that is running
  continues, and its response is sent. When the VM stops (`System.stop/1`), an invocation in
  progress may take as long as `:shutdown` says, 5000 ms, to finish.
  """
  @spec child_spec(term) :: Supervisor.child_spec()
  def child_spec(_options), do: :lambda_runtime.child_spec()

  @doc """
  A response of these bytes instead of JSON.

      def handler(_event, _context), do: LambdaRuntime.raw("text/csv", ["a,b\\n", "1,2\\n"])

  Raises `ArgumentError` if the content type is not valid in an HTTP header.
  """
  @spec raw(String.t(), iodata) :: response
  defdelegate raw(content_type, body), to: :lambda_runtime

  @doc """
  A streamed response. Each part is sent when it is written, up to 200 MB in total; the limit of a
  buffered response is 6 MB.

      LambdaRuntime.stream("text/plain", Stream.map(1..10, &"\#{&1}\\n"))

      LambdaRuntime.stream("text/plain", fn write ->
        write.("first\\n")
        write.("second\\n")
      end)

  The response starts with the first part. A failure before it is an ordinary error; a failure after
  it ends the stream with the error in the trailers. If the caller has disconnected, the invocation
  ends. The caller must support streaming: a function URL with invoke mode `RESPONSE_STREAM`, or
  `InvokeWithResponseStream`.
  """
  @spec stream(String.t(), source) :: response
  def stream(content_type, source), do: :lambda_runtime.stream(content_type, writer(source))

  @doc """
  A streamed response to an HTTP request (function URL, API Gateway), with status, headers and
  cookies.

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
