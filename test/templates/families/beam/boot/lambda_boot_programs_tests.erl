-module(lambda_boot_programs_tests).

-include_lib("eunit/include/eunit.hrl").

called(Text) ->
    {ok, Tokens, _} = erl_scan:string(Text ++ "."),
    {ok, Expressions} = erl_parse:parse_exprs(Tokens),
    lambda_boot_programs:called(Expressions).

required_test_() ->
    [
        {Text, ?_assertEqual(Expected, [Program || {Program, required} <- called(Text)])}
     || {Text, Expected} <- [
            {"os:cmd(\"df -k\")", ["df"]},
            {"os:cmd(\"df\", #{})", ["df"]},
            {"os:cmd(\"df -k \" ++ Path ++ \" | tail -n 1\")", ["df", "tail"]},
            {"os:cmd([\"/bin/df\", $\\s, Path])", ["/bin/df"]},
            {"fun() -> case os:cmd(\"cd /tmp && TZ=UTC date; ls\") of X -> X end end", ["date", "ls"]},
            {"os:cmd(\"test -f x || exec git status\")", ["git"]},
            {"os:cmd(\"echo $(uname -s) $((2 * 3)) 'a; b' \\\"c | d\\\"\")", ["uname"]},
            %% The name is not, or not all of it, constant.
            {"os:cmd(Program ++ \" -k\")", []},
            {"os:cmd(\"git-\" ++ Name)", []},
            {"os:cmd(\"\")", []},
            {"open_port({spawn, \"cat -n\"}, [])", ["cat"]},
            {"erlang:open_port({spawn_executable, \"/usr/bin/cat\"}, [])", ["/usr/bin/cat"]},
            {"open_port({spawn_driver, \"cat\"}, [])", []},
            %% As Elixir compiles System.cmd("git", args), System.shell("git -C #{path} log") and
            %% Port.open({:spawn, "cat"}, []).
            {"'Elixir.System':cmd(<<\"git\">>, Args)", ["git"]},
            {"'Elixir.System':cmd(Program, Args)", []},
            {"'Elixir.System':shell(<<\"git -C \", Path/binary, \" log\">>)", ["git"]},
            {"'Elixir.Port':open({spawn, <<\"cat\">>}, [])", ["cat"]},
            {"other:cmd(\"git\")", []}
        ]
    ].

optional_test_() ->
    [
        ?_assertEqual([{"git", optional}], called("os:find_executable(\"git\")")),
        ?_assertEqual([{"git", optional}], called("'Elixir.System':find_executable(<<\"git\">>)"))
    ].
