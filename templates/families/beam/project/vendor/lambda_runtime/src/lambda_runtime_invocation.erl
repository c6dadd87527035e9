-module(lambda_runtime_invocation).
-moduledoc """
One event: its context, and its process, which decodes the event, calls the handler and encodes the
result.

Whatever happens to the process, the poller gets exactly one final outcome. The heap is freed with
the process, so an invocation leaves no garbage behind. The process is monitored, not linked, since
it may be killed.

The parts of a streamed response go to the poller one by one. The handler waits until each part is
sent, so it cannot run ahead of a slow caller and fill the memory.
""".

-export([preload/1, context/3, start/3, await/1, continue/1, discard/1]).

-export_type([invocation/0, outcome/0]).

-opaque invocation() :: #{
    pid := pid(), monitor := reference(), tag := reference(), language := module()
}.

-doc """
- `response`, `error`: the complete response, or the failure
- `stream`: the first part of a streamed response; `chunk`: a further part. The handler waits for
  `continue/1` after each.
- `done`: the streamed response is complete
""".
-type outcome() ::
    {response, ContentType :: binary(), Body :: binary()}
    | {stream, ContentType :: binary(), FirstData :: binary()}
    | {chunk, Data :: binary()}
    | done
    | {error, lambda_runtime_error:report()}.

-doc """
Loads what the first invocation uses during init, where the CPU is not throttled: the modules of the
runtime in parallel, then what the language needs to decode and encode an event.
""".
-spec preload(lambda_runtime_handler:t()) -> ok.
preload(#{language := Language}) ->
    _ = code:ensure_modules_loaded([
        Language,
        json,
        lambda_runtime_api,
        lambda_runtime_http,
        lambda_runtime_poller,
        lambda_runtime_text
    ]),
    _ = Language:context(context(#{}, #{}, Language)),
    _ = Language:encode(Language:decode(~"{\"key\":[\"value\",1]}")),
    ok.

-doc """
The context, from the headers of the event. `Function` is the part that is the same in every
invocation.
""".
-spec context(lambda_runtime_http:headers(), Function :: map(), Language :: module()) ->
    lambda_runtime:context().
context(Headers, Function, Language) ->
    Function#{
        request_id => header(~"lambda-runtime-aws-request-id", Headers),
        deadline_ms => integer(header(~"lambda-runtime-deadline-ms", Headers)),
        invoked_function_arn => header(~"lambda-runtime-invoked-function-arn", Headers),
        trace_id => header(~"lambda-runtime-trace-id", Headers),
        client_context => json(header(~"lambda-runtime-client-context", Headers), Language),
        cognito_identity => json(header(~"lambda-runtime-cognito-identity", Headers), Language),
        tenant_id => header(~"lambda-runtime-aws-tenant-id", Headers),
        invocation_id => header(~"lambda-runtime-invocation-id", Headers)
    }.

header(Name, Headers) ->
    case Headers of
        %% Lambda Managed Instances send empty headers instead of none.
        #{Name := ~""} -> undefined;
        #{Name := Value} -> Value;
        #{} -> undefined
    end.

integer(undefined) ->
    undefined;
integer(Text) ->
    try
        binary_to_integer(Text)
    catch
        error:badarg -> undefined
    end.

%% The caller sets the client context. If it is not JSON, the handler gets the text.
json(undefined, _Language) ->
    undefined;
json(Text, Language) ->
    try
        Language:decode(Text)
    catch
        error:_ -> Text
    end.

-doc """
Starts the process with a group leader, and with the metadata that is added to its log records.
""".
-spec start(
    lambda_runtime_handler:t(),
    {lambda_runtime:context(), Event :: binary()},
    {GroupLeader :: pid(), logger:metadata()}
) -> invocation().
start(#{language := Language} = Handler, {Context, Event}, {GroupLeader, Metadata}) ->
    Poller = self(),
    Tag = make_ref(),
    {Pid, Monitor} = spawn_monitor(fun() ->
        true = group_leader(GroupLeader, self()),
        ok = logger:set_process_metadata(Metadata),
        Poller ! {Tag, run(Handler, Context, Event, {Poller, Tag})}
    end),
    #{pid => Pid, monitor => Monitor, tag => Tag, language => Language}.

-doc "Waits for the next outcome, without a time-out: Lambda enforces the time-out.".
-spec await(invocation()) -> outcome().
await(#{monitor := Monitor, tag := Tag, language := Language}) ->
    receive
        {Tag, Part} when element(1, Part) =:= stream; element(1, Part) =:= chunk ->
            Part;
        {Tag, Outcome} ->
            true = demonitor(Monitor, [flush]),
            Outcome;
        {'DOWN', Monitor, process, _Pid, Reason} ->
            %% Killed, or ended by a process that it was linked to.
            {error, lambda_runtime_error:describe(Language, exit, Reason, [])}
    end.

-doc "Lets a streaming handler continue.".
-spec continue(invocation()) -> ok.
continue(#{pid := Pid, tag := Tag}) ->
    Pid ! {Tag, continue},
    ok.

-doc "Ends a streaming handler whose caller has disconnected.".
-spec discard(invocation()) -> ok.
discard(#{pid := Pid, monitor := Monitor}) ->
    exit(Pid, kill),
    true = demonitor(Monitor, [flush]),
    ok.

run(#{language := Language} = Handler, Context, Event, Reply) ->
    try decode(Language, Event) of
        Decoded -> call(Handler, Decoded, Context, Reply)
    catch
        Class:Reason:Stacktrace ->
            Report = lambda_runtime_error:describe(Language, Class, Reason, Stacktrace),
            {error, retitled(~"Runtime.UnmarshalError", "the event is not valid JSON: ", Report)}
    end.

%% Called without a payload, Lambda sends an empty object and RIE an empty body.
decode(_Language, <<>>) -> #{};
decode(Language, Event) -> Language:decode(Event).

call(#{call := Call, language := Language}, Event, Context, Reply) ->
    try Call(Event, Language:context(Context)) of
        Result -> outcome(Result, Language, Reply)
    catch
        Class:Reason:Stacktrace ->
            {error, lambda_runtime_error:describe(Language, Class, Reason, Stacktrace)}
    end.

outcome({'$lambda_stream', ContentType, Prelude, Source}, Language, Reply) ->
    stream(Source, Reply, {ContentType, Prelude}, Language);
outcome(Result, Language, _Reply) ->
    try encode(Result, Language) of
        {ContentType, Body} -> {response, ContentType, Body}
    catch
        Class:Reason:Stacktrace ->
            Report = lambda_runtime_error:describe(Language, Class, Reason, Stacktrace),
            {error, unencodable(explained(Result, Language), Report)}
    end.

unencodable(unknown, Report) ->
    retitled(~"Runtime.MarshalError", "the result cannot be encoded: ", Report);
unencodable(Sentence, _Report) ->
    lambda_runtime_error:new(~"Runtime.MarshalError", Sentence, []).

explained({'$lambda_raw', _ContentType, _Body}, _Language) ->
    "the body of the raw response is not a binary or a list of bytes and binaries";
explained(Result, Language) ->
    try
        Language:explain(Result)
    catch
        _:_ -> unknown
    end.

%% A binary, not iodata: a large one is sent to the poller without being copied.
encode({'$lambda_raw', ContentType, Body}, _Language) ->
    {ContentType, iolist_to_binary(Body)};
encode(Result, Language) ->
    {~"application/json", iolist_to_binary(Language:encode(Result))}.

retitled(Type, Prefix, #{message := Message, stacktrace := Stacktrace}) ->
    lambda_runtime_error:new(Type, [Prefix, Message], Stacktrace).

%% Streamed responses

%% Runs the source and sends its parts to the poller. Returns the final outcome.
stream(Source, Reply, {ContentType, Prelude}, Language) ->
    Opened = make_ref(),
    Owner = self(),
    Write = fun(Data) ->
        self() =:= Owner orelse error(write_from_another_process),
        %% First of all: what is not iodata must fail in the handler that wrote it.
        Binary = iolist_to_binary(Data),
        case put(Opened, true) of
            true ->
                send(Reply, {chunk, Binary});
            undefined ->
                First = iolist_to_binary([prelude(Prelude), Binary]),
                send(Reply, {stream, ContentType, First})
        end
    end,
    try
        write_all(Source, Write),
        %% A source that writes nothing makes an empty response.
        get(Opened) =:= true orelse Write(~""),
        done
    catch
        Class:Reason:Stacktrace ->
            {error, lambda_runtime_error:describe(Language, Class, Reason, Stacktrace)}
    end.

write_all(Source, Write) when is_function(Source) -> Source(Write);
write_all(Parts, Write) -> lists:foreach(Write, Parts).

send({Poller, Tag}, Part) ->
    Poller ! {Tag, Part},
    receive
        {Tag, continue} -> ok
    end.

%% JSON, then eight zero bytes, then the body:
%% https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
prelude(none) ->
    ~"";
prelude(#{} = Prelude) ->
    Http = #{
        statusCode => maps:get(status, Prelude, 200),
        headers => maps:get(headers, Prelude, #{}),
        cookies => maps:get(cookies, Prelude, [])
    },
    [json:encode(Http), <<0:64>>].
