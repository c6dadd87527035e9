-module(probe_other).
-moduledoc "An application beside the function, which tells when it stops.".

-behaviour(application).
-behaviour(gen_server).

-export([start/2, stop/1, init/1]).
-export([handle_call/3, handle_cast/2, terminate/2]).

start(_Type, _Args) ->
    supervisor:start_link(?MODULE, supervisor).

stop(_State) ->
    io:put_chars("other application stopped\n").

init(supervisor) ->
    {ok, {#{}, [#{id => worker, start => {gen_server, start_link, [?MODULE, worker, []]}}]}};
init(worker) ->
    _ = process_flag(trap_exit, true),
    {ok, none}.

handle_call(_, _, State) -> {reply, ok, State}.

handle_cast(_, State) -> {noreply, State}.

terminate(Reason, _State) ->
    io:format("other worker: ~tp~n", [Reason]).
