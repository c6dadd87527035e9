-module(lambda_boot_trial).
-moduledoc "One run of the image, in its copy: boot, every event in `events/`, probes, SIGTERM.".

-export([run/3]).

-export_type([outcome/0]).

-doc """
- `answers`: of each event, whether it was answered with a response or an error, and of which type
- `loaded`: the modules that were loaded when all events had been answered
- `found`: what the boot has left behind
- `probes`: what the probes have found, and what they have written; empty unless there were some
- `ended`: the exit status after SIGTERM
""".
-type outcome() :: #{
    answers := [{Event :: string(), response | timeout | {error, Type :: term()}}],
    loaded := [module()],
    found := lambda_boot_found:found(),
    probes := [{Name :: string(), term()}],
    ended := term()
}.

%% Milliseconds: an emulated processor is slow.
-define(PATIENCE_WITH_BOOT, 60_000).
%% Less: a handler that calls another service waits for it in vain.
-define(PATIENCE_WITH_HANDLER, 10_000).

-doc "Throws `{standard, Reason}` if the VM does not start, or is gone before SIGTERM.".
-spec run(lambda_boot_copy:copy(), Handler :: string(), Probes :: [module()]) -> outcome().
run(Copy, Handler, Probes) ->
    {ok, Api} = lambda_runtime_test_api:start_link(),
    {Listener, Port} = lambda_boot_inspect:listen(),
    Vm = lambda_boot_vm:start(Copy, Handler, [
        {"AWS_LAMBDA_RUNTIME_API", lambda_runtime_test_api:address(Api)},
        {"LAMBDA_BOOT_AGENT", integer_to_list(Port)},
        {"ERL_AFLAGS", "-pa /trial -s lambda_boot_agent"}
    ]),
    try
        outcome(accept(Listener, Vm, ?PATIENCE_WITH_BOOT), Api, Vm, Probes)
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

%% The agent connects when the boot is over. A VM that ends before that has something to say.
accept(_Listener, Vm, Patience) when Patience =< 0 ->
    not_started(none, Vm);
accept(Listener, Vm, Patience) ->
    case gen_tcp:accept(Listener, 100) of
        {ok, Agent} ->
            Agent;
        {error, timeout} ->
            receive
                {Vm, {exit_status, Status}} -> not_started(Status, Vm)
            after 0 -> accept(Listener, Vm, Patience - 100)
            end
    end.

-spec not_started(Status :: non_neg_integer() | none, lambda_boot_vm:vm()) -> no_return().
not_started(Status, Vm) ->
    Lines = [Line || Line <- lambda_boot_vm:lines(Vm), Line =/= ""],
    io:put_chars([["boot: the function has written: ", Line, $\n] || Line <- Lines]),
    Text = io_lib:format("the function does not start here (exit status ~tp)", [Status]),
    throw({standard, Text}).

%% In this order: probes load modules and change settings, and after the end nobody answers.
outcome(Agent, Api, Vm, Probes) ->
    Call = fun(Module, Function, Args) ->
        lambda_boot_inspect:call(Agent, Module, Function, Args)
    end,
    Answers = [{Event, answer(Event, Api)} || Event <- events()],
    Loaded = [Module || {Module, "/var/task/" ++ _} <- Call(code, all_loaded, [])],
    Found = lambda_boot_found:read(Call),
    Results = [Call(Probe, run, []) || Probe <- Probes],
    Ended = lambda_boot_vm:terminate(Vm),
    #{
        answers => Answers,
        loaded => lists:sort(Loaded),
        found => Found,
        probes => lists:append(Results) ++ [{"output", written(Vm)} || Probes =/= []],
        ended => Ended
    }.

events() ->
    Files = filelib:wildcard("events/*/*.json"),
    [File || File <- Files, not lists:suffix(".expected.json", File)].

answer(File, Api) ->
    {ok, Event} = file:read_file(File),
    case lambda_runtime_test_api:invoke(Api, Event, #{}, ?PATIENCE_WITH_HANDLER) of
        #{error := Json} -> {error, maps:get(~"errorType", json:decode(Json), none)};
        #{} -> response;
        timeout -> timeout
    end.

%% The lines of the probes. Numbers in them, such as those of processes, differ from run to run, and
%% so does the order of lines that several processes have written.
written(Vm) ->
    lists:sort([
        re:replace(Line, ~"\\d+", "N", [global, unicode, {return, list}])
     || Line <- lambda_boot_vm:lines(Vm), re:run(Line, ~"boot.probe", [unicode]) =/= nomatch
    ]).
