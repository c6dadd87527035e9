-module(lambda_boot_inspect).
-moduledoc """
Looks into a VM on trial: has calls made there by `lambda_boot_agent`, which connects to the build.
""".

-export([listen/0, call/4]).

-export_type([agent/0]).

-type agent() :: gen_tcp:socket().

%% Milliseconds: an emulated processor is slow.
-define(PATIENCE, 60_000).

-doc "A socket for the agent to connect to, and its port.".
-spec listen() -> {gen_tcp:socket(), inet:port_number()}.
listen() ->
    Options = [binary, {packet, 4}, {active, false}, {ip, {127, 0, 0, 1}}],
    {ok, Listener} = gen_tcp:listen(0, Options),
    {ok, Port} = inet:port(Listener),
    {Listener, Port}.

-doc "Throws `{lost, Reason}` if the VM does not answer, `{standard, Reason}` if the call fails.".
-spec call(agent(), module(), Function :: atom(), Args :: [term()]) -> term().
call(Agent, Module, Function, Args) ->
    case remote(Agent, {Module, Function, Args}) of
        {ok, Reply} ->
            case binary_to_term(Reply) of
                {ok, Result} ->
                    Result;
                Failure ->
                    Text = io_lib:format("~ts:~ts fails here: ~0tp", [Module, Function, Failure]),
                    throw({standard, Text})
            end;
        {error, Reason} ->
            throw({lost, io_lib:format("no answer from ~ts:~ts, ~ts", [Module, Function, Reason])})
    end.

remote(Agent, Call) ->
    case gen_tcp:send(Agent, term_to_binary(Call)) of
        ok -> gen_tcp:recv(Agent, 0, ?PATIENCE);
        {error, _} = Error -> Error
    end.
