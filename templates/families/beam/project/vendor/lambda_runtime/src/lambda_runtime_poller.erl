-module(lambda_runtime_poller).
-moduledoc """
The loop: get the next event, run the handler in a process of its own, send the response, repeat.

A poller owns one connection and has at most one invocation in progress. It is not a `gen_server`,
since no process calls it: it always waits for the Runtime API or for the handler. While the child
in the user's supervision tree is stopped, it neither asks for an event nor calls the handler, see
`lambda_runtime_guard`.
""".

-export([start_link/1, is_busy/1]).
%% For proc_lib.
-export([init/1]).

-export_type([settings/0]).

-doc """
The part of `t:lambda_runtime_app:settings/0` that a poller needs, and:

- `handler`: the handler that was found
- `group_leader`: that of the user's application, which handlers belong to
- `ready`: returns when handlers may be called
""".
-type settings() :: #{
    api := lambda_runtime_http:address(),
    handler := lambda_runtime_handler:t(),
    concurrent := boolean(),
    function := map(),
    group_leader := pid(),
    ready := fun(() -> ok),
    _ => _
}.

%% Size of event and response, in bytes, from which the poller collects garbage before it waits for
%% the next event, perhaps for hours.
-define(LARGE, 65_536).

-spec start_link(settings()) -> {ok, pid()}.
start_link(Settings) ->
    {ok, proc_lib:spawn_link(?MODULE, init, [Settings])}.

-doc "Whether it has an invocation in progress.".
-spec is_busy(pid()) -> boolean().
is_busy(Poller) ->
    process_info(Poller, {dictionary, invocation}) =:= {{dictionary, invocation}, in_progress}.

-doc false.
-spec init(settings()) -> no_return().
init(#{api := Api} = Settings) ->
    loop(lambda_runtime_api:new(Api), Settings).

loop(Client0, #{ready := Ready} = Settings) ->
    ok = Ready(),
    {Next, Client1} = lambda_runtime_api:next(Client0),
    ok = Ready(),
    _ = put(invocation, in_progress),
    {Size, Client2} = invoke(Next, Settings, Client1),
    _ = erase(invocation),
    ok = collect_garbage(Size),
    loop(Client2, Settings).

invoke({Headers, Event}, #{function := Function} = Settings, Client0) ->
    #{handler := #{language := Language} = Handler, group_leader := Leader} = Settings,
    Context = lambda_runtime_invocation:context(Headers, Function, Language),
    ok = set_trace_variable(Context, Settings),
    Metadata = lambda_runtime_log:metadata(Context),
    ok = logger:set_process_metadata(Metadata),
    Invocation = lambda_runtime_invocation:start(Handler, {Context, Event}, {Leader, Metadata}),
    Outcome = lambda_runtime_invocation:await(Invocation),
    {Size, Client} = send(Outcome, Invocation, Context, Client0),
    ok = logger:unset_process_metadata(),
    {byte_size(Event) + Size, Client}.

%% No flush of logs here: lambda_runtime_log writes each record before the logging call returns.
send({response, ContentType, Body}, _Invocation, Context, Client) ->
    {byte_size(Body), lambda_runtime_api:respond(Client, Context, {ContentType, Body})};
send({error, Report}, _Invocation, Context, Client) ->
    lambda_runtime_log:failure(Report),
    {?LARGE, lambda_runtime_api:fail(Client, Context, Report)};
send({stream, ContentType, Data}, Invocation, Context, Client) ->
    {Sent, Streaming} = lambda_runtime_api:open_stream(Client, Context, {ContentType, Data}),
    {?LARGE, stream(Sent, Invocation, Streaming)}.

stream(ok, Invocation, Client) ->
    ok = lambda_runtime_invocation:continue(Invocation),
    case lambda_runtime_invocation:await(Invocation) of
        {chunk, Data} ->
            stream(lambda_runtime_api:send_chunk(Client, Data), Invocation, Client);
        done ->
            lambda_runtime_api:close_stream(Client, []);
        {error, Report} ->
            lambda_runtime_log:failure(Report),
            lambda_runtime_api:abort_stream(Client, Report)
    end;
stream({error, _CallerDisconnected}, Invocation, Client) ->
    ok = lambda_runtime_invocation:discard(Invocation),
    lambda_runtime_api:close_stream(Client, []).

%% The variable belongs to the whole OS process, so concurrent invocations have the trace id only in
%% their context.
set_trace_variable(_Context, #{concurrent := true}) ->
    ok;
set_trace_variable(#{trace_id := undefined}, _Settings) ->
    true = os:unsetenv("_X_AMZN_TRACE_ID"),
    ok;
set_trace_variable(#{trace_id := TraceId}, _Settings) ->
    true = os:putenv("_X_AMZN_TRACE_ID", binary_to_list(TraceId)),
    ok.

collect_garbage(Size) when Size >= ?LARGE ->
    true = garbage_collect(),
    ok;
collect_garbage(_Size) ->
    ok.
