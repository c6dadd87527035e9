-module(probe_app).
-moduledoc "A function with supervised children, which the environment tells what to do.".

-behaviour(application).
-behaviour(supervisor).

-export([start/2, stop/1, init/1]).
-export([start_worker/0]).

start(_Type, _Args) ->
    supervisor:start_link({local, probe_sup}, ?MODULE, []).

stop(_State) ->
    ok.

init([]) ->
    %% PROBE_STRATEGY, PROBE_INTENSITY: of the supervisor.
    _ = [one_for_one, rest_for_one, one_for_all],
    probe_state = ets:new(probe_state, [public, named_table]),
    true = ets:insert(probe_state, [{count, 0}, {ticks, 0}, {met, 0}]),
    Worker = #{id => worker, start => {?MODULE, start_worker, []}, shutdown => 5_000},
    Flags = #{strategy => strategy(), intensity => list_to_integer(os:getenv("PROBE_INTENSITY", "1")), period => 60},
    {ok, {Flags, [Worker, lambda_runtime:child_spec()]}}.

strategy() ->
    list_to_existing_atom(os:getenv("PROBE_STRATEGY", "one_for_one")).

start_worker() ->
    %% PROBE_START_MS: how long it takes to start; PROBE_STOP_MS: how long to stop.
    timer:sleep(milliseconds("PROBE_START_MS")),
    Pid = proc_lib:spawn_link(fun() ->
        register(probe_worker, self()),
        process_flag(trap_exit, true),
        io:put_chars("worker started\n"),
        work(milliseconds("PROBE_STOP_MS"))
    end),
    {ok, Pid}.

work(StopMs) ->
    receive
        {'EXIT', _, Reason} ->
            io:format("worker stops~n"),
            timer:sleep(StopMs),
            io:format("worker stopped~n"),
            exit(Reason)
    after 5 ->
        ets:update_counter(probe_state, ticks, 1),
        work(StopMs)
    end.

milliseconds(Name) ->
    list_to_integer(os:getenv(Name, "0")).
