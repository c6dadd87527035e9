-module(probe).
-moduledoc "The function that the tests run, in this VM and in others.".

-behaviour(lambda_runtime_handler).

-export([handler/2, of_event/1, both/1, both/2]).
%% As a formatter of logger.
-export([format/2]).

handler(Event, Context) when is_atom(Event) -> {handler, Event, Context};
handler(#{~"do" := Do} = Event, Context) -> do(Do, Event, Context);
handler(Event, _Context) -> Event.

of_event(Event) -> {of_event, Event}.

both(_Event) -> {both, 1}.
both(_Event, _Context) -> {both, 2}.

do(~"context", _Event, Context) ->
    #{K => V || K := V <- Context, V =/= undefined};
do(~"fail", #{~"with" := Text}, _Context) ->
    error({failed, Text});
do(~"set formatter", _Event, _Context) ->
    logger:update_handler_config(default, formatter, {?MODULE, #{}});
do(~"log", #{~"text" := Text}, _Context) ->
    logger:error("~ts", [Text]),
    null;
do(~"print", #{~"text" := Text}, _Context) ->
    io:put_chars([Text, $\n]),
    null;
do(~"log and look", #{~"file" := File}, _Context) ->
    %% What is in the file when the call returns would survive a freeze at that very moment.
    logger:error("logged"),
    {ok, Logged} = file:read_file(File),
    io:put_chars("printed\n"),
    {ok, Printed} = file:read_file(File),
    [binary:match(Logged, ~"logged") =/= nomatch, binary:match(Printed, ~"printed") =/= nomatch];
do(~"log badly", _Event, _Context) ->
    logger:error(#{}, #{report_cb => fun(_) -> error(oops) end}),
    logger:error("~p", []),
    logger:error("still there"),
    null;
do(~"log many", #{~"times" := Times}, _Context) ->
    [logger:error("line ~b", [N]) || N <- lists:seq(1, Times)],
    null;
do(~"print and sleep", #{~"text" := Text, ~"ms" := Ms}, _Context) ->
    io:put_chars([Text, $\n]),
    timer:sleep(Ms),
    Ms;
do(~"meet", #{~"all" := All}, _Context) ->
    ets:update_counter(probe_state, met, 1),
    runtime_case:wait_until(fun() -> ets:lookup_element(probe_state, met, 2) =:= All end),
    All;
do(~"remaining", _Event, Context) ->
    lambda_runtime:remaining_time_ms(Context);
do(~"count", _Event, _Context) ->
    ets:update_counter(probe_state, count, 1);
do(~"ticks", _Event, _Context) ->
    ets:lookup_element(probe_state, ticks, 2);
do(~"crash child", _Event, _Context) ->
    exit(whereis(probe_worker), kill),
    null;
do(~"crash child and wait", _Event, _Context) ->
    Old = whereis(probe_worker),
    exit(Old, kill),
    runtime_case:wait_until(fun() ->
        New = whereis(probe_worker),
        is_pid(New) andalso New =/= Old
    end),
    %% Longer than the supervisor takes to restart the other children.
    timer:sleep(100),
    ~"survived";
do(~"restart runtime", _Event, _Context) ->
    ok = supervisor:terminate_child(probe_sup, lambda_runtime),
    spawn(fun() ->
        timer:sleep(500),
        io:put_chars("restarts\n"),
        supervisor:restart_child(probe_sup, lambda_runtime)
    end),
    ~"restarted";
do(~"stop", #{~"status" := Status}, _Context) ->
    ok = init:stop(Status),
    ~"stopped";
do(~"stop and work", #{~"status" := Status, ~"ms" := Ms}, _Context) ->
    ok = init:stop(Status),
    io:put_chars("works\n"),
    timer:sleep(Ms),
    %% The children are still there.
    ets:update_counter(probe_state, count, 1);
do(~"halt", #{~"status" := Status}, _Context) ->
    erlang:halt(Status);
do(~"stop application", _Event, _Context) ->
    spawn(fun() -> application:stop(probe) end),
    timer:sleep(infinity);
do(~"application", _Event, _Context) ->
    {ok, Name} = application:get_application(),
    Name;
do(~"measure", _Event, _Context) ->
    Loaded = [{Module, object_code_size(Module)} || {Module, _} <- code:all_loaded()],
    #{
        modules => length(Loaded),
        runtime => #{Module => Size || {Module, Size} <- Loaded, is_runtime(Module)},
        all => lists:sort([Module || {Module, _} <- Loaded]),
        processes => erlang:system_info(process_count),
        memory => erlang:memory(total)
    };
do(~"kill poller", _Event, _Context) ->
    {parent, Poller} = process_info(self(), parent),
    exit(Poller, kill),
    null;
do(~"crash", _Event, _Context) ->
    error({crashed, "on demand"}).

format(_Record, #{}) -> "formatted by probe\n".

is_runtime(Module) ->
    lists:prefix("lambda_runtime", atom_to_list(Module)).

object_code_size(Module) ->
    case code:get_object_code(Module) of
        {Module, Binary, _File} -> byte_size(Binary);
        error -> 0
    end.
