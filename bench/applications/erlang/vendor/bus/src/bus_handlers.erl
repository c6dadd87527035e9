-module(bus_handlers).
-moduledoc "Owns the tables of handlers and counts.".

-behaviour(gen_server).

-export([start_link/0, init/1, handle_call/3, handle_cast/2]).

start_link() ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

init([]) ->
    bus_counts = ets:new(bus_counts, [named_table, public, {write_concurrency, true}]),
    {ok, ets:new(?MODULE, [named_table, public, duplicate_bag, {read_concurrency, true}])}.

handle_call(_Request, _From, Table) ->
    {reply, ok, Table}.

handle_cast(_Request, Table) ->
    {noreply, Table}.
