-module(lambda_runtime_invocation_tests).
-include_lib("eunit/include/eunit.hrl").

all_headers_test() ->
    Headers = #{
        ~"lambda-runtime-aws-request-id" => ~"8476a536",
        ~"lambda-runtime-deadline-ms" => ~"1542409706888",
        ~"lambda-runtime-invoked-function-arn" => ~"arn:aws:lambda:us-east-2:123456789012:function:f",
        ~"lambda-runtime-trace-id" => ~"Root=1-5bef4de7;Parent=9a9197af755a6419;Sampled=1",
        ~"lambda-runtime-client-context" => ~"{\"custom\":{\"a\":null}}",
        ~"lambda-runtime-cognito-identity" => ~"{\"cognitoIdentityId\":\"i\",\"cognitoIdentityPoolId\":\"p\"}",
        ~"lambda-runtime-aws-tenant-id" => ~"blue",
        ~"lambda-runtime-invocation-id" => ~"inv-1"
    },
    ?assertEqual(
        #{
            request_id => ~"8476a536",
            deadline_ms => 1_542_409_706_888,
            invoked_function_arn => ~"arn:aws:lambda:us-east-2:123456789012:function:f",
            trace_id => ~"Root=1-5bef4de7;Parent=9a9197af755a6419;Sampled=1",
            client_context => #{~"custom" => #{~"a" => null}},
            cognito_identity => #{~"cognitoIdentityId" => ~"i", ~"cognitoIdentityPoolId" => ~"p"},
            tenant_id => ~"blue",
            invocation_id => ~"inv-1",
            function_name => ~"f"
        },
        lambda_runtime_invocation:context(Headers, #{function_name => ~"f"}, lambda_runtime_language)
    ).

absent_and_empty_headers_are_the_same_test() ->
    Id = #{~"lambda-runtime-aws-request-id" => ~"1"},
    Empty = #{
        ~"lambda-runtime-deadline-ms" => ~"",
        ~"lambda-runtime-trace-id" => ~"",
        ~"lambda-runtime-client-context" => ~"",
        ~"lambda-runtime-cognito-identity" => ~"",
        ~"lambda-runtime-aws-tenant-id" => ~"",
        ~"lambda-runtime-invocation-id" => ~"",
        ~"lambda-runtime-invoked-function-arn" => ~""
    },
    Absent = lambda_runtime_invocation:context(Id, #{}, lambda_runtime_language),
    ?assertEqual(Absent, lambda_runtime_invocation:context(maps:merge(Id, Empty), #{}, lambda_runtime_language)),
    ?assertEqual([~"1"], [V || _ := V <- Absent, V =/= undefined]).

client_context_that_is_no_json_is_text_test() ->
    Headers = #{~"lambda-runtime-aws-request-id" => ~"1", ~"lambda-runtime-client-context" => ~"{broken"},
    ?assertMatch(#{client_context := ~"{broken"}, lambda_runtime_invocation:context(Headers, #{}, lambda_runtime_language)).

remaining_time_test() ->
    Now = os:system_time(millisecond),
    Left = lambda_runtime:remaining_time_ms(#{deadline_ms => Now + 5_000}),
    ?assert(Left > 4_000 andalso Left =< 5_000),
    ?assertEqual(0, lambda_runtime:remaining_time_ms(#{deadline_ms => Now - 1})),
    ?assertEqual(infinity, lambda_runtime:remaining_time_ms(#{deadline_ms => undefined})).
