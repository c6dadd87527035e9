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
    Supervisor = self(),
    Pid = spawn_link(fun() -> init(Supervisor, Fd) end),
    %% Registered before any other process is started: they may write at once.
    true = register(Name, Pid),
    {ok, Pid}.

init(Supervisor, Fd) ->
    process_flag(trap_exit, true),
    loop(Supervisor, open_port({fd, Fd, Fd}, [out, binary])).

%% Each request is answered, since who sent it waits for that. None may end this process: kernel
%% does not start it again, and all that is written later would be lost.
loop(Supervisor, Port) ->
    receive
        {io_request, From, ReplyAs, Request} when is_pid(From) ->
            From ! {io_reply, ReplyAs, request(Request, Port)},
            loop(Supervisor, Port);
        {'EXIT', Port, Reason} ->
            %% Nobody reads any more.
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
    %% They are about reading, and about an encoding, which here is UTF-8 whatever they say.
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

%% Up to the first that fails. The answer is that to the last one.
requests([Request | Rest], _Answer, Port) ->
    case request(Request, Port) of
        {error, _} = Error -> Error;
        Answer -> requests(Rest, Answer, Port)
    end;
requests([], Answer, _Port) ->
    Answer;
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

%% Nearly always the first look finds the queue empty: it has something only while a pipe is full.
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
