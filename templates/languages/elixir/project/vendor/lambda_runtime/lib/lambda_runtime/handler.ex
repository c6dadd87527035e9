defmodule LambdaRuntime.Handler do
  @moduledoc """
  What a handler takes and returns.

      defmodule Hello do
        @behaviour LambdaRuntime.Handler

        @impl true
        def handler(%{"name" => name}, _context), do: %{message: "Hello, \#{name}!"}
      end

  The event is decoded from JSON by `JSON.decode!/1`: objects are maps with string keys, null is
  `nil`. An invocation without a payload has an empty map as its event.

  The result is encoded by `JSON.encode_to_iodata!/1`, so a struct needs `@derive JSON.Encoder`. Use
  `LambdaRuntime.raw/2`, `LambdaRuntime.stream/2` or `LambdaRuntime.http_stream/2` for other
  responses. A result that cannot be encoded, such as `{:ok, map}` or a pid, is reported as
  `Runtime.MarshalError`, with where it was found and what to return instead.

  An exception, exit or throw is reported to the caller with its type, message and stack trace. It
  does not affect the next invocation: each invocation runs in a process of its own. Processes that
  the handler starts live on after the invocation, unless they are linked to a handler that fails.

  The function takes the event and the context, or only the event. The image's CMD names it, such as
  `Elixir.Hello:handler` or `Hello.handler`; `Hello` calls its function `handler`.
  """

  @typedoc "A JSON value: string, number, boolean, nil, list or map with string keys."
  @type event :: term

  @typedoc "Any term with a `JSON.Encoder`, or a response made by `LambdaRuntime`."
  @type result :: term | LambdaRuntime.response()

  @callback handler(event, LambdaRuntime.Context.t()) :: result
  @callback handler(event) :: result
  @optional_callbacks handler: 1, handler: 2
end
