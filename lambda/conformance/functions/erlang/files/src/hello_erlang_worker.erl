-module(hello_erlang_worker).
-moduledoc "A supervised child: counts invocations and, in between, ticks.".

-behaviour(gen_server).

-export([start_link/0, state/0]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

start_link() ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

-doc "The state, this invocation counted in.".
state() ->
    gen_server:call(?MODULE, state).

init([]) ->
    process_flag(trap_exit, true),
    timer:sleep(list_to_integer(os:getenv("INIT_MS", "0"))),
    os:getenv("INIT_FAILS") =:= false orelse error(init_failed),
    self() ! tick,
    {ok, #{incarnation => os:system_time(), invocations => 0, ticks => 0}}.

handle_call(state, _From, #{invocations := Invocations} = State0) ->
    State = State0#{invocations := Invocations + 1},
    {reply, State, State}.

handle_cast(_, State) ->
    {noreply, State}.

handle_info(tick, #{ticks := Ticks} = State) ->
    erlang:send_after(10, self(), tick),
    {noreply, State#{ticks := Ticks + 1}}.

terminate(_Reason, _State) ->
    io:put_chars("cleaned up\n").
