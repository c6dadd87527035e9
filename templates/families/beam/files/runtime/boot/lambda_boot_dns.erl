-module(lambda_boot_dns).
-moduledoc """
A DNS server for the trial: it knows that `by-dns.test` is 127.0.0.9, and nothing else.

<https://www.rfc-editor.org/rfc/rfc1035#section-4>
""".

-export([start_link/0]).

-define(TYPE_A, 1).
-define(CLASS_IN, 1).
-define(ANSWERED, 16#8180).
-define(NO_SUCH_NAME, 16#8183).
%% The name in an answer is that of the question, which follows the twelve bytes of the header.
-define(NAME_OF_QUESTION, 16#C00C).

-doc """
Starts it on the port of DNS; `none` if that is taken, where the build has no network of its own.
""".
-spec start_link() -> pid() | none.
start_link() ->
    Self = self(),
    Pid = spawn_link(fun() -> open(Self) end),
    receive
        {Pid, ok} -> Pid;
        {Pid, {error, _}} -> none
    end.

open(Starter) ->
    case gen_udp:open(53, [binary, {active, true}, {ip, {127, 0, 0, 1}}]) of
        {ok, Socket} ->
            Starter ! {self(), ok},
            loop(Socket);
        {error, _} = Error ->
            Starter ! {self(), Error}
    end.

loop(Socket) ->
    receive
        {udp, Socket, Address, Port, <<Id:16, _Flags:16, _Counts:64, Rest/binary>>} ->
            _ = gen_udp:send(Socket, Address, Port, <<Id:16, (answer(Rest))/binary>>),
            loop(Socket);
        {udp, Socket, _Address, _Port, _NotDns} ->
            loop(Socket)
    end.

answer(<<6, "by-dns", 4, "test", 0, ?TYPE_A:16, ?CLASS_IN:16, _/binary>>) ->
    Question = <<6, "by-dns", 4, "test", 0, ?TYPE_A:16, ?CLASS_IN:16>>,
    Address = <<?NAME_OF_QUESTION:16, ?TYPE_A:16, ?CLASS_IN:16, 60:32, 4:16, 127, 0, 0, 9>>,
    <<?ANSWERED:16, 1:16, 1:16, 0:32, Question/binary, Address/binary>>;
answer(Rest) ->
    Question = question(Rest),
    Status =
        case Question of
            <<6, "by-dns", 4, "test", 0, _/binary>> -> ?ANSWERED;
            _ -> ?NO_SUCH_NAME
        end,
    <<Status:16, 1:16, 0:48, Question/binary>>.

%% The name, which ends in a zero byte, and two bytes each for type and class.
question(Rest) ->
    {Position, 1} = binary:match(Rest, <<0>>),
    binary:part(Rest, 0, Position + 5).
