-module(scripted_server).
-moduledoc "An HTTP server that answers each connection with the bytes of a script, whatever it is asked.".

-export([start/1]).

%% Each element is for one connection: the bytes to send once a request has come; then it is
%% closed, unless the element is {open, Bytes}.
start(Script) ->
    {ok, Listener} = gen_tcp:listen(0, [binary, {active, false}, {ip, {127, 0, 0, 1}}]),
    {ok, Port} = inet:port(Listener),
    Pid = spawn_link(fun() -> play(Script, Listener) end),
    ok = gen_tcp:controlling_process(Listener, Pid),
    lambda_runtime_http:address("127.0.0.1:" ++ integer_to_list(Port)).

play([], Listener) ->
    gen_tcp:close(Listener);
play([Act | Acts], Listener) ->
    {ok, Socket} = gen_tcp:accept(Listener),
    {ok, _Request} = gen_tcp:recv(Socket, 0),
    case Act of
        {open, Bytes} ->
            ok = gen_tcp:send(Socket, Bytes),
            play(Acts, Listener),
            timer:sleep(infinity);
        Bytes ->
            ok = gen_tcp:send(Socket, Bytes),
            ok = gen_tcp:close(Socket),
            play(Acts, Listener)
    end.
