-module(lambda_boot_probe).
-moduledoc """
Runs in the VM on trial: calls functions for the build, and probes what handlers rely on. The
results and the output of the probes must be the same with both boots.

It is not part of the image. Connecting to the build must not load modules, since the build looks at
which modules are loaded. Each line that a probe writes contains "boot probe", so that the build can
tell it from others.
""".

-export([start/0, run/0, await_log/0, watch_environment/0]).
%% For lambda_boot_probe_elixir.
-export([result/1, in_json/1]).

-doc "Connects to the build. Started by the flag `-s` after the boot.".
-spec start() -> pid().
start() ->
    spawn(fun() ->
        %% As in processes of the user.
        true = group_leader(whereis(user), self()),
        serve_calls(connect())
    end).

connect() ->
    Port = list_to_integer(os:getenv("LAMBDA_BOOT_PORT")),
    {ok, Socket} = prim_inet:open(tcp, inet, stream),
    ok = prim_inet:setopts(Socket, [{mode, binary}, {packet, 4}, {active, false}]),
    ok = prim_inet:connect(Socket, {127, 0, 0, 1}, Port),
    Socket.

serve_calls(Socket) ->
    case prim_inet:recv(Socket, 0) of
        {ok, Request} ->
            {Module, Function, Args} = binary_to_term(Request),
            ok = prim_inet:send(Socket, term_to_binary(called(Module, Function, Args))),
            serve_calls(Socket);
        {error, closed} ->
            ok
    end.

called(Module, Function, Args) ->
    try
        {ok, apply(Module, Function, Args)}
    catch
        Class:Reason:Stacktrace -> {Class, Reason, Stacktrace}
    end.

-doc """
Sends the name of each environment variable that is read and that is not set to the build. Called by
the boot script before the applications of the project start.
""".
-spec watch_environment() -> ok.
watch_environment() ->
    Boot = self(),
    Tracer = spawn(fun() ->
        Socket = connect(),
        Boot ! {self(), connected},
        send_unset(Socket, #{})
    end),
    receive
        {Tracer, connected} -> ok
    end,
    _ = erlang:trace(all, true, [call, {tracer, Tracer}]),
    _ = erlang:trace_pattern({os, getenv, 1}, [{'_', [], [{return_trace}]}], [global]),
    ok.

%% A process reads one variable at a time.
send_unset(Socket, Reading) ->
    receive
        {trace, Pid, call, {os, getenv, [Name]}} ->
            send_unset(Socket, Reading#{Pid => Name});
        {trace, Pid, return_from, {os, getenv, 1}, false} ->
            ok = prim_inet:send(Socket, unicode:characters_to_binary(maps:get(Pid, Reading))),
            send_unset(Socket, Reading);
        _ ->
            send_unset(Socket, Reading)
    end.

-doc "The name and result of each probe.".
-spec run() -> [{Name :: string(), Result :: term()}].
run() ->
    Probes = [output(), code(), data(), concurrency(), system(), network(), applications()],
    [{Name, result(Probe)} || {Name, Probe} <- lists:append(Probes)].

-doc """
Waits until all errors of the VM itself are in the log. They are sent to a process, which may have to load the code that
they are formatted with.
""".
-spec await_log() -> ok.
await_log() ->
    _ = [sys:get_state(logger_proxy, 30_000) || whereis(logger_proxy) =/= undefined],
    ok.

-doc "The result of a probe, or why it failed.".
-spec result(fun(() -> Result)) -> Result | {error | exit | throw, Reason :: term()}.
result(Probe) ->
    try
        Probe()
    catch
        Class:Reason -> {Class, Reason}
    end.

-doc "Runs a probe with JSON logs, which include metadata.".
-spec in_json(fun(() -> Result)) -> Result.
in_json(Probe) ->
    {ok, #{config := Format}} = logger:get_handler_config(default),
    ok = logger:update_handler_config(default, config, json),
    Result = Probe(),
    ok = logger:update_handler_config(default, config, Format),
    Result.

output() ->
    Levels = [emergency, alert, critical, error, warning, notice, info, debug],
    [
        {"io:format ~ts", fun() -> io:format("boot probe ~ts~n", [[960, 8364]]) end},
        {"io:format ~tp", fun() -> io:format("boot probe ~tp~n", [#{"π" => ~"€"}]) end},
        {"io:put_chars of latin1", fun() -> io:put_chars(["boot probe ", 228, "\n"]) end},
        {"io:put_chars of no text", fun() -> io:put_chars([boot_probe]) end},
        {"io:format to standard_error", fun() ->
            io:format(standard_error, "boot probe stderr~n", [])
        end},
        {"io:columns", fun() -> io:columns() end},
        {"reading", fun() -> {io:get_line(""), io:get_chars("", 1), io:read("")} end},
        {"the default log handler", fun() -> logger:get_handler_config(default) end},
        {"logger of each level", fun() ->
            [logger:log(Level, "boot probe ~tp", [Level]) || Level <- Levels]
        end},
        {"logger with metadata", fun() ->
            in_json(fun() -> logger:error("boot probe", #{key => ~"metadata π"}) end)
        end},
        {"logger of a report", fun() -> logger:error(#{'boot probe' => "π", n => 1}) end},
        {"error in a process", fun() ->
            ended(erlang:spawn_monitor(fun() -> error('boot probe') end))
        end},
        {"crash report", fun() ->
            ended(proc_lib:spawn_opt(fun() -> error('boot probe') end, [monitor]))
        end}
    ].

ended({Pid, Monitor}) ->
    receive
        {'DOWN', Monitor, process, Pid, {Reason, _Stacktrace}} -> Reason
    end.

code() ->
    [
        {"a module that is not loaded yet", fun() ->
            [code:ensure_loaded(Module) || Module <- [erl_tar, zip, digraph]]
        end},
        {"a module that there is not", fun() -> code:ensure_loaded(no_such_module) end},
        {"code:load_file", fun() -> code:load_file(lambda_runtime_error) end},
        {"code:priv_dir", fun() -> code:priv_dir(no_such_application) end},
        {"code:lib_dir", fun() ->
            [filename:basename(code:lib_dir(App)) || App <- [kernel, stdlib]]
        end},
        {"erl_eval", fun() -> evaluated("lists:sum([X || X <- lists:seq(1, 10)]).") end},
        {"applications", fun() ->
            lists:sort([App || {App, _, _} <- application:which_applications(), App =/= sasl])
        end},
        {"settings", fun settings/0},
        {"a setting that there is not", fun() -> application:get_env(kernel, no_such_setting) end}
    ].

evaluated(Text) ->
    {ok, Tokens, _} = erl_scan:string(Text),
    {ok, Expressions} = erl_parse:parse_exprs(Tokens),
    {value, Value, _} = erl_eval:exprs(Expressions, #{}),
    Value.

%% The settings of each application, except for those that the lean boot sets.
settings() ->
    Own = [{kernel, logger}, {elixir, ansi_enabled}],
    [
        {{App, Key}, comparable(Value)}
     || {App, _, _} <- lists:sort(application:loaded_applications()),
        App =/= sasl,
        {Key, Value} <- lists:sort(application:get_all_env(App)),
        not lists:member({App, Key}, Own)
    ].

%% Without what differs in each VM. Functions in a config/runtime.exs are evaluated by one boot, and
%% compiled by the other.
comparable(Fun) when is_function(Fun) ->
    case erlang:fun_info(Fun, type) of
        {type, external} -> Fun;
        {type, local} -> {function, erlang:fun_info(Fun, arity)}
    end;
comparable(Reference) when is_reference(Reference) ->
    reference;
comparable(Pid) when is_pid(Pid) ->
    pid;
comparable([Head | Tail]) ->
    [comparable(Head) | comparable(Tail)];
comparable(Tuple) when is_tuple(Tuple) ->
    list_to_tuple(comparable(tuple_to_list(Tuple)));
comparable(#{} = Map) ->
    #{comparable(Key) => comparable(Value) || Key := Value <- Map};
comparable(Term) ->
    Term.

data() ->
    [
        {"string", fun() ->
            {string:uppercase("straße"), string:split("a-b", "-"), string:length("🏳️‍🌈")}
        end},
        {"unicode", fun() -> unicode:characters_to_nfc_binary([$a, 16#308]) end},
        {"re", fun() ->
            re:run("2026-11-21", "(\\d+)-(\\d+)", [{capture, all_but_first, list}])
        end},
        {"json", fun() -> iolist_to_binary(json:encode(#{~"a" => [1, 2.5, null, true]})) end},
        {"calendar", fun() -> calendar:system_time_to_rfc3339(0, [{offset, "Z"}]) end},
        {"local time", fun() -> calendar:system_time_to_local_time(0, second) end},
        {"rand", fun() -> lists:member(rand:uniform(3), [1, 2, 3]) end},
        {"zlib", fun() -> zlib:gunzip(zlib:gzip(~"boot probe")) end},
        {"ets", fun() ->
            Table = ets:new(probe, [ordered_set]),
            true = ets:insert(Table, [{1, a}, {2, b}]),
            {ets:tab2list(Table), ets:select(Table, [{{'$1', b}, [], ['$1']}])}
        end}
    ].

concurrency() ->
    [
        {"timer", fun() ->
            {ok, _} = timer:send_after(1, timer),
            receive
                timer -> ok
            end
        end},
        {"file server", fun() -> is_pid(whereis(file_server_2)) end},
        {"supervisor of kernel", fun() ->
            lists:sort([Id || {Id, _, _, _} <- supervisor:which_children(kernel_sup)])
        end},
        {"pg", fun() -> pg:get_members(group) end},
        {"memory", fun() -> is_integer(erlang:memory(total)) end},
        {"node", fun() -> {node(), nodes(), erlang:is_alive()} end},
        {"calls on this node", fun() ->
            {rpc:call(node(), erlang, node, []), erpc:call(node(), erlang, node, [])}
        end},
        {"signals", fun() ->
            lists:member(lambda_runtime_guard, gen_event:which_handlers(erl_signal_server))
        end}
    ].

system() ->
    File = "/tmp/boot_probe",
    [
        {"arguments", fun init:get_plain_arguments/0},
        {"environment", fun() ->
            Names = ["HOME", "NO_SUCH_VARIABLE", "_HANDLER", "RELEASE_NAME", "RELEASE_VSN"],
            [os:getenv(Name) || Name <- Names]
        end},
        {"a file in /tmp", fun() ->
            ok = file:write_file(File, "first\nsecond\n"),
            {ok, Device} = file:open(File, [read]),
            Line = io:get_line(Device, ""),
            ok = file:close(Device),
            {Line, file:read_file(File), file:delete(File)}
        end},
        {"a file elsewhere", fun() -> file:write_file("/var/task/boot_probe", "") end},
        {"file names", fun() -> {file:native_name_encoding(), filelib:is_dir("/var/task")} end},
        {"a program", fun() -> os:cmd("echo boot probe") end},
        {"a program without a shell", fun() ->
            Arguments = [exit_status, {args, ["-c", "exit 3"]}],
            Port = open_port({spawn_executable, "/bin/sh"}, Arguments),
            receive
                {Port, Result} -> Result
            end
        end}
    ].

network() ->
    [
        {"names: hosts file", fun() -> inet:getaddr("by-file.test", inet) end},
        {"names: DNS", fun() -> inet:getaddr("by-dns.test", inet) end},
        {"names: none", fun() -> inet:getaddr("unknown.test", inet) end},
        {"names: this host", fun inet:gethostname/0},
        {"names: localhost", fun() -> inet:getaddr("localhost", inet) end},
        {"names: inet_res", fun() -> inet_res:lookup("by-dns.test", in, a) end},
        {"tcp", fun tcp/0},
        {"udp", fun udp/0}
    ].

tcp() ->
    {ok, Listener} = gen_tcp:listen(0, [{ip, {127, 0, 0, 1}}, {active, false}]),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, [{active, false}]),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:send(Client, "boot probe"),
    gen_tcp:recv(Server, 10, 5000).

udp() ->
    {ok, Socket} = gen_udp:open(0, [{ip, {127, 0, 0, 1}}, {active, false}]),
    {ok, Port} = inet:port(Socket),
    ok = gen_udp:send(Socket, {127, 0, 0, 1}, Port, "boot probe"),
    {ok, {_, _, Data}} = gen_udp:recv(Socket, 0, 5000),
    Data.

%% For projects that list them.
applications() ->
    [
        {"crypto", if_started(crypto, fun crypto/0)},
        {"certificates", if_started(public_key, fun() -> length(public_key:cacerts_get()) end)},
        {"ssl", if_started(ssl, fun tls/0)},
        {"httpc", if_started(inets, fun http/0)}
    ].

if_started(App, Probe) ->
    fun() ->
        case lists:keymember(App, 1, application:which_applications()) of
            true -> Probe();
            false -> not_started
        end
    end.

crypto() ->
    {crypto:hash(sha256, "boot probe"), byte_size(crypto:strong_rand_bytes(8))}.

tls() ->
    Key = [{digest, sha256}, {key, {namedCurve, secp256r1}}],
    Chain = #{root => Key, intermediates => [], peer => Key},
    #{server_config := OfServer, client_config := OfClient} =
        public_key:pkix_test_data(#{server_chain => Chain, client_chain => Chain}),
    {ok, Listener} = ssl:listen(0, [{ip, {127, 0, 0, 1}}, {active, false} | OfServer]),
    {ok, {_, Port}} = ssl:sockname(Listener),
    Self = self(),
    spawn(fun() ->
        {ok, Accepted} = ssl:transport_accept(Listener),
        {ok, Server} = ssl:handshake(Accepted, 5000),
        Self ! {received, ssl:recv(Server, 10, 5000)}
    end),
    Verified = [{verify, verify_peer}, {server_name_indication, disable} | OfClient],
    {ok, Client} = ssl:connect({127, 0, 0, 1}, Port, [{active, false} | Verified], 5000),
    ok = ssl:send(Client, "boot probe"),
    receive
        {received, Result} -> Result
    after 5000 -> timeout
    end.

http() ->
    Options = [{ip, {127, 0, 0, 1}}, {active, false}, {packet, http}],
    {ok, Listener} = gen_tcp:listen(0, Options),
    {ok, Port} = inet:port(Listener),
    Headers = "Content-Length: 10\r\nConnection: close\r\n",
    spawn(fun() ->
        {ok, Socket} = gen_tcp:accept(Listener),
        {ok, {http_request, 'GET', _, _}} = gen_tcp:recv(Socket, 0, 5000),
        ok = gen_tcp:send(Socket, ["HTTP/1.1 200 OK\r\n", Headers, "\r\nboot probe"]),
        gen_tcp:close(Socket)
    end),
    Url = "http://127.0.0.1:" ++ integer_to_list(Port),
    {ok, {{_, Status, _}, _, Body}} = httpc:request(Url),
    {Status, Body}.
