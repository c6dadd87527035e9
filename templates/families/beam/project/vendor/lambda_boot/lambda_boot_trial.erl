-module(lambda_boot_trial).
-moduledoc """
Trials of a boot in a copy of the image: what is loaded when the function asks for its first event,
how much CPU time that takes, and whether events, probes and SIGTERM have the same results with both
boots.
""".

-export([observe/2, run/2, same/2, cpu_time/2]).

-export_type([tried_function/0, observed/0, results/0, found/0]).

-doc "A function of the image, with the files of its events and the modules that have its probes.".
-type tried_function() :: #{
    name := string(),
    handler := string(),
    events := [file:filename()],
    probes => [module()]
}.

-doc """
- `loaded`: the modules that are loaded when the function asks for its first event
- `found`: the state after the boot
""".
-type observed() :: #{loaded := [module()], found := found()}.

-doc """
- `responses`: for each event, the result, see `lambda_boot_vm:invoke/3`
- `probes`: the results and the output of the probes
- `ended`: the exit status after SIGTERM
""".
-type results() :: #{
    responses := [{Event :: file:filename(), term()}],
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

%% In milliseconds. Not long, since a handler that calls another service gets no reply in the build.
-define(PATIENCE_WITH_HANDLER, 5_000).
%% After this many events without a response, the others are not tried.
-define(MAX_UNANSWERED, 2).
-define(MAX_LOOKS, 20).

-doc "Starts the function, and looks at the VM when it asks for its first event.".
-spec observe(lambda_boot_vm:copy(), tried_function()) -> observed().
observe(Copy, #{handler := Handler}) ->
    lambda_boot_vm:with_vm(Copy, Handler, fun(Vm) ->
        Call = fun(Module, Function, Args) -> lambda_boot_vm:call(Vm, Module, Function, Args) end,
        #{loaded => settled(loaded(Call), Call, ?MAX_LOOKS), found => found(Call)}
    end).

loaded(Call) ->
    lists:sort([Module || {Module, "/var/task/" ++ _} <- Call(code, all_loaded, [])]).

%% Other processes may still be starting. The same source should give the same image, so wait until
%% they load no more.
settled(Loaded, _Call, 0) ->
    Loaded;
settled(Loaded, Call, Looks) ->
    ok = timer:sleep(50),
    case loaded(Call) of
        Loaded -> Loaded;
        More -> settled(More, Call, Looks - 1)
    end.

-doc """
CPU time in milliseconds, of all threads, from the start of the process until the function asks for
its first event.
""".
-spec cpu_time(lambda_boot_vm:copy(), tried_function()) -> pos_integer().
cpu_time(Copy, #{handler := Handler}) ->
    lambda_boot_vm:with_vm(Copy, Handler, fun(Vm) ->
        {Total, _} = lambda_boot_vm:call(Vm, erlang, statistics, [runtime]),
        Total
    end).

-doc """
Sends the events to the function, then runs the probes in a VM that has had no event, and ends it by
SIGTERM.
""".
-spec run(lambda_boot_vm:copy(), tried_function()) -> results().
run(Copy, #{handler := Handler, events := Events, probes := Probes}) ->
    Responses = responses(Events, ?MAX_UNANSWERED, Copy, Handler),
    lambda_boot_vm:with_vm(Copy, Handler, fun(Vm) ->
        Results = [lambda_boot_vm:call(Vm, Probe, run, []) || Probe <- Probes],
        ok = lambda_boot_vm:call(Vm, lambda_boot_probe, await_log, []),
        Ended = lambda_boot_vm:terminate(Vm),
        #{
            responses => Responses,
            probes => lists:append(Results) ++ [{"output", written(Vm)} || Probes =/= []],
            ended => Ended
        }
    end).

%% After an event without a response the VM is still busy with it, so the others get a new one.
responses([], _Unanswered, _Copy, _Handler) ->
    [];
responses(_Events, 0, _Copy, _Handler) ->
    [];
responses(Events, Unanswered, Copy, Handler) ->
    Some = lambda_boot_vm:with_vm(Copy, Handler, fun(Vm) -> some_responses(Events, Vm) end),
    Rest = lists:nthtail(length(Some), Events),
    Left =
        case lists:last(Some) of
            {_, timeout} -> Unanswered - 1;
            _ -> Unanswered
        end,
    Some ++ responses(Rest, Left, Copy, Handler).

some_responses([], _Vm) ->
    [];
some_responses([File | Files], Vm) ->
    {ok, Event} = file:read_file(File),
    case lambda_boot_vm:invoke(Vm, Event, ?PATIENCE_WITH_HANDLER) of
        timeout -> [{File, timeout}];
        {ended, _} = Ended -> [{File, Ended}];
        Result -> [{File, Result} | some_responses(Files, Vm)]
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
                [] -> {settings(logger, Call), Call(logger, get_primary_config, [])};
                _ -> none
            end
    end.

settings(Application, Call) ->
    lists:sort(Call(application, get_all_env, [Application])).

-doc "Compares the results of both boots. Throws `{standard, Reason}` at the first difference.".
-spec same(Standard :: results(), Lean :: results()) -> ok.
same(Standard, Lean) ->
    Results = in_order(Lean),
    lists:foreach(
        fun({Name, Expected}) ->
            same_result(Name, Expected, proplists:get_value(Name, Results, none))
        end,
        in_order(Standard)
    ).

in_order(#{responses := Responses, probes := Probes, ended := Ended}) ->
    [{"the response to " ++ Event, Response} || {Event, Response} <- Responses] ++
        Probes ++
        [{"the exit status after SIGTERM", Ended}].

same_result(_Name, Same, Same) ->
    ok;
same_result(Name, Expected, Found) ->
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
