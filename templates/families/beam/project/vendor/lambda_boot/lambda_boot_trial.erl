-module(lambda_boot_trial).
-moduledoc """
A trial of the image: boot, every event in `events/`, probes, SIGTERM. The results of two trials,
one per boot, can be compared.
""".

-export([run/3, same/2]).

-export_type([results/0, found/0]).

-doc """
- `responses`: for each event, whether the result was a response or an error, and of which type
- `loaded`: the modules that were loaded after the last event
- `found`: the state after the boot
- `probes`: the results and the output of the probes, if there are any
- `ended`: the exit status after SIGTERM
""".
-type results() :: #{
    responses := [{Event :: string(), response | timeout | {error, Type :: term()}}],
    loaded := [module()],
    found := found(),
    probes := [{Name :: string(), term()}],
    ended := term()
}.

-doc """
The state that a standard boot leaves in the VM, and that the lean boot starts with.

- `kernel`: the flags and children of the supervisor of kernel
- `handler`: the default handler of Erlang's logger
- `elixir`: the settings of elixir; `none` if it does not run
- `logger`: the settings of Elixir's logger, and what it has made of them; `none` if it does not run
  or has children
""".
-type found() :: #{
    kernel := {supervisor:sup_flags(), [supervisor:child_spec()]},
    handler := logger:handler_config() | none,
    elixir := {map(), [tuple()]} | none,
    logger := {Env :: [{atom(), term()}], logger:primary_config()} | none
}.

%% In milliseconds. An emulated processor is slow.
-define(PATIENCE_WITH_BOOT, 60_000).
%% Shorter, since a handler that calls another service gets no reply in the build.
-define(PATIENCE_WITH_HANDLER, 10_000).

-doc "Throws `{standard, Reason}` if the VM does not start, or is gone before SIGTERM.".
-spec run(lambda_boot_vm:copy(), Handler :: string(), Probes :: [module()]) -> results().
run(Copy, Handler, Probes) ->
    {ok, Api} = lambda_runtime_test_api:start_link(),
    {Listener, Port} = lambda_boot_vm:listen(),
    Vm = lambda_boot_vm:start(Copy, Handler, [
        {"AWS_LAMBDA_RUNTIME_API", lambda_runtime_test_api:address(Api)},
        {"LAMBDA_BOOT_PORT", integer_to_list(Port)},
        {"ERL_AFLAGS", "-pa /trial -s lambda_boot_probe"}
    ]),
    try
        results(accept(Listener, Vm, ?PATIENCE_WITH_BOOT), Api, Vm, Probes)
    catch
        throw:{lost, Reason} ->
            case lambda_boot_vm:await_exit(Vm, still_running) of
                still_running -> throw({standard, Reason});
                Status -> not_started(Status, Vm)
            end
    after
        ok = lambda_boot_vm:kill(Vm),
        ok = lambda_runtime_test_api:stop(Api),
        ok = gen_tcp:close(Listener)
    end.

%% The VM connects after the boot. If it ends before that, its output says why.
accept(_Listener, Vm, Patience) when Patience =< 0 ->
    not_started(none, Vm);
accept(Listener, Vm, Patience) ->
    case gen_tcp:accept(Listener, 100) of
        {ok, Connection} ->
            Connection;
        {error, timeout} ->
            receive
                {Vm, {exit_status, Status}} -> not_started(Status, Vm)
            after 0 -> accept(Listener, Vm, Patience - 100)
            end
    end.

-spec not_started(Status :: non_neg_integer() | none, lambda_boot_vm:vm()) -> no_return().
not_started(Status, Vm) ->
    Lines = [Line || Line <- lambda_boot_vm:lines(Vm), Line =/= ""],
    io:put_chars([["boot: output of the function: ", Line, $\n] || Line <- Lines]),
    Text = io_lib:format("the function does not start here (exit status ~tp)", [Status]),
    throw({standard, Text}).

%% In this order, since probes load modules and change settings.
results(Connection, Api, Vm, Probes) ->
    Call = fun(Module, Function, Args) ->
        lambda_boot_vm:call(Connection, Module, Function, Args)
    end,
    Responses = [{Event, response(Event, Api)} || Event <- events()],
    Loaded = [Module || {Module, "/var/task/" ++ _} <- Call(code, all_loaded, [])],
    Found = found(Call),
    Results = [Call(Probe, run, []) || Probe <- Probes],
    Ended = lambda_boot_vm:terminate(Vm),
    #{
        responses => Responses,
        loaded => lists:sort(Loaded),
        found => Found,
        probes => lists:append(Results) ++ [{"output", written(Vm)} || Probes =/= []],
        ended => Ended
    }.

events() ->
    Files = filelib:wildcard("events/*/*.json"),
    [File || File <- Files, not lists:suffix(".expected.json", File)].

response(File, Api) ->
    {ok, Event} = file:read_file(File),
    case lambda_runtime_test_api:invoke(Api, Event, #{}, ?PATIENCE_WITH_HANDLER) of
        #{error := Json} -> {error, maps:get(~"errorType", json:decode(Json), none)};
        #{} -> response;
        timeout -> timeout
    end.

%% The lines that the probes have written. Numbers, such as those of pids, differ between runs, and
%% so does the order of lines from several processes.
written(Vm) ->
    lists:sort([
        re:replace(Line, ~"\\d+", "N", [global, unicode, {return, list}])
     || Line <- lambda_boot_vm:lines(Vm), re:run(Line, ~"boot.probe", [unicode]) =/= nomatch
    ]).

%% Reads the state after the boot from the VM.
found(Call) ->
    {ok, Kernel} = Call(kernel, init, [[]]),
    #{kernel => Kernel, handler => handler(Call), elixir => elixir(Call), logger => logger(Call)}.

handler(Call) ->
    case Call(logger, get_handler_config, [default]) of
        {ok, Config} -> Config;
        {error, _} -> none
    end.

elixir(Call) ->
    case Call(persistent_term, get, [elixir_config, none]) of
        none -> none;
        Static -> {Static, lists:sort(Call(ets, tab2list, [elixir_config]))}
    end.

%% With children, such as a backend, it must start in its own way.
logger(Call) ->
    Supervisor = 'Elixir.Logger.Supervisor',
    case Call(erlang, whereis, [Supervisor]) of
        undefined ->
            none;
        _ ->
            case Call(supervisor, which_children, [Supervisor]) of
                [] -> {
                    lists:sort(Call(application, get_all_env, [logger])),
                    Call(logger, get_primary_config, [])
                };
                _ -> none
            end
    end.

-doc "Compares the results of both boots. Throws `{standard, Reason}` at the first difference.".
-spec same(Standard :: results(), Lean :: results()) -> ok.
same(Standard, Lean) ->
    lists:foreach(fun same_result/1, lists:zip(in_order(Standard), in_order(Lean))).

in_order(#{responses := Responses, probes := Probes, ended := Ended}) ->
    [{"the response to " ++ Event, Response} || {Event, Response} <- Responses] ++
        Probes ++
        [{"the exit status after SIGTERM", Ended}].

same_result({{Name, Same}, {Name, Same}}) ->
    ok;
same_result({{Name, Expected}, {Name, Found}}) ->
    {OfStandard, OfLean} = where_they_differ(Expected, Found),
    Text = "~ts is ~0tp, with the lean boot ~0tp",
    throw({standard, io_lib:format(Text, [Name, OfStandard, OfLean])}).

%% For lists, only the elements that differ; both lists if only the order differs.
where_they_differ(Expected, Found) when is_list(Expected), is_list(Found) ->
    case {Expected -- Found, Found -- Expected} of
        {[], []} -> {Expected, Found};
        Differences -> Differences
    end;
where_they_differ(Expected, Found) ->
    {Expected, Found}.
