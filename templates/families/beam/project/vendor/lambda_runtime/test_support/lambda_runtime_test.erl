-module(lambda_runtime_test).
-moduledoc """
Runs a handler in a test as Lambda does: through the runtime and a Runtime API server, both in the
VM of the test.

```erlang
greets_test() ->
    ?assertEqual(
        {ok, #{~"message" => ~"Hello, Ada!"}},
        lambda_runtime_test:invoke(fun hello:handler/2, #{name => ~"Ada"})
    ).

needs_a_name_test() ->
    {error, #{type := ~"error:function_clause"}} =
        lambda_runtime_test:invoke(~"hello:handler", #{}).
```

Event and result are encoded as JSON, the handler runs in a process of its own, and errors are what
the caller would get. As in an Elixir task, the test is among the `$callers` and `$ancestors` of the
handler. The test must start the processes that the handler needs.
""".

-export([invoke/2, invoke/3, invoke_json/3, with_aws/2]).

-export_type([handler/0, options/0, result/0, failure/0]).

-doc "A function of event and context or of the event alone, or a name as in the image's CMD.".
-type handler() ::
    binary()
    | fun((Event :: term(), lambda_runtime:context()) -> term())
    | fun((Event :: term()) -> term()).

-doc """
- `timeout_ms`: the time-out of the function, 3000 by default, as in Lambda. It sets the deadline.
- `client_context`, `cognito_identity`: terms, to be encoded as JSON
- all others: text, as in the context. Request id and ARN have defaults, the rest is absent by
  default.
""".
-type options() :: #{
    timeout_ms => pos_integer(),
    request_id => binary(),
    invoked_function_arn => binary(),
    trace_id => binary(),
    tenant_id => binary(),
    invocation_id => binary(),
    client_context => json:encode_value(),
    cognito_identity => json:encode_value()
}.

-doc """
The decoded JSON. For another response: content type and body, and for one of
`lambda_runtime:http_stream/2` also status, headers and cookies.
""".
-type result() :: json:decode_value() | #{content_type := binary(), body := binary(), _ => _}.

-doc "What the caller gets: type and message of the error, and the stack trace by line.".
-type failure() :: lambda_runtime_error:report().

-define(DEFAULT_TIMEOUT, 3000).

-doc "As `invoke/3` without options.".
-spec invoke(handler(), json:encode_value()) -> {ok, result()} | {error, failure()}.
invoke(Handler, Event) ->
    invoke(Handler, Event, #{}).

-doc "Runs the handler with an event and returns what the caller would get.".
-spec invoke(handler(), json:encode_value(), options()) -> {ok, result()} | {error, failure()}.
invoke(Handler, Event, Options) ->
    Encode = fun
        (Key, Term) when Key =:= client_context; Key =:= cognito_identity -> encode(Term);
        (_Key, Text) -> Text
    end,
    case invoke_json(handler(Handler), encode(Event), maps:map(Encode, Options)) of
        {ok, #{content_type := ~"application/json", body := Body}} -> {ok, json:decode(Body)};
        Other -> Other
    end.

-doc """
As `invoke/3`, for other languages: event, client context and identity are JSON, and the result is
not decoded.
""".
-spec invoke_json(lambda_runtime_handler:t(), binary(), options()) ->
    {ok, #{content_type := binary(), body := binary(), _ => _}} | {error, failure()}.
invoke_json(#{call := Call} = Handler, Json, Options) ->
    Timeout = maps:get(timeout_ms, Options, ?DEFAULT_TIMEOUT),
    Test = self(),
    %% As in a task: libraries that lend resources to a test follow its callers and ancestors.
    Callers = [Test | inherited('$callers')],
    Ancestors = [Test | inherited('$ancestors')],
    Tell = fun(Event, Context) ->
        Test ! {?MODULE, self()},
        _ = put('$callers', Callers),
        _ = put('$ancestors', Ancestors),
        Call(Event, Context)
    end,
    %% Failures are returned. In the log they would clutter the output of the test.
    ok = logger:set_module_level(lambda_runtime_log, none),
    {ok, Api} = lambda_runtime_test_api:start_link(),
    {ok, Poller} = lambda_runtime_poller:start_link(#{
        api => lambda_runtime_http:address(lambda_runtime_test_api:address(Api)),
        handler => Handler#{call := Tell},
        concurrent => false,
        function => function(),
        group_leader => group_leader(),
        ready => fun() -> ok end
    }),
    Headers = headers(Options, Timeout),
    Result = lambda_runtime_test_api:invoke(Api, Json, #{headers => Headers}, Timeout),
    unlink(Poller),
    exit(Poller, kill),
    ok = lambda_runtime_test_api:stop(Api),
    ok = end_handler(Result),
    outcome(Result, Timeout).

-doc """
Calls a function while a stand-in for AWS responds to the requests of `m:lambda_runtime_aws` and of
other clients that use its environment variables, and returns the result with all requests.

```erlang
stores_an_order_test() ->
    {Result, [#{headers := #{~"x-amz-target" := Target}}]} = lambda_runtime_test:with_aws(
        fun(_Request) -> {200, ~"{}"} end,
        fun() -> lambda_runtime_test:invoke(fun orders:handler/2, #{id => ~"A-1001"}) end
    ),
    ?assertEqual({ok, ~"stored"}, Result),
    ?assertEqual(~"DynamoDB_20120810.PutItem", Target).
```

It sets `AWS_ENDPOINT_URL`, region and credentials, and afterwards what was set before. They are those
of the VM: tests with it must run one after another.
""".
-spec with_aws(fun((lambda_runtime_test_aws:request()) -> lambda_runtime_test_aws:response()), fun(
    () -> Result
)) -> {Result, [lambda_runtime_test_aws:request()]}.
with_aws(Respond, Fun) ->
    lambda_runtime_test_aws:with(Respond, Fun).

inherited(Key) ->
    case get(Key) of
        undefined -> [];
        Pids -> Pids
    end.

handler(Name) when is_binary(Name) ->
    case lambda_runtime_handler:find(Name) of
        {ok, Handler} -> Handler;
        {error, #{message := Message}} -> error({no_such_handler, Message})
    end;
handler(Call) when is_function(Call, 2) ->
    #{call => Call, language => lambda_runtime_language};
handler(Call) when is_function(Call, 1) ->
    #{call => fun(Event, _Context) -> Call(Event) end, language => lambda_runtime_language}.

function() ->
    #{
        function_name => ~"test",
        function_version => ~"$LATEST",
        memory_limit_mb => 128,
        log_group_name => ~"/aws/lambda/test",
        log_stream_name => ~"test"
    }.

headers(Options, Timeout) ->
    Deadline = integer_to_binary(os:system_time(millisecond) + Timeout),
    Arn = #{invoked_function_arn => ~"arn:aws:lambda:us-east-1:123456789012:function:test"},
    Given = maps:without([timeout_ms], maps:merge(Arn, Options)),
    #{header(Key) => Value || Key := Value <- Given#{deadline_ms => Deadline}}.

header(request_id) -> ~"Lambda-Runtime-Aws-Request-Id";
header(deadline_ms) -> ~"Lambda-Runtime-Deadline-Ms";
header(invoked_function_arn) -> ~"Lambda-Runtime-Invoked-Function-Arn";
header(trace_id) -> ~"Lambda-Runtime-Trace-Id";
header(tenant_id) -> ~"Lambda-Runtime-Aws-Tenant-Id";
header(invocation_id) -> ~"Lambda-Runtime-Invocation-Id";
header(client_context) -> ~"Lambda-Runtime-Client-Context";
header(cognito_identity) -> ~"Lambda-Runtime-Cognito-Identity".

encode(Term) ->
    iolist_to_binary(json:encode(Term)).

%% Lambda kills the whole VM at the time-out. Here only the process of the handler is killed.
end_handler(Result) ->
    receive
        {?MODULE, Pid} when Result =:= timeout -> true = exit(Pid, kill);
        {?MODULE, _Pid} -> true
    after 0 -> true
    end,
    ok.

outcome(timeout, Timeout) ->
    Seconds = float_to_binary(Timeout / 1000, [{decimals, 2}]),
    Message = ["Task timed out after ", Seconds, " seconds"],
    {error, lambda_runtime_error:new(~"Sandbox.Timedout", Message, [])};
outcome(#{error := Report}, _Timeout) ->
    {error, report(Report)};
outcome(#{headers := #{~"content-type" := ContentType}, body := Body}, _Timeout) ->
    {ok, response(ContentType, Body)}.

report(Json) ->
    #{~"errorType" := Type, ~"errorMessage" := Message} = Report = json:decode(Json),
    lambda_runtime_error:new(Type, Message, maps:get(~"stackTrace", Report, [])).

%% As a function URL reads it.
response(~"application/vnd.awslambda.http-integration-response" = ContentType, Body) ->
    [Prelude, Rest] = binary:split(Body, <<0:64>>),
    #{~"statusCode" := Status, ~"headers" := Headers, ~"cookies" := Cookies} = json:decode(Prelude),
    #{
        status => Status,
        headers => Headers,
        cookies => Cookies,
        content_type => maps:get(~"content-type", Headers, ContentType),
        body => Rest
    };
response(ContentType, Body) ->
    #{content_type => ContentType, body => Body}.
