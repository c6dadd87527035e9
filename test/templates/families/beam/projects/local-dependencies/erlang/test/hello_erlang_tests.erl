-module(hello_erlang_tests).
-include_lib("eunit/include/eunit.hrl").

handler_test() ->
    ok = application:load(hello_erlang),
    {ok, #{~"name" := ~"ADA", ~"price" := 1189}} =
        lambda_runtime_test:invoke(fun hello_erlang:handler/1, #{~"name" => samples:name()}).
