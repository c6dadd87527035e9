-module(lambda_runtime_test_connection).
-moduledoc """
The connections of `m:lambda_runtime_test_api`: HTTP, and the faults in it.
""".

-export([accept/2]).

-doc "Serves each connection in a linked process of its own.".
-spec accept(gen_tcp:socket(), Api :: pid()) -> no_return().
accept(Listener, Api) ->
    case gen_tcp:accept(Listener) of
        {ok, Socket} ->
            Serve = spawn_link(fun() ->
                receive
                    go -> serve(Socket, Api)
                end
            end),
            ok = gen_tcp:controlling_process(Socket, Serve),
            Serve ! go,
            accept(Listener, Api);
        {error, closed} ->
            exit(normal)
    end.

serve(Socket, Api) ->
    case read_request(Socket, Api) of
        {ok, Request} ->
            case respond(Request, Socket, Api) of
                keep -> serve(Socket, Api);
                close -> gen_tcp:close(Socket)
            end;
        closed ->
            gen_tcp:close(Socket)
    end.

respond({'GET', [~"invocation", ~"next"], _Request}, Socket, Api) ->
    case lambda_runtime_test_api:next(Api) of
        close -> close;
        {status, Status} -> send(Socket, Status, #{}, ~"{}", none);
        {event, Id, Event, Options} -> send_event(Socket, Id, Event, Options)
    end;
respond({'POST', [~"invocation", Id, ~"response"], Request}, Socket, Api) ->
    send_result(Socket, lambda_runtime_test_api:post(Api, response, Id, Request));
respond({'POST', [~"invocation", Id, ~"error"], Request}, Socket, Api) ->
    send_result(Socket, lambda_runtime_test_api:post(Api, error, Id, Request));
respond({'POST', [~"init", ~"error"], #{body := Body} = Request}, Socket, Api) ->
    Answered = Request#{error => Body},
    send_result(Socket, lambda_runtime_test_api:post(Api, init_error, ~"", Answered));
respond(_Unknown, Socket, _Api) ->
    send(Socket, 404, #{}, ~"404 page not found\n", none).

send_result(Socket, {Status, Body, Fault}) ->
    send(Socket, Status, #{~"Content-Type" => ~"application/json"}, Body, Fault).

send_event(Socket, Id, Event, Options) ->
    Headers = maps:merge(
        #{~"Content-Type" => ~"application/json", ~"Lambda-Runtime-Aws-Request-Id" => Id},
        maps:get(headers, Options, #{})
    ),
    case Options of
        #{on_next := Status} when is_integer(Status) -> send(Socket, Status, #{}, ~"{}", none);
        #{chunked := Size} -> send_chunked(Socket, Headers, Event, Size);
        #{} -> send(Socket, 200, Headers, Event, maps:get(on_next, Options, none))
    end.

send(_Socket, _Status, _Headers, _Body, Fault) when Fault =:= close_before; Fault =:= close_taken ->
    close;
send(Socket, Status, Headers, _Body, close_in_headers) ->
    Head = iolist_to_binary(head(Status, Headers)),
    _ = gen_tcp:send(Socket, [binary:part(Head, 0, byte_size(Head) - 2), "X-Cut"]),
    close;
send(Socket, Status, Headers, Body, close_in_body) ->
    Length = integer_to_binary(byte_size(Body) + 1),
    _ = gen_tcp:send(Socket, [head(Status, Headers#{~"Content-Length" => Length}), Body]),
    close;
send(Socket, Status, Headers, Body, close_after) ->
    _ = send(Socket, Status, Headers#{~"Connection" => ~"close"}, Body, none),
    close;
send(Socket, Status, Headers, Body, close_silently_after) ->
    _ = send(Socket, Status, Headers, Body, none),
    close;
send(Socket, Status, Headers, Body, none) ->
    Length = integer_to_binary(byte_size(Body)),
    sent(gen_tcp:send(Socket, [head(Status, Headers#{~"Content-Length" => Length}), Body])).

send_chunked(Socket, Headers, Body, Size) ->
    Head = head(200, Headers#{~"Transfer-Encoding" => ~"chunked"}),
    sent(gen_tcp:send(Socket, [Head, chunks(Body, Size), "0\r\n\r\n"])).

chunks(<<>>, _Size) ->
    [];
chunks(Body, Size) ->
    Part = binary:part(Body, 0, min(Size, byte_size(Body))),
    Rest = binary:part(Body, byte_size(Part), byte_size(Body) - byte_size(Part)),
    %% A chunk extension, as a proxy might add. It has no meaning.
    [[integer_to_binary(byte_size(Part), 16), ";part=1\r\n", Part, "\r\n"] | chunks(Rest, Size)].

head(Status, Headers) ->
    Lines = [[Name, ": ", Value, "\r\n"] || Name := Value <- Headers],
    ["HTTP/1.1 ", integer_to_binary(Status), " Status\r\n", Lines, "\r\n"].

sent(ok) -> keep;
sent({error, _}) -> close.

%% Requests

read_request(Socket, Api) ->
    ok = inet:setopts(Socket, [{packet, http_bin}]),
    case gen_tcp:recv(Socket, 0) of
        {ok, {http_request, Method, {abs_path, Path}, _Version}} ->
            case binary:split(Path, ~"/", [global]) of
                [~"", ~"2018-06-01", ~"runtime" | Call] ->
                    Decoded = [uri_string:percent_decode(Segment) || Segment <- Call],
                    read_headers(Socket, Api, {Method, Decoded}, #{});
                Unknown ->
                    read_headers(Socket, Api, {Method, Unknown}, #{})
            end;
        _ ->
            closed
    end.

read_headers(Socket, Api, {Method, Call} = Line, Headers) ->
    case gen_tcp:recv(Socket, 0) of
        {ok, {http_header, _, _, Name, Value}} ->
            read_headers(Socket, Api, Line, Headers#{lambda_runtime_text:lowercase(Name) => Value});
        {ok, http_eoh} ->
            case read_body(Socket, Headers, stream_options(Call, Api)) of
                {ok, Chunks, Trailers} ->
                    Body = iolist_to_binary(Chunks),
                    Request = #{
                        headers => Headers, body => Body, chunks => Chunks, trailers => Trailers
                    },
                    {ok, {Method, Call, Request}};
                closed ->
                    closed
            end;
        _ ->
            closed
    end.

stream_options([~"invocation", Id, ~"response"], Api) ->
    lambda_runtime_test_api:stream_options(Api, Id);
stream_options(_Call, _Api) ->
    #{}.

read_body(Socket, #{~"transfer-encoding" := ~"chunked"}, Options) ->
    read_chunks(Socket, [], Options);
read_body(_Socket, #{~"content-length" := ~"0"}, _Options) ->
    {ok, [], #{}};
read_body(Socket, #{~"content-length" := Length}, _Options) ->
    ok = inet:setopts(Socket, [{packet, raw}]),
    case gen_tcp:recv(Socket, binary_to_integer(Length)) of
        {ok, Body} -> {ok, [Body], #{}};
        {error, _} -> closed
    end;
read_body(_Socket, #{}, _Options) ->
    {ok, [], #{}}.

read_chunks(Socket, Chunks, Options) ->
    ok = inet:setopts(Socket, [{packet, line}]),
    case gen_tcp:recv(Socket, 0) of
        {ok, ~"0\r\n"} ->
            read_trailers(Socket, lists:reverse(Chunks), #{});
        {ok, Line} ->
            [Digits | _] = binary:split(Line, ~"\r\n"),
            Size = binary_to_integer(Digits, 16),
            ok = inet:setopts(Socket, [{packet, raw}]),
            case gen_tcp:recv(Socket, Size + 2) of
                {ok, <<Chunk:Size/binary, "\r\n">>} ->
                    show(Chunk, Options),
                    case Options of
                        #{hang_up := true} -> closed;
                        #{} -> read_chunks(Socket, [Chunk | Chunks], Options)
                    end;
                {error, _} -> closed
            end;
        {error, _} ->
            closed
    end.

show(Chunk, #{observer := Observer}) ->
    Observer ! {chunk, Chunk},
    ok;
show(_Chunk, #{}) ->
    ok.

read_trailers(Socket, Chunks, Trailers) ->
    case gen_tcp:recv(Socket, 0) of
        {ok, ~"\r\n"} ->
            {ok, Chunks, Trailers};
        {ok, Line} ->
            [Name, Value] = binary:split(Line, ~": "),
            Key = lambda_runtime_text:lowercase(Name),
            WithoutEnd = binary:part(Value, 0, byte_size(Value) - 2),
            read_trailers(Socket, Chunks, Trailers#{Key => WithoutEnd});
        {error, _} ->
            closed
    end.
