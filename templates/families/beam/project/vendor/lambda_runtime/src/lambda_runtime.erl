-module(lambda_runtime).
-moduledoc """
Runs the handler of an AWS Lambda function.

Put `lambda_runtime:child_spec()` last in the children of your top supervisor. The children before
it are started when Lambda sends the first event, and live across invocations:

```erlang
init([]) ->
    Children = [my_cache:child_spec(), lambda_runtime:child_spec()],
    {ok, {#{strategy => one_for_one}, Children}}.
```

Away from Lambda (`AWS_LAMBDA_RUNTIME_API` is not set) the child is ignored, so tests and shells
start the same application without the runtime.

The image's CMD names the handler, such as `hello:handler`. See `m:lambda_runtime_handler` for what
it takes and returns. To read the code, start with `lambda_runtime_app` (supervision), then
`lambda_runtime_poller` (the loop) and `lambda_runtime_invocation` (one event).
""".

-export([child_spec/0, start_link/0]).
-export([remaining_time_ms/1]).
-export([raw/2, stream/2, http_stream/2]).

-export_type([context/0, response/0, source/0, write/0, prelude/0]).

-doc """
The context of an invocation. Values that Lambda did not send are `undefined`.

- `request_id`: id of the invocation, as in Lambda's own log lines
- `deadline_ms`: when Lambda ends the invocation, in milliseconds since 1970; see
  `remaining_time_ms/1`
- `invoked_function_arn`: the ARN that the caller used, with its version or alias
- `trace_id`: X-Ray trace header; also in `_X_AMZN_TRACE_ID` unless invocations are concurrent
- `client_context`: the caller's client context, decoded from JSON
- `cognito_identity`: `#{<<"cognitoIdentityId">> := Id, <<"cognitoIdentityPoolId">> := Pool}`
- `tenant_id`: tenant, if the function uses tenant isolation
- `invocation_id`: distinguishes a retry from the original invocation; the runtime sends it back
- `function_name`, `function_version`, `memory_limit_mb`, `log_group_name`, `log_stream_name`:
  the same in every invocation of an execution environment
""".
-type context() :: #{
    request_id := binary(),
    deadline_ms := integer() | undefined,
    invoked_function_arn := binary() | undefined,
    trace_id := binary() | undefined,
    client_context := json:decode_value() | undefined,
    cognito_identity := json:decode_value() | undefined,
    tenant_id := binary() | undefined,
    invocation_id := binary() | undefined,
    function_name := binary() | undefined,
    function_version := binary() | undefined,
    memory_limit_mb := pos_integer() | undefined,
    log_group_name := binary() | undefined,
    log_stream_name := binary() | undefined
}.

-doc "A response other than JSON, made by `raw/2`, `stream/2` or `http_stream/2`.".
-opaque response() ::
    {'$lambda_raw', ContentType :: binary(), Body :: iodata()}
    | {'$lambda_stream', ContentType :: binary(), Prelude :: prelude() | none, source()}.

-doc "Sends a part of a streamed response and returns when it is sent.".
-type write() :: fun((iodata()) -> ok).

-doc "The source of a streamed response: a function that writes, or a list of parts.".
-type source() :: fun((write()) -> term()) | [iodata()].

-doc "The start of a streamed HTTP response. All keys are optional, the default status is 200.".
-type prelude() :: #{
    status => 100..599,
    headers => #{binary() => binary()},
    cookies => [binary()]
}.

-doc """
The child specification for your top supervisor. Put it last.

While the child is stopped, as during a restart, no handler is called; one that is running
continues, and its response is sent. When the VM stops (`init:stop/0`), an invocation in progress
may take as long as `shutdown` says, 5000 ms, to finish.
""".
-spec child_spec() -> supervisor:child_spec().
child_spec() ->
    #{id => ?MODULE, start => {?MODULE, start_link, []}}.

-doc "Starts the runtime. Returns `ignore` away from Lambda.".
-spec start_link() -> gen_server:start_ret() | ignore.
start_link() ->
    case lambda_runtime_app:settings() of
        not_on_lambda -> ignore;
        Settings -> lambda_runtime_child:start_link(Settings)
    end.

-doc """
Milliseconds until Lambda ends the invocation; 0 once the deadline has passed.

Uses the wall clock, as the deadline does: a monotonic clock stops while the execution environment
is frozen. Returns `infinity` if there is no deadline; Lambda always sends one.
""".
-spec remaining_time_ms(#{deadline_ms := integer() | undefined, _ => _}) ->
    non_neg_integer() | infinity.
remaining_time_ms(#{deadline_ms := Deadline}) when is_integer(Deadline) ->
    max(0, Deadline - os:system_time(millisecond));
remaining_time_ms(#{deadline_ms := _Absent}) ->
    infinity.

-doc """
A response of these bytes instead of JSON.

```erlang
handler(_Event, _Context) -> lambda_runtime:raw(~"text/csv", [~"a,b\n", ~"1,2\n"]).
```
Fails with `badarg` if the content type is not valid in an HTTP header.
""".
-spec raw(ContentType :: unicode:chardata(), Body :: iodata()) -> response().
raw(ContentType, Body) ->
    {'$lambda_raw', lambda_runtime_text:header_value(ContentType), Body}.

-doc """
A streamed response. Each part is sent when it is written, up to 200 MB in total; the limit of a
buffered response is 6 MB.

```erlang
lambda_runtime:stream(~"text/plain", fun(Write) ->
    [Write([integer_to_binary(N), $\n]) || N <- lists:seq(1, 10)]
end).
```
The response starts with the first `Write`. A failure before it is an ordinary error; a failure
after it ends the stream with the error in the trailers. If the caller has disconnected, `Write`
ends the invocation. The caller must support streaming: a function URL with invoke mode
`RESPONSE_STREAM`, or `InvokeWithResponseStream`.
""".
-spec stream(ContentType :: unicode:chardata(), source()) -> response().
stream(ContentType, Source) when is_function(Source, 1); is_list(Source) ->
    {'$lambda_stream', lambda_runtime_text:header_value(ContentType), none, Source}.

-doc """
A streamed response to an HTTP request (function URL, API Gateway), with status, headers and
cookies.

```erlang
lambda_runtime:http_stream(
    #{status => 200, headers => #{~"content-type" => ~"text/html"}, cookies => [~"seen=1"]},
    fun(Write) -> Write(~"<h1>Hello</h1>") end
).
```
""".
-spec http_stream(prelude(), source()) -> response().
http_stream(Prelude, Source) when is_map(Prelude), is_function(Source, 1) orelse is_list(Source) ->
    %% https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
    ContentType = ~"application/vnd.awslambda.http-integration-response",
    {'$lambda_stream', ContentType, Prelude, Source}.
