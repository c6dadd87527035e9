-module(lambda_runtime_error_tests).
-include_lib("eunit/include/eunit.hrl").

category_test_() ->
    {ok, Permitted} = re:compile(~"^(Runtime|Function)\\.[A-Z][a-zA-Z]+$"),
    [
        {binary_to_list(Type), fun() ->
            Category = lambda_runtime_error:category(lambda_runtime_error:new(Type, "", [])),
            ?assertEqual(Expected, Category),
            ?assertMatch({match, _}, re:run(Category, Permitted))
        end}
     || {Type, Expected} <- [
            {~"RuntimeError", ~"Function.RuntimeError"},
            {~"Shop.OutOfStock", ~"Function.OutOfStock"},
            {~"error:badarg", ~"Function.Badarg"},
            {~"error:bad_thing", ~"Function.BadThing"},
            {~"throw", ~"Function.Throw"},
            {~"Runtime.MarshalError", ~"Runtime.MarshalError"},
            {~"Runtime.", ~"Runtime.Error"},
            {~"x", ~"Function.Error"},
            {~"", ~"Function.Error"},
            {~"123", ~"Function.Error"},
            {<<"Größe"/utf8>>, ~"Function.GrE"},
            {~"a\r\nb:evil", ~"Function.Evil"}
        ]
    ].

bounded_and_valid_test() ->
    Report = lambda_runtime_error:new(
        binary:copy(~"T", 10_000),
        [<<16#FF>>, binary:copy(~"\"m\"\n", 200_000)],
        [binary:copy(~"s", 10_000) || _ <- lists:seq(1, 1_000)]
    ),
    Json = lambda_runtime_error:json(Report),
    ?assert(byte_size(Json) < 1_000_000),
    #{~"errorType" := _, ~"errorMessage" := _, ~"stackTrace" := Stack} = json:decode(Json),
    ?assertEqual(64, length(Stack)).

%% The image has no compiler, the machine of the tests has: these names are only like those of one.
a_compiler_that_is_not_there_test_() ->
    Undefined = fun(Module) -> {undef, [{Module, forms, 2, []}]} end,
    Message = fun({Reason, Stack}) ->
        maps:get(message, lambda_runtime_error:describe(lambda_runtime_language, error, Reason, Stack))
    end,
    [
        ?_assertMatch(<<"code is compiled at run time, but the image has no compiler: add compiler", _/binary>>, Message(Undefined(v3_nothing))),
        ?_assertMatch(<<"there is no function other_nothing:forms/2">>, Message(Undefined(other_nothing))),
        ?_assertMatch(<<"there is no function compile:forms/2">>, Message(Undefined(compile)))
    ].
