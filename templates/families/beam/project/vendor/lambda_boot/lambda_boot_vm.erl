-module(lambda_boot_vm).
-moduledoc "The VM on trial, as an operating system process: its start, its output, its end.".

-export([start/3, await_exit/2, lines/1, terminate/1, kill/1]).

-export_type([vm/0]).

-doc "Its owner is sent what it writes, and its exit status.".
-type vm() :: port().

%% The user and the group that a function has on Lambda.
-define(USER, "993:990").
%% Milliseconds. Lambda is less patient, but its processors are real.
-define(PATIENCE_WITH_END, 5000).

-doc "Starts the entry script in the copy, with Lambda's environment and these variables.".
-spec start(lambda_boot_copy:copy(), Handler :: string(), [{string(), string()}]) -> vm().
start(Copy, Handler, Variables) ->
    open_port({spawn_executable, os:find_executable("chroot")}, [
        {args, ["--userspec=" ++ ?USER, "--groups=", Copy, "/entry_script.sh", Handler]},
        {env, environment(Variables)},
        {cd, "/"},
        binary,
        exit_status,
        stderr_to_stdout
    ]).

environment(Variables) ->
    Lambda = [
        {"PATH", "/usr/local/bin:/usr/bin:/bin"},
        {"HOME", "/tmp"},
        {"ERL_CRASH_DUMP_BYTES", "0"},
        {"AWS_LAMBDA_FUNCTION_NAME", "build"},
        {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
        {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"},
        {"AWS_REGION", "us-east-1"},
        {"TZ", ":UTC"}
        | Variables
    ],
    %% Those of the build are none of its business.
    [{Name, false} || {Name, _} <- os:env(), not lists:keymember(Name, 1, Lambda)] ++ Lambda.

-doc "The exit status of a VM that is ending.".
-spec await_exit(vm(), Otherwise) -> Status :: non_neg_integer() | Otherwise.
await_exit(Vm, Otherwise) ->
    receive
        {Vm, {exit_status, Status}} -> Status
    after ?PATIENCE_WITH_END -> Otherwise
    end.

-doc "The lines that it has written since this was last asked.".
-spec lines(vm()) -> [string()].
lines(Vm) ->
    string:split(unicode:characters_to_list(iolist_to_binary(output(Vm))), "\n", all).

output(Vm) ->
    receive
        {Vm, {data, Text}} -> [Text | output(Vm)]
    after 0 -> []
    end.

-doc "Ends the VM as Lambda does at the end of an environment.".
-spec terminate(vm()) -> Status :: non_neg_integer() | still_running.
terminate(Vm) ->
    ok = signal("TERM", Vm),
    await_exit(Vm, still_running).

-doc "Ends the VM if it has not ended yet, and forgets what it has sent.".
-spec kill(vm()) -> ok.
kill(Vm) ->
    ok = signal("KILL", Vm),
    forget(Vm).

signal(Signal, Vm) ->
    case erlang:port_info(Vm, os_pid) of
        {os_pid, Pid} ->
            _ = os:cmd(["kill -", Signal, " ", integer_to_list(Pid)]),
            ok;
        undefined ->
            ok
    end.

forget(Vm) ->
    receive
        {Vm, _} -> forget(Vm)
    after 0 -> ok
    end.
