-module(lambda_boot_dns).
-moduledoc """
A DNS server for the trial. The only name it knows is `by-dns.test`, which is 127.0.0.9.

<https://www.rfc-editor.org/rfc/rfc1035#section-4>
""".

-export([start_link/0]).

-define(NAME, <<6, "by-dns", 4, "test">>).
-define(ADDRESS, <<127, 0, 0, 9>>).
-define(SECONDS_TO_LIVE, 60).

-define(TYPE_A, 1).
-define(CLASS_IN, 1).
-define(ANSWERED, 16#8180).
-define(NO_SUCH_NAME, 16#8183).
%% The name in an answer refers to that of the question, which follows the header of twelve bytes.
-define(NAME_OF_QUESTION, 16#C00C).

-doc "Starts it on port 53. Returns `none` if that is in use, as it may be on the host network.".
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
        {udp, Socket, Address, Port, Message} ->
            _ = [gen_udp:send(Socket, Address, Port, Answer) || Answer <- answers(Message)],
            loop(Socket)
    end.

%% A question is a name, which ends in a zero byte, and two bytes each for type and class.
answers(<<Id:16, _Flags:16, _Counts:64, Rest/binary>>) ->
    case binary:split(Rest, <<0>>) of
        [Name, <<Type:16, Class:16, _/binary>>] ->
            {Status, Records} = records(Name, Type, Class),
            Header = <<Id:16, Status:16, 1:16, (length(Records)):16, 0:32>>,
            [[Header, Name, <<0, Type:16, Class:16>>, Records]];
        _ ->
            []
    end;
answers(_NotDns) ->
    [].

records(?NAME, ?TYPE_A, ?CLASS_IN) ->
    Size = byte_size(?ADDRESS),
    Start = <<?NAME_OF_QUESTION:16, ?TYPE_A:16, ?CLASS_IN:16, ?SECONDS_TO_LIVE:32, Size:16>>,
    {?ANSWERED, [[Start, ?ADDRESS]]};
records(?NAME, _Type, _Class) ->
    {?ANSWERED, []};
records(_Name, _Type, _Class) ->
    {?NO_SUCH_NAME, []}.
