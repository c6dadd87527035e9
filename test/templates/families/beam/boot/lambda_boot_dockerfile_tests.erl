-module(lambda_boot_dockerfile_tests).

-include_lib("eunit/include/eunit.hrl").

read(Lines) ->
    File = filename:join("/tmp", atom_to_list(?MODULE)),
    ok = file:write_file(File, lists:join($\n, Lines)),
    lambda_boot_dockerfile:read(File, "function").

handler(Lines) -> maps:get(handler, read(Lines)).
variables(Lines) -> maps:get(variables, read(["FROM scratch AS function" | Lines])).

no_dockerfile_test() ->
    ?assertEqual(
        #{handler => none, variables => []}, lambda_boot_dockerfile:read("/no/such", "function")
    ).

handler_test_() ->
    [
        ?_assertEqual(Expected, handler(Lines))
     || {Expected, Lines} <- [
            {"a:b", ["FROM scratch AS function", "CMD [\"a:b\"]"]},
            {"a:b", ["from scratch as Function", "cmd   [ \"a:b\", \"more\" ]  "]},
            %% The last one counts.
            {"c:d", ["FROM scratch AS function", "CMD [\"a:b\"]", "CMD [\"c:d\"]"]},
            %% Of that stage, or of the one that it is made from.
            {"a:b", ["FROM x AS function", "CMD [\"a:b\"]", "FROM function AS local", "CMD [\"c:d\"]"]},
            {"a:b", ["FROM x AS base", "CMD [\"a:b\"]", "FROM base AS function"]},
            %% Without a stage of that name, the last one.
            {"c:d", ["FROM x AS build", "CMD [\"a:b\"]", "FROM scratch", "CMD [\"c:d\"]"]},
            %% Docker expands nothing there.
            {"${HANDLER}", ["ARG HANDLER=a:b", "FROM x AS function", "CMD [\"${HANDLER}\"]"]},
            %% In shell form it is not the name of a handler.
            {none, ["FROM scratch AS function", "CMD a:b"]},
            {none, ["FROM scratch AS function"]},
            {none, []},
            {"a:b", ["FROM scratch AS function", "CMD \\", "# comment", "  [\"a:b\"]"]},
            {"a:b", ["FROM scratch AS function\r", "CMD [\"a:b\"]\r"]},
            {"a:b", ["FROM --platform=linux/arm64 x AS function", "CMD [\"a:b\"]"]},
            {"a:b", [
                "FROM x AS function", "RUN <<END", "CMD [\"c:d\"]", "END", "CMD [\"a:b\"]"
            ]},
            {"π:ö", ["FROM x AS function", <<"CMD [\"π:ö\"]"/utf8>>]}
        ]
    ].

variables_test_() ->
    [
        ?_assertEqual(Expected, variables([Line]))
     || {Expected, Line} <- [
            {[{"A", "1"}], "ENV A=1"},
            {[{"A", "1"}, {"B", "2"}], "ENV A=1 B=2"},
            {[{"A", "x y"}, {"B", "it's"}], "ENV A=\"x y\" B=it\\'s"},
            {[{"A", "x \"y\""}], "ENV A='x \"y\"'"},
            {[{"A", "x y"}], "ENV A=x\\ y"},
            {[{"A", ""}], "ENV A="},
            {[{"A", "b=c"}], "ENV A=b=c"},
            {[{"A", "old form"}], "ENV A old form"},
            {[{"B", "1"}], "ENV A=$HOME/x B=1"},
            {[], "# ENV A=1"}
        ]
    ].

later_variables_come_last_test() ->
    Dockerfile = ["FROM x AS base", "ENV A=1", "FROM base AS function", "ENV A=2"],
    ?assertEqual([{"A", "1"}, {"A", "2"}], maps:get(variables, read(Dockerfile))).
