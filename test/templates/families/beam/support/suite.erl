-module(suite).
-moduledoc "Runs all suites, or the one that SUITE names; exits with 0 if all tests pass.".

-export([main/0]).

main() ->
    %% What the runtime logs is what the tests provoke.
    ok = logger:set_primary_config(level, none),
    Suites = [list_to_atom(filename:basename(F, ".beam")) || F <- filelib:wildcard("ebin/*_tests.beam")],
    %% One by one: eunit forgets the cancelled tests of suites that run in parallel. Inside, most are parallel.
    case [Suite || Suite <- chosen(os:getenv("SUITE", ""), Suites), not passes(Suite)] of
        [] ->
            halt(0);
        Failed ->
            io:format("failed: ~tp~n", [Failed]),
            halt(1)
    end.

chosen("", Suites) -> Suites;
chosen(Name, _Suites) -> [list_to_atom(Name)].

passes(Suite) ->
    Started = erlang:monotonic_time(millisecond),
    Passes = eunit:test(Suite, []) =:= ok,
    io:format("~ts: ~b ms~n", [Suite, erlang:monotonic_time(millisecond) - Started]),
    Passes.
