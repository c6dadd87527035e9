-module(lambda_boot_vm).
-moduledoc """
The VM on trial: it runs in a copy of the image by `chroot`, which every builder allows, and calls
functions for the build.

The VM runs as a user who can only write to `/tmp`, since all other files belong to root, and
`RUN --network=none` in the Dockerfile leaves it only the loopback interface. So a handler that runs
in the copy can do no harm.
""".

-export([copy/1, start/3, lines/1]).
-export([listen/0, call/4]).
-export([await_exit/2, terminate/1, kill/1]).

-export_type([image/0, copy/0, vm/0]).

-doc """
- `here`: the directory of this tool
- `root`: the content of the image
- `base`: the file system that the image is put on, if any
- `handler`: its name, as in the image's CMD
""".
-type image() :: #{here := string(), root := string(), base := [string()], handler := string()}.

-doc "The directory of the copy.".
-type copy() :: string().

-doc "Its owner receives its output and its exit status.".
-type vm() :: port().

-define(ROOT, "/boot_trial").
%% The user and group of functions on Lambda.
-define(USER, "993:990").
%% In milliseconds. Lambda allows less, but an emulated processor is slow.
-define(PATIENCE_WITH_END, 5000).
-define(PATIENCE_WITH_CALL, 60_000).

-doc "Copies the image, and adds the files that the trial needs.".
-spec copy(image()) -> copy().
copy(#{root := Root, base := Base, here := Here}) ->
    sh(["rm -rf ", ?ROOT, " && mkdir ", ?ROOT]),
    _ = [sh(["cp -a ", Directory, "/. ", ?ROOT]) || Directory <- Base ++ [Root]],
    ok = add_names(filename:join(?ROOT, "etc")),
    ok = add_null(filename:join(?ROOT, "dev/null")),
    ok = add_modules(filename:join(Here, "trial"), filename:join(?ROOT, "trial")),
    ?ROOT.

%% The probes look up one name in this file and one that lambda_boot_dns knows.
add_names(Etc) ->
    ok = filelib:ensure_path(Etc),
    Hosts = "127.0.0.1 localhost\n127.0.0.7 by-file.test\n",
    ok = file:write_file(filename:join(Etc, "hosts"), Hosts),
    file:write_file(filename:join(Etc, "resolv.conf"), "nameserver 127.0.0.1\n").

%% The VM does not boot without /dev/null. Not every builder allows creating devices; an empty file
%% is enough.
add_null(Null) ->
    ok = filelib:ensure_dir(Null),
    _ = file:delete(Null),
    ok = file:write_file(Null, ""),
    file:change_mode(Null, 8#666).

%% The probes, which are not part of the image.
add_modules(From, To) ->
    ok = filelib:ensure_path(To),
    Sources = fun(Suffix) -> filelib:wildcard(filename:join(From, "*" ++ Suffix)) end,
    _ = [{ok, _} = compile:file(Source, [{outdir, To}, report]) || Source <- Sources(".erl")],
    _ = [sh(["elixirc -pa ", To, " -o ", To, " ", Source]) || Source <- Sources(".ex")],
    sh(["chmod -R a+rX ", To]).

sh(Command) ->
    case os:cmd(lists:flatten(Command)) of
        "" -> ok;
        Output -> throw({standard, ["the image cannot be tried: ", Output]})
    end.

-doc "Starts the entry script in the copy, with the environment variables of Lambda and these.".
-spec start(copy(), Handler :: string(), [{string(), string()}]) -> vm().
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
    %% Remove those of the build.
    [{Name, false} || {Name, _} <- os:env(), not lists:keymember(Name, 1, Lambda)] ++ Lambda.

-doc "The exit status of a VM that is ending.".
-spec await_exit(vm(), Otherwise) -> Status :: non_neg_integer() | Otherwise.
await_exit(Vm, Otherwise) ->
    receive
        {Vm, {exit_status, Status}} -> Status
    after ?PATIENCE_WITH_END -> Otherwise
    end.

-doc "The lines that it has written since the last call.".
-spec lines(vm()) -> [string()].
lines(Vm) ->
    string:split(unicode:characters_to_list(iolist_to_binary(output(Vm))), "\n", all).

output(Vm) ->
    receive
        {Vm, {data, Text}} -> [Text | output(Vm)]
    after 0 -> []
    end.

-doc "Ends the VM with SIGTERM, as Lambda does.".
-spec terminate(vm()) -> Status :: non_neg_integer() | still_running.
terminate(Vm) ->
    ok = signal("TERM", Vm),
    await_exit(Vm, still_running).

-doc "Kills the VM if it is running, and discards its messages.".
-spec kill(vm()) -> ok.
kill(Vm) ->
    ok = signal("KILL", Vm),
    flush(Vm).

signal(Signal, Vm) ->
    case erlang:port_info(Vm, os_pid) of
        {os_pid, Pid} ->
            _ = os:cmd(["kill -", Signal, " ", integer_to_list(Pid)]),
            ok;
        undefined ->
            ok
    end.

flush(Vm) ->
    receive
        {Vm, _} -> flush(Vm)
    after 0 -> ok
    end.

-doc "A socket that the VM connects to, and its port.".
-spec listen() -> {gen_tcp:socket(), inet:port_number()}.
listen() ->
    Options = [binary, {packet, 4}, {active, false}, {ip, {127, 0, 0, 1}}],
    {ok, Listener} = gen_tcp:listen(0, Options),
    {ok, Port} = inet:port(Listener),
    {Listener, Port}.

-doc """
Calls a function in the VM. Throws `{lost, Reason}` if the VM does not respond, and
`{standard, Reason}` if the call fails.
""".
-spec call(gen_tcp:socket(), module(), Function :: atom(), Args :: [term()]) -> term().
call(Vm, Module, Function, Args) ->
    case remote(Vm, {Module, Function, Args}) of
        {ok, Reply} ->
            case binary_to_term(Reply) of
                {ok, Result} ->
                    Result;
                Failure ->
                    Text = io_lib:format("~ts:~ts fails here: ~0tp", [Module, Function, Failure]),
                    throw({standard, Text})
            end;
        {error, Reason} ->
            Text = "no response from ~ts:~ts, ~ts",
            throw({lost, io_lib:format(Text, [Module, Function, Reason])})
    end.

remote(Vm, Call) ->
    case gen_tcp:send(Vm, term_to_binary(Call)) of
        ok -> gen_tcp:recv(Vm, 0, ?PATIENCE_WITH_CALL);
        {error, _} = Error -> Error
    end.
