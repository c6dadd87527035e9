-module(aws_server).
-moduledoc "An HTTP or HTTPS server that a test speaks for, on connections that it keeps open.".

-export([start/1, start/2, requests/1]).

%% `Answer` gets the number of the connection and a request, and gives the bytes of the response.
%% `close` closes the connection instead, `{close, Bytes}` after the response, and `silent` answers
%% nothing.
start(Answer) ->
    start(Answer, gen_tcp, []).

start(Answer, TlsOptions) ->
    {ok, _} = application:ensure_all_started(ssl),
    start(Answer, ssl, TlsOptions).

start(Answer, Module, Options) ->
    Listen = [binary, {active, false}, {ip, {127, 0, 0, 1}} | Options],
    {ok, Listener} = Module:listen(0, Listen),
    {ok, {_, Port}} = sockname(Module, Listener),
    Test = self(),
    _ = spawn_link(fun() -> accept(Module, Listener, Answer, Test, 1) end),
    integer_to_binary(Port).

sockname(gen_tcp, Listener) -> inet:sockname(Listener);
sockname(ssl, Listener) -> ssl:sockname(Listener).

-doc "Takes the requests that have come, with the numbers of their connections.".
requests(Port) ->
    receive
        {request, Port, Connection, Request} -> [{Connection, Request} | requests(Port)]
    after 0 -> []
    end.

accept(Module, Listener, Answer, Test, Number) ->
    {ok, Accepted} = transport_accept(Module, Listener),
    Pid = spawn_link(fun() ->
        receive
            start -> ok
        end,
        case handshake(Module, Accepted) of
            {ok, Socket} -> serve(Module, Socket, Answer, Test, Number, <<>>);
            {error, _} -> ok
        end
    end),
    _ = Module:controlling_process(Accepted, Pid),
    Pid ! start,
    accept(Module, Listener, Answer, Test, Number + 1).

transport_accept(gen_tcp, Listener) -> gen_tcp:accept(Listener);
transport_accept(ssl, Listener) -> ssl:transport_accept(Listener).

handshake(gen_tcp, Socket) -> {ok, Socket};
handshake(ssl, Socket) -> ssl:handshake(Socket).

serve(Module, Socket, Answer, Test, Number, Buffer) ->
    case take(Buffer) of
        {Request, Rest} ->
            {ok, {_, Port}} = sockname(Module, Socket),
            Test ! {request, integer_to_binary(Port), Number, Request},
            case Answer(Number, Request) of
                close ->
                    Module:close(Socket);
                {close, Bytes} ->
                    ok = Module:send(Socket, Bytes),
                    Module:close(Socket);
                silent ->
                    serve(Module, Socket, Answer, Test, Number, Rest);
                Bytes ->
                    ok = Module:send(Socket, Bytes),
                    serve(Module, Socket, Answer, Test, Number, Rest)
            end;
        more ->
            case Module:recv(Socket, 0) of
                {ok, Bytes} -> serve(Module, Socket, Answer, Test, Number, <<Buffer/binary, Bytes/binary>>);
                {error, _} -> ok
            end
    end.

%% A request whose head and body have come.
take(Buffer) ->
    maybe
        [Head, After] ?= binary:split(Buffer, ~"\r\n\r\n"),
        [RequestLine | Lines] = binary:split(Head, ~"\r\n", [global]),
        Headers = maps:from_list([header(Line) || Line <- Lines]),
        Length = binary_to_integer(maps:get(~"content-length", Headers, ~"0")),
        <<Body:Length/binary, Rest/binary>> ?= After,
        {#{line => RequestLine, headers => Headers, body => Body}, Rest}
    else
        _ -> more
    end.

header(Line) ->
    [Name, Value] = binary:split(Line, ~": "),
    {string:lowercase(Name), Value}.
