-module(lambda_runtime_invocation).
-moduledoc """
One event, in a process of its own: decode, call the handler, encode.

Whatever happens to that process, the poller gets exactly one outcome. Its heap goes with it, so an
invocation leaves no garbage to the next one. It is monitored, not linked: it may be killed.
""".

-export([preload/1, start/3, await/1, continue/1, discard/1]).

-export_type([invocation/0, outcome/0]).

-opaque invocation() :: #{
    pid := pid(), monitor := reference(), tag := reference(), language := module()
}.

-doc """
- `response`, `error`: the whole answer
- `stream`: the first part of a streamed one, `chunk` a further part. The handler waits for
  `continue/1` after each.
- `done`: the stream is complete
""".
-type outcome() ::
    {response, ContentType :: binary(), Body :: binary()}
    | {stream, ContentType :: binary(), FirstData :: binary()}
    | {chunk, Data :: binary()}
    | done
    | {error, lambda_runtime_error:report()}.

-doc """
Loads what the first invocation will use while this is init, where the CPU is not throttled: the
modules of the runtime in parallel, then all that the language needs for an event.
""".
-spec preload(lambda_runtime_handler:t()) -> ok.
preload(#{language := Language}) ->
    _ = code:ensure_modules_loaded([
        Language,
        json,
        lambda_runtime_api,
        lambda_runtime_context,
        lambda_runtime_http,
        lambda_runtime_poller,
        lambda_runtime_text
    ]),
    _ = Language:context(lambda_runtime_context:new(#{}, #{}, Language)),
    _ = Language:encode(Language:decode(~"{\"key\":[\"value\",1]}")),
    ok.

-doc "Starts the process. `Metadata` goes into the log records of the handler.".
-spec start(lambda_runtime_handler:t(), {lambda_runtime:context(), Event :: binary()}, map()) ->
    invocation().
start(#{language := Language} = Handler, {Context, Event}, Metadata) ->
    Poller = self(),
    Tag = make_ref(),
    {Pid, Monitor} = spawn_monitor(fun() ->
        ok = logger:set_process_metadata(Metadata),
        Poller ! {Tag, run(Handler, Context, Event, {Poller, Tag})}
    end),
    #{pid => Pid, monitor => Monitor, tag => Tag, language => Language}.

-doc "Waits for what the invocation has to say next. There is no time-out: Lambda sees to that.".
-spec await(invocation()) -> outcome().
await(#{monitor := Monitor, tag := Tag, language := Language}) ->
    receive
        {Tag, Part} when element(1, Part) =:= stream; element(1, Part) =:= chunk ->
            Part;
        {Tag, Outcome} ->
            true = demonitor(Monitor, [flush]),
            Outcome;
        {'DOWN', Monitor, process, _Pid, Reason} ->
            %% Killed, or taken along by a process that it was linked to.
            {error, lambda_runtime_language:describe(Language, exit, Reason, [])}
    end.

-doc "Lets a streaming handler go on.".
-spec continue(invocation()) -> ok.
continue(#{pid := Pid, tag := Tag}) ->
    Pid ! {Tag, continue},
    ok.

-doc "Ends a streaming handler whose caller has gone.".
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
            Report = lambda_runtime_language:describe(Language, Class, Reason, Stacktrace),
            {error, retitled(~"Runtime.UnmarshalError", "the event is not valid JSON: ", Report)}
    end.

%% Lambda hands an empty object to a function that is called without a payload; RIE hands on the
%% nothing.
decode(_Language, <<>>) -> #{};
decode(Language, Event) -> Language:decode(Event).

call(#{call := Call, language := Language}, Event, Context, Reply) ->
    try Call(Event, Language:context(Context)) of
        Result -> answer(Result, Language, Reply)
    catch
        Class:Reason:Stacktrace ->
            {error, lambda_runtime_language:describe(Language, Class, Reason, Stacktrace)}
    end.

answer({'$lambda_stream', ContentType, Prelude, Source}, Language, Reply) ->
    lambda_runtime_stream:produce(Source, Reply, ContentType, Prelude, Language);
answer(Result, Language, _Reply) ->
    try encode(Result, Language) of
        {ContentType, Body} -> {response, ContentType, Body}
    catch
        Class:Reason:Stacktrace ->
            Report = lambda_runtime_language:describe(Language, Class, Reason, Stacktrace),
            {error, retitled(~"Runtime.MarshalError", "the result cannot be encoded: ", Report)}
    end.

%% One binary, not iodata: it goes to the poller without being copied.
encode({'$lambda_raw', ContentType, Body}, _Language) ->
    {ContentType, iolist_to_binary(Body)};
encode(Result, Language) ->
    {~"application/json", iolist_to_binary(Language:encode(Result))}.

retitled(Type, Prefix, #{message := Message, stacktrace := Stacktrace}) ->
    lambda_runtime_error:new(Type, [Prefix, Message], Stacktrace).
