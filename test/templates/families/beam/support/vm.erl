-module(vm).
-moduledoc "A real VM that runs the application `probe` against a Runtime API of the test.".

-export([start/1, start/2, status/1, signal/2, output/1, lines/1, stop/1]).

start(Api) ->
    start(Api, #{}).

%% Options: handler (a name), env, args (of erl), extra (plain arguments), eval (code to run
%% instead of starting the application), file (for its standard output).
start(Api, Options) ->
    Env = maps:merge(
        #{
            "AWS_LAMBDA_RUNTIME_API" => address(Api),
            "_HANDLER" => maps:get(handler, Options, "probe:handler"),
            "ERL_CRASH_DUMP_BYTES" => "0"
        },
        maps:get(env, Options, #{})
    ),
    Start = "{ok,_}=application:ensure_all_started(probe,permanent)",
    Args =
        ["-args_file", "vm.args", "-pa", "ebin", filename:dirname(code:which(?MODULE))] ++ maps:get(args, Options, []) ++
            ["-eval", maps:get(eval, Options, Start), "-extra" | maps:get(extra, Options, [])],
    Redirect =
        case Options of
            #{file := File} -> " >" ++ File;
            #{} -> ""
        end,
    %% exec: the process of the port is the VM, so that signals reach it.
    Port = open_port({spawn_executable, "/bin/sh"}, [
        {args, ["-c", "exec erl \"$@\"" ++ Redirect, "sh" | Args]},
        {env, maps:to_list(Env)},
        exit_status,
        stderr_to_stdout,
        binary
    ]),
    {os_pid, Pid} = erlang:port_info(Port, os_pid),
    #{port => Port, os_pid => Pid}.

address(Api) when is_pid(Api) -> lambda_runtime_test_api:address(Api);
address(Text) -> Text.

%% Waits for the end of the VM: its exit status, and all that it wrote.
status(Vm) ->
    status(Vm, []).

status(#{port := Port} = Vm, Output) ->
    receive
        {Port, {data, Data}} -> status(Vm, [Output, Data]);
        {Port, {exit_status, Status}} -> {Status, iolist_to_binary(Output)}
    after 120_000 ->
        stop(Vm),
        error({still_running, iolist_to_binary(Output)})
    end.

signal(Signal, #{os_pid := Pid}) ->
    "" = os:cmd(["kill -", Signal, " ", integer_to_list(Pid)]),
    Signal =:= "STOP" andalso await_stop(integer_to_list(Pid)).

%% On a busy machine, threads go on for a while after the signal is sent.
await_stop(Pid) ->
    case os:cmd("grep -h ^State: /proc/" ++ Pid ++ "/task/*/status | grep -v 'T (stopped)'") of
        "" -> true;
        _ -> await_stop(Pid)
    end.

%% What a frozen VM had written: a pipe tells no end, so that the wait has to be long enough for a busy machine.
output(#{port := Port}) ->
    output(Port, []).

output(Port, Output) ->
    receive
        {Port, {data, Data}} -> output(Port, [Output, Data])
    after 2_000 -> iolist_to_binary(Output)
    end.

lines(Output) ->
    binary:split(Output, ~"\n", [global, trim]).

stop(#{port := Port} = Vm) ->
    erlang:port_info(Port) =:= undefined orelse signal("KILL", Vm).
