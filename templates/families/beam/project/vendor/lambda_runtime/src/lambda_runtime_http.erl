-module(lambda_runtime_http).
-moduledoc """
The part of HTTP/1.1 that the Runtime API needs, on one TCP socket. `m:lambda_runtime_aws` uses it
on another transport, which has time-outs.

OTP's client, `httpc`, adds 50 ms to the boot, requires TLS and CA certificates even for plain http,
and cannot send trailers. Here the VM parses status line and headers (`{packet, http_bin}`).

It calls `prim_inet`, which is preloaded in the VM and which `gen_tcp` uses in the end. `gen_tcp`
and the modules behind it are 100 kB of code for address families, options and time-outs that are
not needed here. With them, a function that does nothing takes 4 ms more CPU time, and 5 ms more
until it asks for its first event (74 and 78 ms, 78 and 82 ms; one CPU, minimum of 40 boots).
`prim_inet` is not documented, so the build tries the runtime with the OTP in the image.

A socket of the VM has no time-outs: the VM may be frozen for hours between any two instructions,
and a timer that expires at thaw would break a working connection.
""".

-export([address/1, connect/1, close/1]).
-export([request/5, start_chunked/4, chunk/2, end_chunked/2]).

-export_type([address/0, socket/0, headers/0, response/0, failure/0]).

-doc "The address of the server. `authority` is the value of the Host header.".
-type address() :: #{
    host := inet:ip_address() | inet:hostname(),
    port := inet:port_number(),
    authority := binary()
}.

-doc """
A socket of the VM, opened by `connect/1`, or a module with `send/2`, `recv/2` and `setopts/2` and
the term that these take.
""".
-type socket() :: port() | {Transport :: module(), term()}.

-doc "Names are in lower case. Of a repeated header the last value is kept.".
-type headers() :: #{binary() => binary()}.

-doc "`reusable`: whether the server keeps the connection open for the next request.".
-type response() :: #{
    status := 100..599,
    headers := headers(),
    body := binary(),
    reusable := boolean()
}.

-doc """
- `no_response`: the connection ended before a status line
- `cut_off`: it ended later; with the status and the headers received so far
""".
-type failure() ::
    {no_response, Reason :: term()}
    | {cut_off, Status :: 100..599, headers(), Reason :: term()}.

%% The maximum length of a header line, in bytes. The default is about 1,460 bytes, and the client
%% context alone may have several thousand.
-define(MAX_LINE, 1_048_576).

-doc "Parses `host:port`, as in `AWS_LAMBDA_RUNTIME_API`. The default port is 80.".
-spec address(string()) -> address().
address(Text) ->
    {Host, Port} = split_port(Text),
    #{host => host(Host), port => Port, authority => unicode:characters_to_binary(Text)}.

split_port(Text) ->
    case lists:splitwith(fun(C) -> C =/= $: end, lists:reverse(Text)) of
        {Digits, [$: | Host]} when Digits =/= [] ->
            try
                {lists:reverse(Host), list_to_integer(lists:reverse(Digits))}
            catch
                error:badarg -> {Text, 80}
            end;
        _ ->
            {Text, 80}
    end.

%% An IP address becomes a tuple, so that no resolver is asked when connecting.
host("[" ++ Rest) ->
    parsed(lists:droplast(Rest));
host(Text) ->
    case ipv4(Text, 0, []) of
        error -> parsed(Text);
        Address -> Address
    end.

%% The usual form of an address. inet parses all others.
ipv4([C | Text], N, Parts) when C >= $0, C =< $9 -> ipv4(Text, N * 10 + C - $0, Parts);
ipv4([$. | Text], N, Parts) when N =< 255 -> ipv4(Text, 0, [N | Parts]);
ipv4([], D, [C, B, A]) when D =< 255 -> {A, B, C, D};
ipv4(_, _, _) -> error.

parsed(Text) ->
    case inet:parse_address(Text) of
        {ok, Address} -> Address;
        {error, einval} -> Text
    end.

-spec connect(address()) -> {ok, socket()} | {error, inet:posix() | term()}.
connect(#{host := Name} = Address) when is_list(Name) ->
    case inet:getaddr(Name, inet) of
        {ok, Found} -> connect(Address#{host := Found});
        {error, _} = Error -> Error
    end;
connect(#{host := Host, port := Port}) ->
    {ok, Socket} = prim_inet:open(tcp, family(Host), stream),
    Options = [
        {mode, binary},
        {active, false},
        {packet, http_bin},
        {packet_size, ?MAX_LINE},
        {buffer, 65_536},
        {nodelay, true}
    ],
    ok = prim_inet:setopts(Socket, Options),
    case prim_inet:connect(Socket, Host, Port) of
        ok ->
            {ok, Socket};
        {error, _} = Error ->
            ok = close(Socket),
            Error
    end.

family(Host) when tuple_size(Host) =:= 4 -> inet;
family(_) -> inet6.

-spec close(socket()) -> ok.
close(Socket) ->
    prim_inet:close(Socket).

-doc "Sends a request and reads the response. Do not use the socket after an error.".
-spec request(socket(), Method :: binary(), Target :: iodata(), [{iodata(), iodata()}], iodata()) ->
    {ok, response()} | {error, failure()}.
request(Socket, Method, Target, Headers, Body) ->
    AllHeaders =
        case {Method, iolist_size(Body)} of
            {~"GET", 0} -> Headers;
            {_, Size} -> [{~"Content-Length", integer_to_binary(Size)} | Headers]
        end,
    case send(Socket, [head(Method, Target, AllHeaders), Body]) of
        ok -> read_response(Socket, Method);
        {error, Reason} -> {error, {no_response, Reason}}
    end.

-doc "Starts a chunked POST. Continue with `chunk/2` and end with `end_chunked/2`.".
-spec start_chunked(socket(), Target :: iodata(), [{iodata(), iodata()}], FirstData :: iodata()) ->
    ok | {error, term()}.
start_chunked(Socket, Target, Headers, FirstData) ->
    Head = head(~"POST", Target, [{~"Transfer-Encoding", ~"chunked"} | Headers]),
    send(Socket, [Head, encoded_chunk(FirstData)]).

-spec chunk(socket(), iodata()) -> ok | {error, term()}.
chunk(Socket, Data) ->
    send(Socket, encoded_chunk(Data)).

-doc "Ends a chunked body, with trailers if there are any, and reads the response.".
-spec end_chunked(socket(), Trailers :: [{iodata(), iodata()}]) ->
    {ok, response()} | {error, failure()}.
end_chunked(Socket, Trailers) ->
    case send(Socket, ["0\r\n", header_lines(Trailers), "\r\n"]) of
        ok -> read_response(Socket, ~"POST");
        {error, Reason} -> {error, {no_response, Reason}}
    end.

head(Method, Target, Headers) ->
    [Method, " ", Target, " HTTP/1.1\r\n", header_lines(Headers), "\r\n"].

header_lines(Headers) ->
    [[Name, ": ", Value, "\r\n"] || {Name, Value} <- Headers].

%% An empty chunk would end the body.
encoded_chunk(Data) ->
    case iolist_size(Data) of
        0 -> [];
        Size -> [integer_to_binary(Size, 16), "\r\n", Data, "\r\n"]
    end.

read_response(Socket, Method) ->
    case receive_packet(Socket, http_bin) of
        {ok, {http_response, Version, Status, _Phrase}} ->
            read_headers(Socket, Method, Version, Status, #{});
        {ok, NotHttp} ->
            {error, {no_response, {not_http, NotHttp}}};
        {error, Reason} ->
            {error, {no_response, Reason}}
    end.

read_headers(Socket, Method, Version, Status, Headers) ->
    case recv(Socket, 0) of
        {ok, {http_header, _, _, Name, Value}} ->
            Key = lambda_runtime_text:lowercase(Name),
            read_headers(Socket, Method, Version, Status, Headers#{Key => Value});
        {ok, http_eoh} when Status < 200 ->
            %% An interim response, such as 100 Continue. The final one follows.
            read_response(Socket, Method);
        {ok, http_eoh} ->
            read_body(Socket, Method, Version, Status, Headers);
        {ok, NotHttp} ->
            {error, {cut_off, Status, Headers, {not_http, NotHttp}}};
        {error, Reason} ->
            {error, {cut_off, Status, Headers, Reason}}
    end.

read_body(Socket, Method, Version, Status, Headers) ->
    {Framing, Result} =
        case Headers of
            #{} when Method =:= ~"HEAD" -> {framed, {ok, <<>>}};
            #{~"transfer-encoding" := _} -> {framed, read_chunks(Socket, [])};
            #{~"content-length" := Length} -> {framed, read_length(Socket, Length)};
            #{} when Status =:= 204; Status =:= 304 -> {framed, {ok, <<>>}};
            #{} -> {until_close, read_until_close(Socket, [])}
        end,
    case Result of
        {ok, Body} ->
            Reusable = Framing =:= framed andalso keeps_alive(Version, Headers),
            {ok, #{status => Status, headers => Headers, body => Body, reusable => Reusable}};
        {error, Reason} ->
            {error, {cut_off, Status, Headers, Reason}}
    end.

keeps_alive(Version, Headers) ->
    case lambda_runtime_text:lowercase(maps:get(~"connection", Headers, ~"")) of
        ~"close" -> false;
        ~"keep-alive" -> true;
        _ -> Version >= {1, 1}
    end.

read_length(Socket, Text) ->
    case binary_to_integer_or_error(Text, 10) of
        0 -> {ok, <<>>};
        Length when is_integer(Length), Length > 0 -> receive_bytes(Socket, Length);
        _ -> {error, {bad_content_length, Text}}
    end.

read_until_close(Socket, Parts) ->
    case receive_bytes(Socket, 0) of
        {ok, Part} -> read_until_close(Socket, [Part | Parts]);
        {error, closed} -> {ok, iolist_to_binary(lists:reverse(Parts))};
        {error, _} = Error -> Error
    end.

read_chunks(Socket, Parts) ->
    case receive_packet(Socket, line) of
        {ok, Line} ->
            case chunk_size(Line) of
                0 -> read_trailers(Socket, Parts);
                Size when is_integer(Size), Size > 0 -> read_chunk(Socket, Size, Parts);
                _ -> {error, {bad_chunk_size, Line}}
            end;
        {error, _} = Error ->
            Error
    end.

read_chunk(Socket, Size, Parts) ->
    case receive_bytes(Socket, Size + 2) of
        {ok, <<Part:Size/binary, "\r\n">>} -> read_chunks(Socket, [Part | Parts]);
        {ok, _} -> {error, bad_chunk};
        {error, _} = Error -> Error
    end.

%% Lambda sends no trailers. They are skipped up to the empty line.
read_trailers(Socket, Parts) ->
    case receive_packet(Socket, line) of
        {ok, ~"\r\n"} -> {ok, iolist_to_binary(lists:reverse(Parts))};
        {ok, _Trailer} -> read_trailers(Socket, Parts);
        {error, _} = Error -> Error
    end.

%% After the size there may be extensions, separated by a semicolon.
chunk_size(Line) ->
    [Digits | _] = binary:split(Line, [~";", ~" ", ~"\r", ~"\n"]),
    binary_to_integer_or_error(Digits, 16).

binary_to_integer_or_error(Text, Base) ->
    try
        binary_to_integer(Text, Base)
    catch
        error:badarg -> error
    end.

receive_bytes(Socket, Count) ->
    receive_packet(Socket, raw, Count).

receive_packet(Socket, Packet) ->
    receive_packet(Socket, Packet, 0).

receive_packet(Socket, Packet, Count) ->
    case setopts(Socket, [{packet, Packet}]) of
        ok -> recv(Socket, Count);
        {error, _} = Error -> Error
    end.

send({Transport, Socket}, Data) -> Transport:send(Socket, Data);
send(Socket, Data) -> prim_inet:send(Socket, Data).

recv({Transport, Socket}, Count) -> Transport:recv(Socket, Count);
recv(Socket, Count) -> prim_inet:recv(Socket, Count).

setopts({Transport, Socket}, Options) -> Transport:setopts(Socket, Options);
setopts(Socket, Options) -> prim_inet:setopts(Socket, Options).
