-module(lambda_boot_trial).
-moduledoc """
Runs the image before there is one: its files, copied, as the root of a process that has Lambda's
user and environment, with a Runtime API to poll.

`chroot` is all it takes, which every builder allows. The user can write in `/tmp` alone, since all
other files belong to root, and `RUN --network=none` in the Dockerfile leaves it no network but its
own. So a handler that is run here can do no harm.
""".

-export([new/1, install/3, run/2, remove/1]).

-export_type([trial/0, outcome/0]).

-type trial() :: #{root := string(), handler := string()}.

-doc """
- `answers`: of each event, whether it was answered with a response or an error, and of which type
- `loaded`: the modules that were loaded when all events had been answered
- `found`: what the boot has left behind
- `probes`: what the probes have found, and what they have written; empty unless they were asked for
- `ended`: the exit status after SIGTERM
""".
-type outcome() :: #{
    answers := [{Event :: string(), response | timeout | {error, Type :: term()}}],
    loaded := [module()],
    found := lambda_boot_found:found(),
    probes := [{Name :: string(), term()}],
    ended := term()
}.

-define(ROOT, "/boot_trial").
%% Milliseconds: an emulated processor is slow.
-define(PATIENCE, 60_000).
%% Of an event, less: a handler that calls another service waits for it in vain.
-define(PATIENCE_WITH_HANDLER, 10_000).

-doc "Copies the files of the image.".
-spec new(lambda_boot:image()) -> trial().
new(#{root := Root, base := Base, handler := Handler, here := Here}) ->
    sh(["rm -rf ", ?ROOT, " && mkdir ", ?ROOT]),
    [sh(["cp -a ", Folder, "/. ", ?ROOT]) || Folder <- Base ++ [Root]],
    Etc = filename:join(?ROOT, "etc"),
    Hosts = "127.0.0.1 localhost\n127.0.0.7 by-file.test\n",
    ok = file:write_file(filename:join(Etc, "hosts"), Hosts),
    ok = file:write_file(filename:join(Etc, "resolv.conf"), "nameserver 127.0.0.1\n"),
    %% An empty file does for the device, of which nobody reads much. Without it the VM does not
    %% boot.
    Null = filename:join(?ROOT, "dev/null"),
    ok = filelib:ensure_dir(Null),
    _ = file:delete(Null),
    ok = file:write_file(Null, ""),
    ok = file:change_mode(Null, 8#666),
    Trial = filename:join(?ROOT, "trial"),
    ok = filelib:ensure_path(Trial),
    Sources = fun(Suffix) -> filelib:wildcard(filename:join([Here, "trial", "*" ++ Suffix])) end,
    [{ok, _} = compile:file(Source, [{outdir, Trial}, report]) || Source <- Sources(".erl")],
    [sh(["elixirc -pa ", Trial, " -o ", Trial, " ", Source]) || Source <- Sources(".ex")],
    sh(["chmod -R a+rX ", Trial]),
    #{root => ?ROOT, handler => Handler}.

sh(Command) ->
    case os:cmd(lists:flatten(Command)) of
        "" -> ok;
        Output -> throw({standard, ["the image cannot be tried: ", Output]})
    end.

-doc "Puts a boot into the copy.".
-spec install(trial(), lambda_boot_release:release(), lambda_boot_script:plan()) -> ok.
install(#{root := Root}, Release, Plan) ->
    lambda_boot_release:install(filename:join(Root, "var/task"), Release, Plan).

-spec remove(trial()) -> ok.
remove(#{root := Root}) ->
    file:del_dir_r(Root).

-doc "Starts the VM, sends it every event, looks into it, runs these probes in it, and ends it.".
-spec run(trial(), Probes :: [module()]) -> outcome().
run(#{root := Root, handler := Handler}, Probes) ->
    {ok, Api} = lambda_runtime_test_api:start_link(),
    Options = [binary, {packet, 4}, {active, false}, {ip, {127, 0, 0, 1}}],
    {ok, Listener} = gen_tcp:listen(0, Options),
    {ok, AgentPort} = inet:port(Listener),
    Vm = start(Root, Handler, [
        {"AWS_LAMBDA_RUNTIME_API", lambda_runtime_test_api:address(Api)},
        {"LAMBDA_BOOT_AGENT", integer_to_list(AgentPort)},
        {"ERL_AFLAGS", "-pa /trial -s lambda_boot_agent"}
    ]),
    try
        Agent = accept(Listener, Vm),
        Answers = [{Event, answer(Event, Api)} || Event <- events()],
        Loaded = [Module || {Module, "/var/task/" ++ _} <- call(Agent, code, all_loaded, [])],
        Found = lambda_boot_found:read(fun(M, F, Args) -> call(Agent, M, F, Args) end),
        Results = lists:append([call(Agent, Probe, run, []) || Probe <- Probes]),
        Ended = terminate(Vm),
        #{
            answers => Answers,
            loaded => lists:sort(Loaded),
            found => Found,
            probes => Results ++ [{"output", written(Vm)} || Probes =/= []],
            ended => Ended
        }
    catch
        throw:{lost, Module, Function, Reason} ->
            receive
                {Vm, {exit_status, Status}} -> ended(Status, Vm)
            after 5000 ->
                Lost = [Module, Function, Reason],
                throw({standard, io_lib:format("no answer from ~ts:~ts, ~ts", Lost)})
            end
    after
        kill(Vm),
        lambda_runtime_test_api:stop(Api),
        gen_tcp:close(Listener)
    end.

events() ->
    [File || File <- filelib:wildcard("events/*.json"), not lists:suffix(".expected.json", File)].

start(Root, Handler, Variables) ->
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
    Others = [{Name, false} || {Name, _} <- os:env(), not lists:keymember(Name, 1, Lambda)],
    open_port({spawn_executable, os:find_executable("chroot")}, [
        {args, ["--userspec=993:990", "--groups=", Root, "/entry_script.sh", Handler]},
        {env, Others ++ Lambda},
        {cd, "/"},
        binary,
        exit_status,
        stderr_to_stdout
    ]).

accept(Listener, Vm) ->
    Self = self(),
    Accepting = spawn(fun() ->
        {ok, Socket} = gen_tcp:accept(Listener),
        ok = gen_tcp:controlling_process(Socket, Self),
        Self ! {agent, Socket}
    end),
    receive
        {agent, Socket} ->
            Socket;
        {Vm, {exit_status, Status}} ->
            exit(Accepting, kill),
            ended(Status, Vm)
    after ?PATIENCE ->
        exit(Accepting, kill),
        ended(none, Vm)
    end.

-spec ended(integer() | none, port()) -> no_return().
ended(Status, Vm) ->
    [io:format("boot: the function has written: ~ts~n", [Line]) || Line <- lines(Vm), Line =/= ""],
    Text = io_lib:format("the function does not start here (exit status ~tp)", [Status]),
    throw({standard, Text}).

lines(Vm) ->
    string:split(unicode:characters_to_list(iolist_to_binary(output(Vm))), "\n", all).

answer(File, Api) ->
    {ok, Event} = file:read_file(File),
    case lambda_runtime_test_api:invoke(Api, Event, #{}, ?PATIENCE_WITH_HANDLER) of
        #{error := Json} -> {error, maps:get(~"errorType", json:decode(Json), none)};
        #{} -> response;
        timeout -> timeout
    end.

call(Socket, Module, Function, Args) ->
    ok = gen_tcp:send(Socket, term_to_binary({Module, Function, Args})),
    case gen_tcp:recv(Socket, 0, ?PATIENCE) of
        {ok, Reply} ->
            case binary_to_term(Reply) of
                {ok, Result} ->
                    Result;
                Failure ->
                    Text = io_lib:format("~ts:~ts fails here: ~0tp", [Module, Function, Failure]),
                    throw({standard, Text})
            end;
        {error, Reason} ->
            throw({lost, Module, Function, Reason})
    end.

%% As Lambda does at the end of an environment.
terminate(Vm) ->
    signal("TERM", Vm),
    receive
        {Vm, {exit_status, Status}} -> Status
    after 5000 -> still_running
    end.

kill(Vm) ->
    signal("KILL", Vm),
    drop(Vm).

signal(Signal, Vm) ->
    case erlang:port_info(Vm, os_pid) of
        {os_pid, Pid} -> os:cmd(["kill -", Signal, " ", integer_to_list(Pid)]);
        undefined -> gone
    end.

drop(Vm) ->
    receive
        {Vm, _} -> drop(Vm)
    after 0 -> ok
    end.

%% The lines of the probes. Numbers in them, such as those of processes, differ from run to run, and
%% so does the order of lines that several processes have written.
written(Vm) ->
    lists:sort([
        re:replace(Line, ~"\\d+", "N", [global, unicode, {return, list}])
     || Line <- lines(Vm), re:run(Line, ~"boot.probe", [unicode]) =/= nomatch
    ]).

output(Vm) ->
    receive
        {Vm, {data, Text}} -> [Text | output(Vm)]
    after 0 -> []
    end.
