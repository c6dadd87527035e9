-module(lambda_runtime).
-moduledoc """
Runs the handler of an AWS Lambda function.

Put `lambda_runtime:child_spec()` last in the children of your top supervisor. Children before it
are up when the first event is asked for, and they live across invocations:

```erlang
init([]) ->
    Children = [my_cache:child_spec(), lambda_runtime:child_spec()],
    {ok, {#{strategy => one_for_one}, Children}}.
```

Away from Lambda (the variable `AWS_LAMBDA_RUNTIME_API` is not set) the child is ignored, so tests
and shells start the same application without a runtime.

The handler is named by the image's CMD, such as `hello:handler`; see `m:lambda_runtime_handler` for
what it takes and returns. Where the code of this application starts, in reading order:
`lambda_runtime_sup`, `lambda_runtime_poller` (the loop), `lambda_runtime_invocation` (one event).
""".

-export([child_spec/0, start_link/0]).
-export([remaining_time_ms/1]).
-export([raw/2, stream/2, http_stream/2]).

-export_type([context/0, response/0, source/0, write/0, prelude/0]).

-doc """
What a handler knows about its invocation. Values that Lambda did not send are `undefined`.

- `request_id`: id of the invocation, as in Lambda's own log lines
- `deadline_ms`: when Lambda ends the invocation, in milliseconds since 1970;
  `remaining_time_ms/1` is what is left of it
- `invoked_function_arn`: ARN the caller used, with its version or alias
- `trace_id`: X-Ray trace header; also in `_X_AMZN_TRACE_ID` unless invocations are concurrent
- `client_context`: what the caller put into the client context, decoded from JSON
- `cognito_identity`: `#{<<"cognitoIdentityId">> := Id, <<"cognitoIdentityPoolId">> := Pool}`
- `tenant_id`: tenant of a function with tenant isolation
- `invocation_id`: tells a retry from the invocation it replaces; the runtime sends it back
- `function_name`, `function_version`, `memory_limit_mb`, `log_group_name`, `log_stream_name`:
  of this execution environment, the same in every invocation
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

-doc "A response that is not simply JSON; made by `raw/2`, `stream/2` and `http_stream/2`.".
-opaque response() ::
    {'$lambda_raw', ContentType :: binary(), Body :: iodata()}
    | {'$lambda_stream', ContentType :: binary(), Prelude :: prelude() | none, source()}.

-doc "Sends a part of a streamed response; returns when the Runtime API has taken it.".
-type write() :: fun((iodata()) -> ok).

-doc "Where a streamed response comes from: a function that writes, or a list of parts.".
-type source() :: fun((write()) -> term()) | [iodata()].

-doc "How a streamed HTTP response starts. All keys are optional; the status is 200 unless given.".
-type prelude() :: #{
    status => 100..599,
    headers => #{binary() => binary()},
    cookies => [binary()]
}.

-doc """
The child for your top supervisor; put it last.

It is `temporary` on purpose: when the runtime ends, the VM ends (with a status other than 0) and
Lambda starts a fresh one. A restart inside a broken VM would only hide the fault. For the same
reason the strategy of your supervisor should be `one_for_one`: another one would end the runtime,
and so the VM, with the first child that fails.
""".
-spec child_spec() -> supervisor:child_spec().
child_spec() ->
    #{
        id => ?MODULE,
        start => {?MODULE, start_link, []},
        restart => temporary,
        type => supervisor
    }.

-doc "Starts the runtime on Lambda; `ignore` anywhere else.".
-spec start_link() -> supervisor:startlink_ret().
start_link() ->
    case lambda_runtime_settings:read() of
        not_on_lambda -> ignore;
        Settings -> lambda_runtime_sup:start_link(Settings)
    end.

-doc """
Milliseconds until Lambda ends the invocation; 0 once the deadline has passed.

Goes by the wall clock, as the deadline does: a monotonic clock stands still while the execution
environment is frozen. `infinity` if the Runtime API sent no deadline, which Lambda always does.
""".
-spec remaining_time_ms(#{deadline_ms := integer() | undefined, _ => _}) ->
    non_neg_integer() | infinity.
remaining_time_ms(#{deadline_ms := Deadline}) when is_integer(Deadline) ->
    max(0, Deadline - os:system_time(millisecond));
remaining_time_ms(#{deadline_ms := _Absent}) ->
    infinity.

-doc """
Answers with these bytes instead of JSON.

```erlang
handler(_Event, _Context) -> lambda_runtime:raw(~"text/csv", [~"a,b\n", ~"1,2\n"]).
```
Fails with `badarg` if the content type could not stand in an HTTP header.
""".
-spec raw(ContentType :: unicode:chardata(), Body :: iodata()) -> response().
raw(ContentType, Body) ->
    {'$lambda_raw', lambda_runtime_text:header_value(ContentType), Body}.

-doc """
Answers in parts, each sent as soon as it is there (up to 200 MB, where a whole response ends at 6
MB).

```erlang
lambda_runtime:stream(~"text/plain", fun(Write) ->
    [Write([integer_to_binary(N), $\n]) || N <- lists:seq(1, 10)]
end).
```
Lambda is told of the response with the first `Write`: a failure before is an ordinary error, one
after ends the stream with the error in its trailers. If the caller has gone, `Write` ends the
invocation. Needs a caller that streams: a function URL with invoke mode `RESPONSE_STREAM`, or
`InvokeWithResponseStream`.
""".
-spec stream(ContentType :: unicode:chardata(), source()) -> response().
stream(ContentType, Source) when is_function(Source, 1); is_list(Source) ->
    {'$lambda_stream', lambda_runtime_text:header_value(ContentType), none, Source}.

-doc """
Answers an HTTP request (function URL, API Gateway) in parts, with status, headers and cookies.

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
