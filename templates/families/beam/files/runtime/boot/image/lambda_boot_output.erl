-module(lambda_boot_output).
-moduledoc """
Standard output and standard error: the processes `user` and `standard_error`, which all others
write to.

Text of any encoding leaves as UTF-8, and a call that writes returns when the bytes are with the
operating system, not before. Lambda freezes the VM as soon as the response is there, and what waits
in a queue then appears in a later invocation or never. Reading gives `eof` always: a function has
no input.

The I/O protocol: <https://www.erlang.org/doc/apps/stdlib/io_protocol.html>.
""".

-export([start_link/2]).

-doc "Starts the process `Name`, which writes to the file descriptor `Fd`.".
-spec start_link(user | standard_error, Fd :: 1 | 2) -> {ok, pid()}.
start_link(Name, Fd) ->
    Pid = spawn_link(fun() -> init(Fd) end),
    %% Registered before any other process is started: they may write at once.
    true = register(Name, Pid),
    {ok, Pid}.

init(Fd) ->
    process_flag(trap_exit, true),
    true = group_leader(self(), self()),
    loop(open_port({fd, Fd, Fd}, [out, binary])).

loop(Port) ->
    receive
        {io_request, From, ReplyAs, Request} ->
            From ! {io_reply, ReplyAs, request(Request, Port)},
            loop(Port);
        {'EXIT', Port, Reason} ->
            %% Nobody reads any more.
            exit(Reason);
        {'EXIT', _Supervisor, Reason} when Reason =/= normal ->
            exit(Reason);
        _ ->
            loop(Port)
    end.

request({put_chars, Encoding, Chars}, Port) -> put_chars(Encoding, Chars, Port);
request({put_chars, Encoding, M, F, Args}, Port) -> put_result(Encoding, {M, F, Args}, Port);
request({put_chars, Chars}, Port) -> put_chars(latin1, Chars, Port);
request({put_chars, M, F, Args}, Port) -> put_result(latin1, {M, F, Args}, Port);
request({requests, Requests}, Port) -> requests(Requests, ok, Port);
request({setopts, _Options}, _Port) -> ok;
request(getopts, _Port) -> [{binary, true}, {encoding, unicode}];
request({get_geometry, _}, _Port) -> {error, enotsup};
request(Request, _Port) -> read(Request).

read(Request) when element(1, Request) =:= get_chars -> eof;
read(Request) when element(1, Request) =:= get_line -> eof;
read(Request) when element(1, Request) =:= get_until -> eof;
read(Request) when element(1, Request) =:= get_password -> eof;
read(_Unknown) -> {error, request}.

%% Up to the first that fails.
requests([Request | Rest], ok, Port) -> requests(Rest, request(Request, Port), Port);
requests(_, Result, _Port) -> Result.

put_result(Encoding, {Module, Function, Args}, Port) ->
    try apply(Module, Function, Args) of
        Chars -> put_chars(Encoding, Chars, Port)
    catch
        _:_ -> {error, Function}
    end.

put_chars(Encoding, Chars, Port) ->
    try unicode:characters_to_binary(Chars, Encoding, unicode) of
        Bytes when is_binary(Bytes) ->
            true = port_command(Port, Bytes),
            written(Port);
        _NotOfThatEncoding ->
            {error, {put_chars, Encoding, Chars}}
    catch
        error:badarg -> {error, {put_chars, Encoding, Chars}}
    end.

%% Nearly always the first look finds the queue empty: it has something only while a pipe is full.
written(Port) ->
    case erlang:port_info(Port, queue_size) of
        {queue_size, 0} ->
            ok;
        {queue_size, _} ->
            receive
            after 1 -> written(Port)
            end;
        undefined ->
            {error, terminated}
    end.
