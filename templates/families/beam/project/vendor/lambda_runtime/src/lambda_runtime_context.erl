-module(lambda_runtime_context).
-moduledoc """
The context of an invocation, from the headers that came with it.

An empty header means the same as none: the Runtime API of Lambda Managed Instances sends those.
""".

-export([new/3]).

-doc "`Function` is what is the same in every invocation; `Language` decodes what is JSON.".
-spec new(lambda_runtime_http:headers(), Function :: map(), Language :: module()) ->
    lambda_runtime:context().
new(Headers, Function, Language) ->
    Function#{
        request_id => header(~"lambda-runtime-aws-request-id", Headers),
        deadline_ms => integer(header(~"lambda-runtime-deadline-ms", Headers)),
        invoked_function_arn => header(~"lambda-runtime-invoked-function-arn", Headers),
        trace_id => header(~"lambda-runtime-trace-id", Headers),
        client_context => json(header(~"lambda-runtime-client-context", Headers), Language),
        cognito_identity => json(header(~"lambda-runtime-cognito-identity", Headers), Language),
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
json(undefined, _Language) ->
    undefined;
json(Text, Language) ->
    try
        Language:decode(Text)
    catch
        error:_ -> Text
    end.
