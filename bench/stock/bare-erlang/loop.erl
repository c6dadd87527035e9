%% Takes events and answers them: nothing else. No errors, no context, no supervision.
-module(loop).
-export([start/0]).

start() ->
    {Host, ":" ++ Port} = lists:splitwith(fun(C) -> C =/= $: end, os:getenv("AWS_LAMBDA_RUNTIME_API")),
    Options = [binary, {active, false}, {packet, http_bin}, {nodelay, true}],
    {ok, Socket} = gen_tcp:connect(Host, list_to_integer(Port), Options),
    loop(Socket, Host).

loop(Socket, Host) ->
    ok = gen_tcp:send(Socket, ["GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: ", Host, "\r\n\r\n"]),
    {Id, Event} = receive_message(Socket),
    #{~"name" := Name} = json:decode(Event),
    Response = json:encode(#{message => <<"Hello, ", Name/binary, "!">>}),
    ok = gen_tcp:send(Socket, [
        ["POST /2018-06-01/runtime/invocation/", Id, "/response HTTP/1.1\r\nHost: ", Host],
        ["\r\nContent-Length: ", integer_to_binary(iolist_size(Response)), "\r\n\r\n"],
        Response
    ]),
    _ = receive_message(Socket),
    loop(Socket, Host).

receive_message(Socket) ->
    {ok, {http_response, _, _, _}} = gen_tcp:recv(Socket, 0),
    receive_headers(Socket, none, 0).

receive_headers(Socket, Id, Length) ->
    case gen_tcp:recv(Socket, 0) of
        {ok, {http_header, _, 'Content-Length', _, Value}} ->
            receive_headers(Socket, Id, binary_to_integer(Value));
        {ok, {http_header, _, <<"Lambda-Runtime-Aws-Request-Id">>, _, Value}} ->
            receive_headers(Socket, Value, Length);
        {ok, {http_header, _, _, _, _}} ->
            receive_headers(Socket, Id, Length);
        {ok, http_eoh} ->
            ok = inet:setopts(Socket, [{packet, raw}]),
            {ok, Body} = gen_tcp:recv(Socket, Length),
            ok = inet:setopts(Socket, [{packet, http_bin}]),
            {Id, Body}
    end.
