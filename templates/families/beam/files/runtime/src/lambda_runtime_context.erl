-module(lambda_runtime_context).
-moduledoc """
The context of an invocation, from the headers that came with it.

An empty header means the same as none: the Runtime API of Lambda Managed Instances sends those.
""".

-export([new/2]).

-spec new(lambda_runtime_http:headers(), Function :: map()) -> lambda_runtime:context().
new(Headers, Function) ->
    Function#{
        request_id => header(~"lambda-runtime-aws-request-id", Headers),
        deadline_ms => integer(header(~"lambda-runtime-deadline-ms", Headers)),
        invoked_function_arn => header(~"lambda-runtime-invoked-function-arn", Headers),
        trace_id => header(~"lambda-runtime-trace-id", Headers),
        client_context => json(header(~"lambda-runtime-client-context", Headers)),
        cognito_identity => json(header(~"lambda-runtime-cognito-identity", Headers)),
        tenant_id => header(~"lambda-runtime-aws-tenant-id", Headers),
        invocation_id => header(~"lambda-runtime-invocation-id", Headers)
    }.

header(Name, Headers) ->
    case Headers of
        #{Name := ~""} -> undefined;
        #{Name := Value} -> Value;
        #{} -> undefined
    end.

integer(undefined) ->
    undefined;
integer(Text) ->
    try
        binary_to_integer(Text)
    catch
        error:badarg -> undefined
    end.

%% The caller chose the client context. What is no JSON is handed on as it came.
json(undefined) ->
    undefined;
json(Text) ->
    try
        json:decode(Text)
    catch
        error:_ -> Text
    end.
