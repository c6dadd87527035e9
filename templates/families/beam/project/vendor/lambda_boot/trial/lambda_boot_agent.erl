-module(lambda_boot_agent).
-moduledoc """
Lets the build look into a VM on trial: connects to the build and makes the calls that it is sent.

It is not part of the image. The build puts it into the copy that it tries out, where it must not
change what the build looks for: it uses nothing that the VM has to load.
""".

-export([start/0]).

-doc "Started by the flag `-s` when the boot is over.".
-spec start() -> pid().
start() ->
    spawn(fun() ->
        %% As processes of the user have it.
        true = group_leader(whereis(user), self()),
        Port = list_to_integer(os:getenv("LAMBDA_BOOT_AGENT")),
        {ok, Socket} = prim_inet:open(tcp, inet, stream),
        ok = prim_inet:setopts(Socket, [{mode, binary}, {packet, 4}, {active, false}]),
        ok = prim_inet:connect(Socket, {127, 0, 0, 1}, Port),
        serve(Socket)
    end).

serve(Socket) ->
    case prim_inet:recv(Socket, 0) of
        {ok, Request} ->
            {Module, Function, Args} = binary_to_term(Request),
            ok = prim_inet:send(Socket, term_to_binary(result(Module, Function, Args))),
            serve(Socket);
        {error, closed} ->
            ok
    end.

result(Module, Function, Args) ->
    try
        {ok, apply(Module, Function, Args)}
    catch
        Class:Reason:Stacktrace -> {Class, Reason, Stacktrace}
    end.
