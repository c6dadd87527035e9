-module(lambda_boot_probe).
-moduledoc """
What handlers lean on, tried out in the VM. The build runs it with the standard boot, then with the
lean one: results and output must be the same.

Each line that is written has "boot probe" in it, by which the build knows it among others.
""".

-export([run/0, result/1]).

-doc "Each probe's name and result.".
-spec run() -> [{Name :: string(), Result :: term()}].
run() ->
    Probes = output() ++ code() ++ data() ++ concurrency() ++ system() ++ network() ++ optional(),
    [{Name, result(Probe)} || {Name, Probe} <- Probes].

-doc "What a probe returns; if it fails, why.".
-spec result(fun(() -> Result)) -> Result | {error | exit | throw, Reason :: term()}.
result(Probe) ->
    try
        Probe()
    catch
        Class:Reason -> {Class, Reason}
    end.

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
        {"logger of each level", fun() ->
            [logger:log(Level, "boot probe ~tp", [Level], #{number => 1}) || Level <- Levels]
        end},
        {"logger of a report", fun() -> logger:error(#{'boot probe' => "π", n => 1}) end},
        {"error in a process", fun() ->
            ended(spawn_monitor(fun() -> error('boot probe') end))
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
        {"code:load_file", fun() -> code:load_file(lambda_runtime_log_json) end},
        {"code:priv_dir", fun() -> code:priv_dir(no_such_application) end},
        {"code:lib_dir", fun() ->
            [filename:basename(code:lib_dir(App)) || App <- [kernel, stdlib]]
        end},
        {"erl_eval", fun() -> evaluated("lists:sum([X || X <- lists:seq(1, 10)]).") end},
        {"applications", fun() -> lists:delete(sasl, running()) end},
        {"settings", fun settings/0}
    ].

running() ->
    lists:sort([App || {App, _, _} <- application:which_applications()]).

evaluated(Text) ->
    {ok, Tokens, _} = erl_scan:string(Text),
    {ok, Expressions} = erl_parse:parse_exprs(Tokens),
    {value, Value, _} = erl_eval:exprs(Expressions, #{}),
    Value.

%% Of each application, but for those which the lean boot makes itself.
settings() ->
    Own = [{kernel, logger}, {kernel, start_distribution}, {elixir, ansi_enabled}],
    [
        {{App, Key}, Value}
     || {App, _, _} <- lists:sort(application:loaded_applications()),
        App =/= sasl,
        {Key, Value} <- lists:sort(application:get_all_env(App)),
        not lists:member({App, Key}, Own)
    ].

data() ->
    [
        {"string", fun() -> {string:uppercase("straße"), string:length("🏳️‍🌈")} end},
        {"unicode", fun() -> unicode:characters_to_nfc_binary([$a, 16#308]) end},
        {"re", fun() -> re:run("12-ab", "(\\d+)-(\\w+)", [{capture, all, list}]) end},
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
        {"gen_server of kernel", fun() -> is_pid(whereis(file_server_2)) end},
        {"supervisor of kernel", fun() ->
            lists:sort([Id || {Id, _, _, _} <- supervisor:which_children(kernel_sup)])
        end},
        {"pg", fun() -> result(fun() -> pg:get_members(group) end) end},
        {"memory", fun() -> is_integer(erlang:memory(total)) end},
        {"node", fun() -> {node(), nodes(), erlang:is_alive()} end}
    ].

system() ->
    File = "/tmp/boot_probe",
    [
        {"arguments", fun init:get_plain_arguments/0},
        {"environment", fun() -> [os:getenv(Name) || Name <- ["HOME", "_HANDLER", "NONE"]] end},
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
            Options = [exit_status, {args, ["-c", "exit 3"]}],
            Port = open_port({spawn_executable, "/bin/sh"}, Options),
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
        {"udp", fun() ->
            {ok, Socket} = gen_udp:open(0, [{ip, {127, 0, 0, 1}}, {active, false}]),
            {ok, Port} = inet:port(Socket),
            ok = gen_udp:send(Socket, {127, 0, 0, 1}, Port, "boot probe"),
            {ok, {_, _, Data}} = gen_udp:recv(Socket, 0, 5000),
            Data
        end}
    ].

tcp() ->
    {ok, Listener} = gen_tcp:listen(0, [{ip, {127, 0, 0, 1}}, {active, false}]),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, [{active, false}]),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:send(Client, "boot probe"),
    gen_tcp:recv(Server, 10, 5000).

%% For projects that list these applications.
optional() ->
    Running = running(),
    [{"crypto", fun() -> crypto:hash(sha256, "boot probe") end} || lists:member(crypto, Running)] ++
        [{"ssl", fun tls/0} || lists:member(ssl, Running)] ++
        [{"httpc", fun http/0} || lists:member(inets, Running)].

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
    ByChain = [{verify, verify_peer}, {server_name_indication, disable} | OfClient],
    Options = [{active, false} | ByChain],
    {ok, Client} = ssl:connect({127, 0, 0, 1}, Port, Options, 5000),
    ok = ssl:send(Client, "boot probe"),
    receive
        {received, Result} -> Result
    after 5000 -> timeout
    end.

http() ->
    {ok, Listener} = gen_tcp:listen(0, [{ip, {127, 0, 0, 1}}, {active, false}, {packet, http}]),
    {ok, Port} = inet:port(Listener),
    spawn(fun() ->
        {ok, Socket} = gen_tcp:accept(Listener),
        {ok, {http_request, 'GET', _, _}} = gen_tcp:recv(Socket, 0, 5000),
        Head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n",
        ok = gen_tcp:send(Socket, [Head, "boot probe"]),
        gen_tcp:close(Socket)
    end),
    {ok, {{_, Status, _}, _, Body}} = httpc:request("http://127.0.0.1:" ++ integer_to_list(Port)),
    {Status, Body}.
