-module(lambda_boot_output).
-moduledoc """
Standard output and standard error: the I/O servers `user` and `standard_error`.

They write UTF-8, and a call that writes returns after the operating system has the bytes. Lambda
freezes the VM as soon as the response is posted; output that is still queued would appear in a
later invocation or never. Reading always returns `eof`: a function has no input.

The I/O protocol: <https://www.erlang.org/doc/apps/stdlib/io_protocol.html>.
""".

-export([start_link/2]).

-doc "Starts the process `Name`, which writes to the file descriptor `Fd`.".
-spec start_link(user | standard_error, Fd :: 1 | 2) -> {ok, pid()}.
start_link(Name, Fd) ->
    Supervisor = self(),
    Pid = spawn_link(fun() -> init(Supervisor, Fd) end),
    %% Register before any other process is started and may write.
    true = register(Name, Pid),
    {ok, Pid}.

init(Supervisor, Fd) ->
    process_flag(trap_exit, true),
    loop(Supervisor, open_port({fd, Fd, Fd}, [out, binary])).

%% Every request gets a reply, since the sender waits for it. No request may crash this process:
%% kernel does not restart it, and all further output would be lost.
loop(Supervisor, Port) ->
    receive
        {io_request, From, ReplyAs, Request} when is_pid(From) ->
            From ! {io_reply, ReplyAs, request(Request, Port)},
            loop(Supervisor, Port);
        {'EXIT', Port, Reason} ->
            %% The other end is closed.
            exit(Reason);
        {'EXIT', Supervisor, Reason} ->
            exit(Reason);
        _ ->
            loop(Supervisor, Port)
    end.

request({put_chars, Encoding, Chars}, Port) ->
    put_chars(Encoding, Chars, Port);
request({put_chars, Encoding, Module, Function, Args}, Port) ->
    put_result(Encoding, Module, Function, Args, Port);
request({put_chars, Chars}, Port) ->
    put_chars(latin1, Chars, Port);
request({put_chars, Module, Function, Args}, Port) ->
    put_result(latin1, Module, Function, Args, Port);
request({requests, Requests}, Port) ->
    requests(Requests, ok, Port);
request({setopts, _Options}, _Port) ->
    %% Options concern reading, and the encoding, which is always UTF-8 here.
    ok;
request(getopts, _Port) ->
    [{binary, true}, {encoding, unicode}];
request({get_geometry, _}, _Port) ->
    {error, enotsup};
request(Request, _Port) when element(1, Request) =:= get_chars ->
    eof;
request(Request, _Port) when element(1, Request) =:= get_line ->
    eof;
request(Request, _Port) when element(1, Request) =:= get_until ->
    eof;
request(Request, _Port) when element(1, Request) =:= get_password ->
    eof;
request(_Unknown, _Port) ->
    {error, request}.

%% Until one fails. The reply is that of the last request.
requests([Request | Rest], _Reply, Port) ->
    case request(Request, Port) of
        {error, _} = Error -> Error;
        Reply -> requests(Rest, Reply, Port)
    end;
requests([], Reply, _Port) ->
    Reply;
requests(_NoList, _Answer, _Port) ->
    {error, request}.

put_result(Encoding, Module, Function, Args, Port) ->
    try apply(Module, Function, Args) of
        Chars -> put_chars(Encoding, Chars, Port)
    catch
        _:_ -> {error, Function}
    end.

put_chars(Encoding, Chars, Port) ->
    try unicode:characters_to_binary(Chars, Encoding, unicode) of
        Bytes when is_binary(Bytes) -> write(Bytes, Port);
        _NotOfThatEncoding -> {error, {put_chars, Encoding, Chars}}
    catch
        error:badarg -> {error, {put_chars, Encoding, Chars}}
    end.

write(Bytes, Port) ->
    try port_command(Port, Bytes) of
        true -> await_empty_queue(Port)
    catch
        error:badarg -> {error, terminated}
    end.

%% Nearly always the queue is empty at once. It is not while a pipe is full.
await_empty_queue(Port) ->
    case erlang:port_info(Port, queue_size) of
        {queue_size, 0} ->
            ok;
        {queue_size, _} ->
            receive
            after 1 -> await_empty_queue(Port)
            end;
        undefined ->
            {error, terminated}
    end.
