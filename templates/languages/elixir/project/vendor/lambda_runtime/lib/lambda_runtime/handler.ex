defmodule LambdaRuntime.Handler do
  @moduledoc """
  What a handler takes and returns.

      defmodule Hello do
        @behaviour LambdaRuntime.Handler

        @impl true
        def handler(%{"name" => name}, _context), do: %{message: "Hello, \#{name}!"}
      end

  The event is decoded from JSON as `JSON.decode!/1` does: maps with string keys, and `nil` for null.
  An empty event is an empty map, as it is for a caller who sends no payload to Lambda.

  The result is encoded as `JSON.encode!/1` does, so a struct needs `@derive JSON.Encoder`;
  `LambdaRuntime.raw/2`, `LambdaRuntime.stream/2` and `LambdaRuntime.http_stream/2` make other
  responses. What has no encoder (a tuple, a pid, a function) is reported as `Runtime.MarshalError`.

  An exception, exit or throw is reported to the caller with its type, message and stack trace, and
  the next invocation is not affected: each has a process of its own. Processes that the handler
  starts live on after it, unless they are linked to a handler that fails.

  The function may have any name, `handler` is only what is called if the image's CMD names none. It
  takes the event and the context, or the event alone.
  """

  @typedoc "A JSON value: string, number, boolean, nil, list or map with string keys."
  @type event :: term

  @typedoc "Anything that has a `JSON.Encoder`, or a response made by `LambdaRuntime`."
  @type result :: term | LambdaRuntime.response()

  @callback handler(event, LambdaRuntime.Context.t()) :: result
  @callback handler(event) :: result
  @optional_callbacks handler: 1, handler: 2
end
