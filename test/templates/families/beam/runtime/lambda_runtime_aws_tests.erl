-module(lambda_runtime_aws_tests).
-moduledoc "Requests to a server of the test. All of them use environment variables, so they run one after another.".
-include_lib("eunit/include/eunit.hrl").
-include_lib("public_key/include/public_key.hrl").

-define(OK, ~"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").

region() ->
    #{"AWS_REGION" => "eu-central-1"}.

keys() ->
    maps:merge(region(), #{"AWS_ACCESS_KEY_ID" => "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY" => "secret"}).

aws_test_() ->
    {ok, _} = application:ensure_all_started(lambda_runtime),
    [{Name, {timeout, 60, fun() -> run(Variables, Test) end}} || {Name, Variables, Test} <- tests()].

run(Variables, Test) ->
    [os:unsetenv(Name) || "AWS_" ++ _ = Entry <- os:getenv(), [Name | _] <- [string:split(Entry, "=")]],
    [os:putenv(Name, Value) || Name := Value <- Variables],
    Test().

tests() ->
    request_tests() ++ endpoint_tests() ++ retry_tests() ++ connection_tests() ++ tls_tests() ++ credentials_tests() ++ stand_in_tests().

ok(Options) ->
    {ok, #{status := 200} = Response} = request(Options),
    Response.

failure(Options) ->
    {error, #{reason := Reason, message := Message}} = request(Options),
    {Reason, Message}.

request(Options) ->
    lambda_runtime_aws:request(~"s3", Options).

local(Port) ->
    <<"http://127.0.0.1:", Port/binary>>.

always(Bytes) ->
    aws_server:start(fun(_Connection, _Request) -> Bytes end).

request_tests() ->
    [
        {"paths of text and of segments, queries, headers, bodies", keys(), fun() ->
            Port = always(?OK),
            #{body := ~"ok"} = ok(#{
                endpoint => [local(Port), "/prefix/"],
                method => put,
                path => ~"/bucket/a b/ž@",
                query => [{~"b", ~"1 2"}, {"a", ""}],
                headers => [{"X-Amz-Acl", ~"private"}],
                body => [~"two", "parts"]
            }),
            ok(#{endpoint => local(Port), path => [~"bucket", "a/b"]}),
            ok(#{endpoint => local(Port), path => "bucket/a/b"}),
            ok(#{endpoint => local(Port)}),
            [{_, First}, {_, Second}, {_, Third}, {_, Fourth}] = aws_server:requests(Port),
            ?assertMatch(
                #{
                    line := ~"PUT /prefix/bucket/a%20b/%C5%BE%40?b=1%202&a= HTTP/1.1",
                    headers := #{~"x-amz-acl" := ~"private", ~"content-length" := ~"8"},
                    body := ~"twoparts"
                },
                First
            ),
            #{headers := #{~"authorization" := Authorization}} = First,
            ?assertMatch({_, _}, binary:match(Authorization, ~"/eu-central-1/s3/aws4_request, ")),
            ?assertMatch(#{line := ~"GET /bucket/a%2Fb HTTP/1.1"}, Second),
            ?assertNot(is_map_key(~"content-length", maps:get(headers, Second))),
            ?assertMatch(#{line := ~"GET /bucket/a/b HTTP/1.1"}, Third),
            ?assertMatch(#{line := ~"GET / HTTP/1.1"}, Fourth)
        end},
        {"the response to HEAD has a length and no body", keys(), fun() ->
            Port = always(~"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"),
            Options = #{endpoint => local(Port), method => head},
            ?assertMatch(#{body := ~"", headers := #{~"content-length" := ~"5"}}, ok(Options)),
            ?assertMatch(#{body := ~""}, ok(Options))
        end},
        {"a header that would become two is refused", keys(), fun() ->
            [
                ?assertError(badarg, request(#{endpoint => ~"http://localhost", headers => [Header]}))
             || Header <- [{~"a", ~"b\r\nc: d"}, {~"a: b\r\nc", ~"d"}, {~"", ~"a"}, {~"a", <<0>>}]
            ]
        end},
        {"no region", #{}, fun() ->
            ?assertMatch({region, <<"no region: expected the option region", _/binary>>}, failure(#{}))
        end},
        {"no credentials", region(), fun() ->
            ?assertMatch({no_credentials, <<"no credentials: expected AWS_ACCESS_KEY_ID", _/binary>>}, failure(#{}))
        end}
    ].

endpoint_tests() ->
    Find = fun(Service) ->
        {ok, #{address := #{host := Host, scheme := Scheme}, path := Path}} =
            lambda_runtime_aws_endpoint:find(Service, ~"eu-central-1"),
        {Scheme, Host, Path}
    end,
    Local = #{"AWS_ENDPOINT_URL" => "http://localhost:4566", "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS" => "https://logs/a/"},
    [
        {"endpoints in AWS", #{}, fun() ->
            ?assertEqual({https, "dynamodb.eu-central-1.amazonaws.com", ~""}, Find(~"dynamodb")),
            {ok, #{address := #{host := China}}} = lambda_runtime_aws_endpoint:find(~"s3", ~"cn-north-1"),
            ?assertEqual("s3.cn-north-1.amazonaws.com.cn", China)
        end},
        {"endpoints of variables", Local, fun() ->
            ?assertEqual({http, "localhost", ~""}, Find(~"dynamodb")),
            ?assertEqual({https, "logs", ~"/a"}, Find(~"logs"))
        end},
        {"endpoints of variables that are ignored", Local#{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" => "true"}, fun() ->
            ?assertEqual({https, "logs.eu-central-1.amazonaws.com", ~""}, Find(~"logs"))
        end},
        {"the variables of services with a hyphen", #{"AWS_ENDPOINT_URL_S3_OUTPOSTS" => "http://[::1]:1"}, fun() ->
            ?assertEqual({http, {0, 0, 0, 0, 0, 0, 0, 1}, ~""}, Find(~"s3-outposts"))
        end},
        {"an endpoint that is no URL", keys(), fun() ->
            [
                ?assertEqual(
                    {endpoint, <<"expected a URL that starts with http:// or https://, found ", Url/binary>>},
                    failure(#{endpoint => Url})
                )
             || Url <- [~"", ~"localhost:4566", ~"ftp://a", ~"http://", ~"http://a b", ~"//a"]
            ]
        end}
    ].

retry_tests() ->
    [
        {"what is tried again, and what not", keys(), fun() ->
            [
                begin
                    Head = ["HTTP/1.1 ", integer_to_binary(Status), " x\r\nContent-Length: "],
                    Port = always([Head, integer_to_binary(byte_size(Body)), "\r\n\r\n", Body]),
                    {ok, #{status := Status}} = request(#{endpoint => local(Port)}),
                    ?assertEqual({Status, Expected}, {Status, length(aws_server:requests(Port))})
                end
             || {Status, Body, Expected} <- [
                    {500, ~"", 3},
                    {502, ~"", 3},
                    {503, ~"<Code>SlowDown</Code>", 3},
                    {504, ~"", 3},
                    {429, ~"", 3},
                    {400, ~"{\"__type\":\"com.amazonaws.dynamodb#ProvisionedThroughputExceededException\"}", 3},
                    {400, ~"{\"__type\":\"ThrottlingException\"}", 3},
                    {400, ~"{\"__type\":\"ValidationException\"}", 1},
                    {403, ~"", 1},
                    {404, ~"", 1},
                    {410, ~"", 1},
                    {501, ~"", 1}
                ]
            ]
        end},
        {"success at the second attempt", keys(), fun() ->
            Counter = counters:new(1, []),
            Port = aws_server:start(fun(_, _) ->
                ok = counters:add(Counter, 1, 1),
                case counters:get(Counter, 1) of
                    1 -> ~"HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n";
                    _ -> ?OK
                end
            end),
            ok(#{endpoint => local(Port)})
        end},
        {"the number of attempts", keys(), fun() ->
            Port = always(~"HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n"),
            {ok, #{status := 500}} = request(#{endpoint => local(Port), attempts => 1}),
            ?assertMatch([_], aws_server:requests(Port))
        end},
        {"no response in time", keys(), fun() ->
            Port = always(silent),
            Message = <<"no response from 127.0.0.1:", Port/binary, " in time">>,
            ?assertEqual({timeout, Message}, failure(#{endpoint => local(Port), timeout => 1})),
            ?assertEqual([1, 2, 3], [Number || {Number, _} <- aws_server:requests(Port)])
        end},
        {"a response that ends early", keys(), fun() ->
            Port = always({close, ~"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"}),
            {connection, Message} = failure(#{endpoint => local(Port)}),
            ?assertEqual(<<"a response from 127.0.0.1:", Port/binary, " with status 200 ended early: closed">>, Message)
        end},
        {"no server", keys(), fun() ->
            ?assertEqual({connection, ~"cannot connect to 127.0.0.1:1: econnrefused"}, failure(#{endpoint => local(~"1")}))
        end}
    ].

%% In a process of its own, as handlers are.
in_process(Fun) ->
    {_, Monitor} = spawn_monitor(fun() -> exit({result, Fun()}) end),
    result(Monitor).

result(Monitor) ->
    {result, Result} =
        receive
            {'DOWN', Monitor, process, _, Reason} -> Reason
        end,
    Result.

connections(Port) ->
    [Connection || {Connection, _} <- aws_server:requests(Port)].

connection_tests() ->
    [
        {"a connection outlives the process that opened it", keys(), fun() ->
            Port = always(?OK),
            [in_process(fun() -> ok(#{endpoint => local(Port)}) end) || _ <- lists:seq(1, 3)],
            ?assertEqual([1, 1, 1], connections(Port))
        end},
        {"one that the server has closed is replaced, without an attempt", keys(), fun() ->
            Port = always({close, ?OK}),
            [ok(#{endpoint => local(Port), attempts => 1}) || _ <- lists:seq(1, 3)],
            ?assertEqual([1, 2, 3], connections(Port))
        end},
        {"one that the server will close is not kept", keys(), fun() ->
            Port = always(~"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
            [ok(#{endpoint => local(Port)}) || _ <- lists:seq(1, 2)],
            ?assertEqual([1, 2], connections(Port))
        end},
        {"one that was kept for long, as during a freeze, is not used", keys(), fun() ->
            Port = always(?OK),
            ok(#{endpoint => local(Port)}),
            Older = fun(Ms) ->
                sys:replace_state(lambda_runtime_aws_pool, fun(State) ->
                    [{Address, Connection, Since - Ms} || {Address, Connection, Since} <- State]
                end)
            end,
            _ = Older(1000),
            ok(#{endpoint => local(Port)}),
            _ = Older(20_000),
            ok(#{endpoint => local(Port)}),
            ?assertEqual([1, 1, 2], connections(Port))
        end},
        {"requests at once have a connection each, which are kept", keys(), fun() ->
            Port = always(?OK),
            Fun = fun() -> exit({result, ok(#{endpoint => local(Port)})}) end,
            Monitors = [element(2, spawn_monitor(Fun)) || _ <- lists:seq(1, 40)],
            [?assertMatch(#{body := ~"ok"}, result(Each)) || Each <- Monitors],
            ?assertEqual(40, length(aws_server:requests(Port)))
        end},
        {"a pool that has crashed is started again", keys(), fun() ->
            Port = always(?OK),
            ok(#{endpoint => local(Port)}),
            Pool = whereis(lambda_runtime_aws_pool),
            Monitor = monitor(process, Pool),
            exit(Pool, kill),
            receive {'DOWN', Monitor, process, _, _} -> ok end,
            ok(#{endpoint => local(Port)}),
            ok(#{endpoint => local(Port)}),
            ?assertEqual([1, 2, 2], connections(Port))
        end}
    ].

%% A certificate authority, and a certificate of it for a host.
certificate(Host) ->
    Extension = #'Extension'{extnID = ?'id-ce-subjectAltName', extnValue = [{dNSName, Host}], critical = false},
    Strong = [{digest, sha256}, {key, {namedCurve, secp256r1}}],
    #{server_config := Server, client_config := Client} = public_key:pkix_test_data(#{
        server_chain => #{root => Strong, intermediates => [], peer => [{extensions, [Extension]} | Strong]},
        client_chain => #{root => Strong, intermediates => [], peer => Strong}
    }),
    %% A name of its own: ssl caches the contents.
    File = filename:join(os:getenv("TMPDIR", "/tmp"), "aws_ca_" ++ integer_to_list(erlang:unique_integer([positive])) ++ ".pem"),
    Entries = [{'Certificate', Der, not_encrypted} || Der <- proplists:get_value(cacerts, Client)],
    ok = file:write_file(File, public_key:pem_encode(Entries)),
    {Server, File}.

tls_tests() ->
    [
        {"https, with the certificate authorities of a file", keys(), fun() ->
            {Server, File} = certificate("localhost"),
            Body = binary:copy(~"x", 100_000),
            Responses = [
                ~"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                ["HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", Body],
                ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n186a0\r\n", Body, "\r\n0\r\n\r\n"],
                ~"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            ],
            Counter = counters:new(1, []),
            Port = aws_server:start(
                fun(_, _) ->
                    ok = counters:add(Counter, 1, 1),
                    lists:nth(counters:get(Counter, 1), Responses)
                end,
                Server
            ),
            os:putenv("AWS_CA_BUNDLE", File),
            Url = <<"https://localhost:", Port/binary>>,
            Found = [in_process(fun() -> maps:get(body, ok(#{endpoint => Url})) end) || _ <- Responses],
            ?assertEqual([~"ok", Body, <<"hello", Body/binary>>, ~""], Found),
            ?assertEqual([1, 1, 1, 1], connections(Port))
        end},
        {"a certificate of an unknown authority, or for another host, is refused", keys(), fun() ->
            {Server, File} = certificate("example.com"),
            Port = aws_server:start(fun(_, _) -> ?OK end, Server),
            Options = #{endpoint => <<"https://localhost:", Port/binary>>, attempts => 1},
            os:putenv("AWS_CA_BUNDLE", File),
            {connection, Message} = failure(Options),
            ?assertMatch({_, _}, binary:match(Message, ~"hostname_check_failed")),
            {_, Other} = certificate("localhost"),
            os:putenv("AWS_CA_BUNDLE", Other),
            {connection, Unknown} = failure(Options),
            ?assertMatch({_, _}, binary:match(Unknown, ~"Unknown CA")),
            ?assertEqual([], aws_server:requests(Port))
        end}
    ].

credentials_tests() ->
    Response = fun(Seconds) ->
        Expiration = calendar:system_time_to_rfc3339(os:system_time(second) + Seconds, [{offset, "Z"}]),
        Json = json:encode(#{
            ~"AccessKeyId" => ~"AKIDCONTAINER",
            ~"SecretAccessKey" => ~"secret",
            ~"Token" => ~"token",
            ~"Expiration" => list_to_binary(Expiration)
        }),
        ["HTTP/1.1 200 OK\r\nContent-Length: ", integer_to_binary(iolist_size(Json)), "\r\n\r\n", Json]
    end,
    With = fun(Url, Test) ->
        os:putenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", binary_to_list(iolist_to_binary(Url))),
        Test()
    end,
    [
        {"empty variables are none", (region())#{"AWS_ACCESS_KEY_ID" => "", "AWS_SECRET_ACCESS_KEY" => "x"}, fun() ->
            ?assertMatch({error, {no_credentials, _}}, lambda_runtime_aws_credentials:get())
        end},
        {"the session token of the environment", (keys())#{"AWS_SESSION_TOKEN" => "token"}, fun() ->
            Port = always(?OK),
            ok(#{endpoint => local(Port)}),
            ?assertMatch([{_, #{headers := #{~"x-amz-security-token" := ~"token"}}}], aws_server:requests(Port))
        end},
        {"credentials of the container are kept", region(), fun() ->
            Port = always(Response(3600)),
            os:putenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic abc"),
            With([local(Port), "/role?a=b"], fun() ->
                {ok, First} = lambda_runtime_aws_credentials:get(),
                ?assertMatch(#{access_key_id := ~"AKIDCONTAINER", session_token := ~"token"}, First),
                ?assertEqual({ok, First}, lambda_runtime_aws_credentials:get()),
                [{1, #{line := Line, headers := #{~"authorization" := Token}}}] = aws_server:requests(Port),
                ?assertEqual({~"GET /role?a=b HTTP/1.1", ~"Basic abc"}, {Line, Token})
            end)
        end},
        {"and fetched again before they expire, with the token that the file has then", region(), fun() ->
            Port = always(Response(200)),
            File = filename:join(os:getenv("TMPDIR", "/tmp"), "aws_token_" ++ os:getpid()),
            os:putenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "not used"),
            os:putenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", File),
            With(local(Port), fun() ->
                ok = file:write_file(File, "one\n"),
                {ok, _} = lambda_runtime_aws_credentials:get(),
                ok = file:write_file(File, "two"),
                {ok, _} = lambda_runtime_aws_credentials:get(),
                Tokens = [maps:get(~"authorization", H) || {_, #{headers := H}} <- aws_server:requests(Port)],
                ?assertEqual([~"one", ~"two"], Tokens)
            end)
        end},
        {"if that fails, they are used until they expire", region(), fun() ->
            Counter = counters:new(1, []),
            Port = aws_server:start(fun(_, _) ->
                ok = counters:add(Counter, 1, 1),
                case counters:get(Counter, 1) of
                    1 -> Response(200);
                    _ -> ~"HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n"
                end
            end),
            With(local(Port), fun() ->
                {ok, First} = lambda_runtime_aws_credentials:get(),
                ?assertEqual({ok, First}, lambda_runtime_aws_credentials:get()),
                ?assertEqual(4, length(aws_server:requests(Port))),
                persistent_term:put({lambda_runtime_aws_credentials, local(Port)}, First#{expiry := 0}),
                {error, {no_credentials, Message}} = lambda_runtime_aws_credentials:get(),
                Expected = <<(local(Port))/binary, ": expected status 200, found 500">>,
                ?assertEqual(Expected, iolist_to_binary(Message))
            end)
        end},
        {"what the endpoint must not be, or say", region(), fun() ->
            Bad = [
                {~"http://example.com/", ~"expected https, or http on the loopback address"},
                {~"http://169.254.170.3/", ~"expected https, or http on the loopback address"},
                {~"nonsense", ~"expected a URL that starts with http:// or https://, found nonsense"}
                | [
                    {local(always(Answer)), Message}
                 || {Answer, Message} <- [
                        {?OK, ~"expected JSON with AccessKeyId, SecretAccessKey and Expiration"},
                        {~"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                            ~"expected AccessKeyId and SecretAccessKey in the response, found other keys"}
                    ]
                ]
            ],
            [
                With(Url, fun() ->
                    {error, {no_credentials, Message}} = lambda_runtime_aws_credentials:get(),
                    ?assertEqual(<<Url/binary, ": ", Expected/binary>>, iolist_to_binary(Message))
                end)
             || {Url, Expected} <- Bad
            ]
        end}
    ].

dynamodb(Body) ->
    lambda_runtime_aws:request(~"dynamodb", #{method => post, headers => [{~"X-Amz-Target", ~"Query"}], body => Body}).

%% That of lambda_runtime_test, for the tests of projects.
stand_in_tests() ->
    Aws = fun() -> lists:sort([Variable || {"AWS_" ++ _, _} = Variable <- os:env()]) end,
    Ok = fun(_Request) -> {200, ~""} end,
    [
        {"the stand-in responds to requests, and returns them in their order", #{}, fun() ->
            {Result, Requests} = lambda_runtime_test:with_aws(
                fun(#{body := Body}) -> {201, [Body, Body]} end,
                fun() ->
                    {ok, #{status := 201, body := Doubled}} = dynamodb(~"a"),
                    {ok, _} = request(#{
                        method => put,
                        path => [~"bucket", ~"a b/é"],
                        query => [{~"n", ~"1 2"}, {~"m", ~""}],
                        body => <<0, 255>>
                    }),
                    {ok, _} = request(#{}),
                    Doubled
                end
            ),
            ?assertEqual(~"aa", Result),
            ?assertMatch(
                [
                    #{
                        method := ~"POST",
                        path := ~"/",
                        query := [],
                        headers := #{~"x-amz-target" := ~"Query"},
                        body := ~"a"
                    },
                    #{
                        method := ~"PUT",
                        path := ~"/bucket/a b/é",
                        query := [{~"n", ~"1 2"}, {~"m", ~""}],
                        body := <<0, 255>>
                    },
                    #{method := ~"GET", body := ~""}
                ],
                Requests
            )
        end},
        {"the stand-in takes large requests, at once", #{}, fun() ->
            Large = binary:copy(~"x", 400_000),
            {Bodies, Requests} = lambda_runtime_test:with_aws(fun(#{body := Body}) -> {200, Body} end, fun() ->
                Fun = fun() -> exit({result, dynamodb(Large)}) end,
                Monitors = [element(2, spawn_monitor(Fun)) || _ <- lists:seq(1, 20)],
                [maps:get(body, element(2, result(Each))) || Each <- Monitors]
            end),
            ?assertEqual(lists:duplicate(20, Large), Bodies),
            ?assertEqual(20, length(Requests))
        end},
        {"a request that the test has no response for", #{}, fun() ->
            {{ok, #{status := 400, body := Body}}, [#{}]} = lambda_runtime_test:with_aws(
                fun(#{method := ~"GET"}) -> {200, ~""} end, fun() -> dynamodb(~"{}") end
            ),
            ?assertMatch({_, _}, binary:match(Body, ~"no response of the test to ")),
            ?assertMatch({_, _}, binary:match(Body, ~"function_clause"))
        end},
        {"the variables of before come back", #{"AWS_ENDPOINT_URL_S3" => "http://[::1]:1", "AWS_PROFILE" => "me"}, fun() ->
            Before = Aws(),
            {Variables, []} = lambda_runtime_test:with_aws(Ok, Aws),
            Url = proplists:get_value("AWS_ENDPOINT_URL", Variables),
            ?assertEqual(Url, proplists:get_value("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", Variables)),
            ?assertNot(lists:keymember("AWS_ENDPOINT_URL_S3", 1, Variables)),
            ?assertNot(lists:keymember("AWS_PROFILE", 1, Variables)),
            ?assertEqual(Before, Aws()),
            ?assertError(oops, lambda_runtime_test:with_aws(Ok, fun() -> error(oops) end)),
            ?assertEqual(Before, Aws())
        end},
        {"the stand-in leaves no links and no messages", #{}, fun() ->
            Counts = fun() -> [length(element(2, process_info(self(), Item))) || Item <- [links, messages]] end,
            Before = Counts(),
            {_, [_]} = lambda_runtime_test:with_aws(Ok, fun() -> dynamodb(~"{}") end),
            ?assertEqual(Before, Counts())
        end}
    ].
