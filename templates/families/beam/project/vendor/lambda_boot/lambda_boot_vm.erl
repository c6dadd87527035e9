-module(lambda_boot_vm).
-moduledoc """
The VM on trial: it runs in a copy of the image by `chroot`, which every builder allows, against a
Runtime API, and calls functions for the build.

The VM runs as a user who can only write to `/tmp`, since all other files belong to root, and
`RUN --network=none` in the Dockerfile leaves it only the loopback interface. So a handler that runs
in the copy can do no harm.
""".

-export([copy/1, task/1, remove/1]).
-export([with_vm/3, call/4, invoke/3, lines/1, terminate/1]).
-export([environment_reads/2]).

-export_type([image/0, copy/0, vm/0, end_of_start/0]).

-doc """
- `here`: the directory of this tool
- `root`: the content of the image
- `base`: the file system that the image is put on, if any
- `variables`: the environment variables of the image and of `trial.env`
""".
-type image() :: #{
    here := string(), root := string(), base := [string()], variables := [{string(), string()}]
}.

-opaque copy() :: #{root := string(), variables := [{string(), string()}]}.

-doc "Its owner receives its output and its exit status.".
-opaque vm() :: #{port := port(), api := pid(), connection := gen_tcp:socket()}.

-doc """
How a start ended that did not lead to a request for an event.

- `status`: the exit status, or `running` if the VM had to be killed
- `lines`: what it had written
- `init_error`: the type and the message that it reported to the Runtime API
""".
-type end_of_start() :: #{
    status := non_neg_integer() | running,
    lines := [string()],
    init_error := {Type :: binary(), Message :: binary()} | none
}.

-define(ROOT, "/boot_trial").
%% The user and group of functions on Lambda.
-define(USER, "993:990").
%% In milliseconds. Lambda allows less, but an emulated processor is slow.
-define(PATIENCE_WITH_BOOT, 60_000).
-define(PATIENCE_WITH_NEXT, 15_000).
-define(PATIENCE_WITH_CALL, 60_000).
-define(PATIENCE_WITH_END, 5000).

-doc "Copies the image, and adds the files that the trial needs.".
-spec copy(image()) -> copy().
copy(#{root := Root, base := Base, here := Here, variables := Variables}) ->
    sh(["rm -rf ", ?ROOT, " && mkdir ", ?ROOT]),
    _ = [sh(["cp -a ", Directory, "/. ", ?ROOT]) || Directory <- Base ++ [Root]],
    ok = add_names(filename:join(?ROOT, "etc")),
    ok = add_null(filename:join(?ROOT, "dev/null")),
    ok = add_modules(filename:join(Here, "trial"), filename:join(?ROOT, "trial")),
    #{root => ?ROOT, variables => Variables}.

-doc "The directory of the release in the copy.".
-spec task(copy()) -> string().
task(#{root := Root}) ->
    filename:join(Root, "var/task").

-spec remove(copy()) -> ok.
remove(#{root := Root}) ->
    file:del_dir_r(Root).

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

%% Output alone is no failure: elixirc says so when it takes long.
sh(Command) ->
    Output = os:cmd(lists:flatten([Command, " && echo done"])),
    case lists:suffix("done\n", Output) of
        true -> ok;
        false -> throw({standard, ["the image cannot be tried: ", Output]})
    end.

-doc """
Starts the function with the entry script, waits until it asks for an event, and ends it after `Use`
has returned.

Throws `{not_started, End}` if the VM ends before that or does not finish its boot, and
`{never_asked, Applications}` if all applications have started without asking for an event.
""".
-spec with_vm(copy(), Handler :: string(), fun((vm()) -> Result)) -> Result.
with_vm(Copy, Handler, Use) ->
    {ok, Api} = lambda_runtime_test_api:start_link(),
    {Listener, Variables} = listen(),
    Port = start(Copy, Handler, [
        {"AWS_LAMBDA_RUNTIME_API", lambda_runtime_test_api:address(Api)} | Variables
    ]),
    try
        Connection = connection(Listener, Port, Api),
        Vm = #{port => Port, api => Api, connection => Connection},
        ok = await_next(Vm),
        Use(Vm)
    after
        ok = kill(Port),
        ok = lambda_runtime_test_api:stop(Api),
        ok = gen_tcp:close(Listener)
    end.

%% The VM connects after the boot.
connection(Listener, Port, Api) ->
    case accept(Listener, Port, ?PATIENCE_WITH_BOOT) of
        {ok, Connection} -> Connection;
        Status -> throw({not_started, end_of_start(Status, Port, Api)})
    end.

accept(_Listener, _Port, Patience) when Patience =< 0 ->
    running;
accept(Listener, Port, Patience) ->
    case gen_tcp:accept(Listener, 20) of
        {ok, _} = Accepted ->
            Accepted;
        {error, timeout} ->
            receive
                {Port, {exit_status, Status}} -> Status
            after 0 -> accept(Listener, Port, Patience - 20)
            end
    end.

await_next(#{port := Port, api := Api} = Vm) ->
    case lambda_runtime_test_api:await_next(Api, ?PATIENCE_WITH_NEXT) of
        ok ->
            ok;
        timeout ->
            case exit_status(Port, 0) of
                running -> throw({never_asked, applications(Vm)});
                Status -> throw({not_started, end_of_start(Status, Port, Api)})
            end
    end.

applications(Vm) ->
    [Name || {Name, _, _} <- call(Vm, application, which_applications, [])].

end_of_start(Status, Port, Api) ->
    InitError =
        case lambda_runtime_test_api:init_error(Api, 1000) of
            #{body := Json} -> type_and_message(json:decode(Json));
            timeout -> none
        end,
    #{status => Status, lines => written(Port), init_error => InitError}.

type_and_message(#{~"errorType" := Type, ~"errorMessage" := Message}) -> {Type, Message}.

start(#{root := Root, variables := OfImage}, Handler, Variables) ->
    open_port({spawn_executable, os:find_executable("chroot")}, [
        {args, ["--userspec=" ++ ?USER, "--groups=", Root, "/entry_script.sh", Handler]},
        {env, environment(OfImage ++ Variables)},
        {cd, "/"},
        binary,
        exit_status,
        stderr_to_stdout
    ]).

%% Those that Lambda sets, see
%% <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>.
-define(LAMBDA, [
    {"PATH", "/usr/local/bin:/usr/bin:/bin"},
    {"TZ", ":UTC"},
    {"AWS_REGION", "us-east-1"},
    {"AWS_DEFAULT_REGION", "us-east-1"},
    {"AWS_ACCESS_KEY_ID", "build"},
    {"AWS_SECRET_ACCESS_KEY", "build"},
    {"AWS_SESSION_TOKEN", "build"},
    {"AWS_LAMBDA_FUNCTION_NAME", "build"},
    {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
    {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"},
    {"AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/build"},
    {"AWS_LAMBDA_LOG_STREAM_NAME", "build"},
    {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
    {"LAMBDA_TASK_ROOT", "/var/task"},
    {"LAMBDA_RUNTIME_DIR", "/var/runtime"}
]).

environment(Variables) ->
    Given = maps:from_list(?LAMBDA ++ Variables),
    %% Remove those of the build.
    [{Name, false} || {Name, _} <- os:env(), not is_map_key(Name, Given)] ++ maps:to_list(Given).

%% The probes connect to this socket.
listen() ->
    Options = [binary, {packet, 4}, {active, false}, {ip, {127, 0, 0, 1}}],
    {ok, Listener} = gen_tcp:listen(0, Options),
    {ok, Port} = inet:port(Listener),
    Variables = [
        {"LAMBDA_BOOT_PORT", integer_to_list(Port)},
        {"ERL_AFLAGS", "-pa /trial -s lambda_boot_probe"}
    ],
    {Listener, Variables}.

-doc """
Calls a function in the VM. Throws `{standard, Reason}` if the VM does not respond, or the call
fails.
""".
-spec call(vm(), module(), Function :: atom(), Args :: [term()]) -> term().
call(#{connection := Connection, port := Port}, Module, Function, Args) ->
    case remote(Connection, {Module, Function, Args}) of
        {ok, Reply} ->
            case binary_to_term(Reply) of
                {ok, Result} ->
                    Result;
                Failure ->
                    Text = io_lib:format("~ts:~ts fails here: ~0tp", [Module, Function, Failure]),
                    throw({standard, Text})
            end;
        {error, Reason} ->
            Status = exit_status(Port, ?PATIENCE_WITH_END),
            Text = "no response from ~ts:~ts, ~ts (exit status ~ts)",
            throw({standard, io_lib:format(Text, [Module, Function, Reason, shown(Status)])})
    end.

shown(running) -> "none";
shown(Status) -> integer_to_list(Status).

remote(Connection, Call) ->
    case gen_tcp:send(Connection, term_to_binary(Call)) of
        ok -> gen_tcp:recv(Connection, 0, ?PATIENCE_WITH_CALL);
        {error, _} = Error -> Error
    end.

-doc """
Sends an event. Returns whether the result was a response or an error and of which type, or
`{ended, Status}` if the VM has ended, or `timeout`.
""".
-spec invoke(vm(), Event :: binary(), Patience :: pos_integer()) ->
    response | {error, Type :: term()} | {ended, non_neg_integer()} | timeout.
invoke(#{api := Api, port := Port}, Event, Patience) ->
    case lambda_runtime_test_api:invoke(Api, Event, #{}, Patience) of
        #{error := Json} ->
            {error, maps:get(~"errorType", json:decode(Json), none)};
        #{} ->
            response;
        timeout ->
            case exit_status(Port, 0) of
                running -> timeout;
                Status -> {ended, Status}
            end
    end.

-doc "The lines that it has written since the last call.".
-spec lines(vm()) -> [string()].
lines(#{port := Port}) ->
    written(Port).

written(Port) ->
    string:split(unicode:characters_to_list(iolist_to_binary(output(Port))), "\n", all).

output(Port) ->
    receive
        {Port, {data, Text}} -> [Text | output(Port)]
    after 0 -> []
    end.

-doc "Ends the VM with SIGTERM, as Lambda does.".
-spec terminate(vm()) -> Status :: non_neg_integer() | running.
terminate(#{port := Port}) ->
    ok = signal("TERM", Port),
    exit_status(Port, ?PATIENCE_WITH_END).

exit_status(Port, Patience) ->
    receive
        {Port, {exit_status, Status}} -> Status
    after Patience -> running
    end.

kill(Port) ->
    ok = signal("KILL", Port),
    flush(Port).

signal(Signal, Port) ->
    case erlang:port_info(Port, os_pid) of
        {os_pid, Pid} ->
            _ = os:cmd(["kill -", Signal, " ", integer_to_list(Pid)]),
            ok;
        undefined ->
            ok
    end.

flush(Port) ->
    receive
        {Port, _} -> flush(Port)
    after 0 -> ok
    end.

-doc """
Starts the function with the standard boot, and returns the environment variables that it read and
that are not set, the last one first. The boot of the copy is changed for that.
""".
-spec environment_reads(copy(), Handler :: string()) -> [Name :: string()].
environment_reads(Copy, Handler) ->
    ok = watch_environment(filename:join(task(Copy), "releases/current/start.boot")),
    {Listener, Variables} = listen(),
    %% Nobody listens on port 9, but the start is over before anything connects to it.
    Port = start(Copy, Handler, [{"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9"} | Variables]),
    try accept(Listener, Port, ?PATIENCE_WITH_BOOT) of
        {ok, Connection} -> names(Connection, []);
        _NotEvenKernelHasStarted -> []
    after
        ok = kill(Port),
        ok = gen_tcp:close(Listener)
    end.

%% Right after kernel has started, before anything of the project.
watch_environment(File) ->
    {ok, Boot} = file:read_file(File),
    {script, Id, Instructions} = binary_to_term(Boot),
    {Before, After} = lists:splitwith(fun is_not_start_of_kernel/1, Instructions),
    Watch = {apply, {lambda_boot_probe, watch_environment, []}},
    Watched = Before ++ lists:sublist(After, 1) ++ [Watch | lists:nthtail(1, After)],
    file:write_file(File, term_to_binary({script, Id, Watched})).

is_not_start_of_kernel({apply, {application, start_boot, [kernel | _]}}) -> false;
is_not_start_of_kernel(_) -> true.

names(Connection, Names) ->
    case gen_tcp:recv(Connection, 0, ?PATIENCE_WITH_END) of
        {ok, Name} ->
            Text = unicode:characters_to_list(Name),
            names(Connection, [Text | lists:delete(Text, Names)]);
        {error, _} ->
            Names
    end.
