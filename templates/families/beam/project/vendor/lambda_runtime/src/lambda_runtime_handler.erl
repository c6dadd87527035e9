-module(lambda_runtime_handler).
-moduledoc """
What a handler takes and returns.

```erlang
-module(hello).
-behaviour(lambda_runtime_handler).
-export([handler/2]).

handler(#{~"name" := Name}, _Context) ->
    #{message => <<"Hello, ", Name/binary, "!">>}.
```

The event is decoded from JSON by `json:decode/1`: maps with binary keys, and `null` for null. An
empty event is an empty map, as it is for a caller who sends no payload to Lambda.

The result is encoded by `json:encode/1`; `lambda_runtime:raw/2`, `lambda_runtime:stream/2` and
`lambda_runtime:http_stream/2` make other responses. A tuple, pid, reference or function is not JSON
and reported as `Runtime.MarshalError`.

An error, exit or throw is reported to the caller with its type, message and stack trace, and the
next invocation is not affected: each has a process of its own. Processes that the handler starts
live on after it, unless they are linked to a handler that fails.

The function may have any name, `handler` is only what is called if the image's CMD names none. It
takes the event and the context, or the event alone.
""".

-export_type([t/0]).

-doc "A handler that was found: what to call, and the language whose values it takes and returns.".
-type t() :: #{call := fun((Event :: term(), Context :: term()) -> term()), language := module()}.

-callback handler(Event :: json:decode_value(), lambda_runtime:context()) ->
    json:encode_value() | lambda_runtime:response().
-callback handler(Event :: json:decode_value()) ->
    json:encode_value() | lambda_runtime:response().
-optional_callbacks([handler/2, handler/1]).
