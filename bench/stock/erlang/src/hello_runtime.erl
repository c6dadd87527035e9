-module(hello_runtime).
-export([start_link/0, loop/1]).

start_link() ->
    {ok, spawn_link(?MODULE, loop, ["http://" ++ os:getenv("AWS_LAMBDA_RUNTIME_API")])}.

loop(Api) ->
    Invocation = Api ++ "/2018-06-01/runtime/invocation/",
    {ok, {{_, 200, _}, Headers, Body}} =
        httpc:request(get, {Invocation ++ "next", []}, [], [{body_format, binary}]),
    {_, Id} = lists:keyfind("lambda-runtime-aws-request-id", 1, Headers),
    Response = iolist_to_binary(json:encode(hello:handler(json:decode(Body), Headers))),
    Url = Invocation ++ Id ++ "/response",
    {ok, {{_, 202, _}, _, _}} = httpc:request(post, {Url, [], "application/json", Response}, [], []),
    loop(Api).
