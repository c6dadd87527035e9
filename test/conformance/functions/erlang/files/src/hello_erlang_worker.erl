-module(hello_erlang_worker).
-moduledoc "A supervised child: counts invocations and, in between, ticks; keeps a connection.".

-behaviour(gen_server).

-export([start_link/0, state/0, connect/1, echo/1]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

start_link() ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

-doc "The state, this invocation counted in.".
state() ->
    gen_server:call(?MODULE, state).

-doc "Connects to a port of the machine where the Runtime API is.".
connect(Port) ->
    gen_server:call(?MODULE, {connect, Port}).

-doc "What comes back over the connection, or why nothing does.".
echo(Text) ->
    gen_server:call(?MODULE, {echo, Text}, infinity).

init([]) ->
    process_flag(trap_exit, true),
    timer:sleep(list_to_integer(os:getenv("INIT_MS", "0"))),
    os:getenv("INIT_FAILS") =:= false orelse error(init_failed),
    self() ! tick,
    {ok, _} = timer:send_interval(100, interval),
    Now = os:system_time(millisecond),
    {ok, #{incarnation => Now, invocations => 0, ticks => 0, intervals => 0, socket => none}}.

handle_call(state, _From, #{invocations := Invocations, incarnation := Start} = State0) ->
    State = State0#{invocations := Invocations + 1},
    Uptime = os:system_time(millisecond) - Start,
    {reply, (maps:remove(socket, State))#{uptimeMs => Uptime}, State};
handle_call({connect, Port}, _From, State) ->
    [Host, _] = string:split(os:getenv("AWS_LAMBDA_RUNTIME_API"), ":"),
    {ok, Socket} = gen_tcp:connect(Host, Port, [binary, {active, false}]),
    {reply, null, State#{socket := Socket}};
handle_call({echo, Text}, _From, #{socket := Socket} = State) ->
    maybe
        ok ?= gen_tcp:send(Socket, Text),
        {ok, Echoed} ?= gen_tcp:recv(Socket, byte_size(Text)),
        {reply, Echoed, State}
    else
        {error, Reason} -> {reply, <<"error: ", (atom_to_binary(Reason))/binary>>, State}
    end.

handle_cast(_, State) ->
    {noreply, State}.

handle_info(tick, #{ticks := Ticks} = State) ->
    erlang:send_after(10, self(), tick),
    {noreply, State#{ticks := Ticks + 1}};
handle_info(interval, #{intervals := Intervals} = State) ->
    {noreply, State#{intervals := Intervals + 1}}.

terminate(_Reason, _State) ->
    io:put_chars("cleaned up\n").
