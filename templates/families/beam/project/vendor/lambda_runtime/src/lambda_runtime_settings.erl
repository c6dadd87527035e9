-module(lambda_runtime_settings).
-moduledoc """
What the environment of the process says: where the Runtime API is, which handler to run, how many
invocations at once.

Names and meaning of the variables:
<https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>.
""".

-export([on_lambda/0, read/0]).

-export_type([settings/0]).

-doc """
- `api`: address of the Runtime API
- `handler`: name of the handler as it was given; empty if it was not
- `pollers`: how many invocations may be in progress at once
- `concurrent`: whether Lambda may send more than one at a time (Lambda Managed Instances). What
  belongs to the whole process, such as `_X_AMZN_TRACE_ID`, cannot tell of one invocation then.
- `function`: the part of the context that is the same in every invocation
""".
-type settings() :: #{
    api := lambda_runtime_http:address(),
    handler := binary(),
    pollers := pos_integer(),
    concurrent := boolean(),
    function := map()
}.

-doc "Whether there is a Runtime API to poll.".
-spec on_lambda() -> boolean().
on_lambda() ->
    os:getenv("AWS_LAMBDA_RUNTIME_API", "") =/= "".

-doc "Reads the environment.".
-spec read() -> settings() | not_on_lambda.
read() ->
    case on_lambda() of
        false ->
            not_on_lambda;
        true ->
            MaxConcurrency = os:getenv("AWS_LAMBDA_MAX_CONCURRENCY"),
            #{
                api => lambda_runtime_http:address(os:getenv("AWS_LAMBDA_RUNTIME_API")),
                handler => handler(),
                pollers => positive_integer(MaxConcurrency, 1),
                concurrent => MaxConcurrency =/= false,
                function => function()
            }
    end.

%% Lambda leaves _HANDLER empty for images, so the entry script exports it. Without that script the
%% name is the first argument after -extra.
handler() ->
    case {os:getenv("_HANDLER", ""), init:get_plain_arguments()} of
        {"", [First | _]} -> unicode:characters_to_binary(First);
        {Name, _} -> unicode:characters_to_binary(Name)
    end.

function() ->
    Memory = os:getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"),
    #{
        function_name => variable("AWS_LAMBDA_FUNCTION_NAME"),
        function_version => variable("AWS_LAMBDA_FUNCTION_VERSION"),
        memory_limit_mb => positive_integer(Memory, undefined),
        log_group_name => variable("AWS_LAMBDA_LOG_GROUP_NAME"),
        log_stream_name => variable("AWS_LAMBDA_LOG_STREAM_NAME")
    }.

variable(Name) ->
    case os:getenv(Name, "") of
        "" -> undefined;
        Value -> unicode:characters_to_binary(Value)
    end.

positive_integer(false, Default) ->
    Default;
positive_integer(Text, Default) ->
    try list_to_integer(Text) of
        N when N > 0 -> N;
        _ -> Default
    catch
        error:badarg -> Default
    end.
