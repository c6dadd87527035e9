-module(measure).
-moduledoc """
How long an invocation takes in a warm VM, what that VM has loaded, and how long it takes to end.

The Runtime API here does as little as it can: fixed bytes out, fixed bytes in. An invocation is
timed from the last byte of the event that is sent to the last byte of the response that has come.
""".

-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, [binary, {active, false}, {nodelay, true}, {buffer, 2_000_000}, {ip, {127, 0, 0, 1}}]),
    {ok, Port} = inet:port(Listener),
    Address = "127.0.0.1:" ++ integer_to_list(Port),
    Started = erlang:monotonic_time(microsecond),
    Vm = vm:start(Address, #{}),
    {ok, Socket} = gen_tcp:accept(Listener),
    ok = read_request(Socket),
    io:format("first next after ~b ms~n", [(erlang:monotonic_time(microsecond) - Started) div 1000]),
    {First, _} = invoke(Socket, event(100)),
    io:format("first invocation ~.3f ms~n", [First / 1000]),
    series(Socket, "100 B", event(100), 20_000),
    series(Socket, "1 MB", event(1_000_000), 300),
    {_, Body} = invoke(Socket, ~"{\"do\":\"measure\"}"),
    report(json:decode(Body)),
    rss(Vm),
    terminate(Vm),
    halt(0).

%% A string of that many bytes, which comes back.
event(Size) ->
    iolist_to_binary(json:encode(#{data => binary:copy(~"x", Size - 11)})).

series(Socket, Name, Event, Times) ->
    _ = [invoke(Socket, Event) || _ <- lists:seq(1, Times div 10)],
    Sorted = lists:sort([element(1, invoke(Socket, Event)) || _ <- lists:seq(1, Times)]),
    At = fun(Share) -> lists:nth(max(1, round(Share * Times)), Sorted) / 1000 end,
    io:format("~ts: p50 ~.3f ms, p99 ~.3f ms, max ~.3f ms (n = ~b)~n", [Name, At(0.5), At(0.99), At(1.0), Times]).

invoke(Socket, Event) ->
    Response = [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
        "Lambda-Runtime-Deadline-Ms: 1542409706888\r\nLambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-2:123456789012:function:f\r\n"
        "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1\r\nContent-Length: ",
        integer_to_binary(byte_size(Event)), "\r\n\r\n", Event
    ],
    ok = gen_tcp:send(Socket, Response),
    Sent = erlang:monotonic_time(microsecond),
    Body = read_post(Socket, ~""),
    Taken = erlang:monotonic_time(microsecond) - Sent,
    ok = gen_tcp:send(Socket, ~"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n"),
    ok = read_request(Socket),
    {Taken, Body}.

read_request(Socket) ->
    {ok, <<"GET ", _/binary>>} = gen_tcp:recv(Socket, 0),
    ok.

read_post(Socket, Read) ->
    {ok, More} = gen_tcp:recv(Socket, 0),
    Data = <<Read/binary, More/binary>>,
    case binary:split(Data, ~"\r\n\r\n") of
        [Head, Body] ->
            {match, [Digits]} = re:run(Head, ~"Content-Length: (\\d+)", [{capture, all_but_first, binary}]),
            Missing = binary_to_integer(Digits) - byte_size(Body),
            case Missing of
                0 ->
                    Body;
                _ ->
                    {ok, Rest} = gen_tcp:recv(Socket, Missing),
                    <<Body/binary, Rest/binary>>
            end;
        [_] ->
            read_post(Socket, Data)
    end.

report(#{~"modules" := Modules, ~"runtime" := Runtime, ~"processes" := Processes, ~"memory" := Memory, ~"all" := All}) ->
    Sizes = maps:values(Runtime),
    io:format("~b modules loaded, ~b of them the runtime's (~b bytes of object code); ~b processes; ~b kB in the VM~n", [
        Modules, length(Sizes), lists:sum(Sizes), Processes, Memory div 1024
    ]),
    [io:format("  ~6b ~ts~n", [Size, Module]) || Module := Size <- maps:iterator(Runtime, ordered)],
    io:format("all: ~ts~n", [lists:join(" ", All)]).

rss(#{os_pid := Pid}) ->
    {ok, Status} = file:read_file(["/proc/", integer_to_list(Pid), "/status"]),
    {match, [Rss]} = re:run(Status, ~"VmRSS:\\s+(\\d+)", [{capture, all_but_first, binary}]),
    io:format("resident: ~ts kB~n", [Rss]).

terminate(Vm) ->
    Started = erlang:monotonic_time(millisecond),
    vm:signal("TERM", Vm),
    {0, _} = vm:status(Vm),
    io:format("ended ~b ms after SIGTERM~n", [erlang:monotonic_time(millisecond) - Started]).
