-module(suite).
-moduledoc "Runs all suites, or the one that SUITE names; exits with 0 if all tests pass.".

-export([main/0]).

main() ->
    %% What the runtime logs is what the tests provoke.
    ok = logger:set_primary_config(level, none),
    Suites = [list_to_atom(filename:basename(F, ".beam")) || F <- filelib:wildcard("support/ebin/*_tests.beam")],
    Runs = [spawn_monitor(fun() -> exit({passes, Suite, passes(Suite)}) end) || Suite <- chosen(os:getenv("SUITE", ""), Suites)],
    Results = [receive {'DOWN', Monitor, process, Pid, Result} -> Result end || {Pid, Monitor} <- Runs],
    case [Result || Result <- Results, not is_pass(Result)] of
        [] ->
            halt(0);
        Failed ->
            io:format("failed: ~tp~n", [Failed]),
            halt(1)
    end.

is_pass({passes, _Suite, true}) -> true;
is_pass(_) -> false.

chosen("", Suites) -> Suites;
chosen(Name, _Suites) -> [list_to_atom(Name)].

passes(Suite) ->
    Started = erlang:monotonic_time(millisecond),
    %% EUnit's 5 seconds for a test are too few where other tests use the same processors.
    Passes = eunit:test(Suite, [{scale_timeouts, 20}]) =:= ok,
    io:format("~ts: ~b ms~n", [Suite, erlang:monotonic_time(millisecond) - Started]),
    Passes.
