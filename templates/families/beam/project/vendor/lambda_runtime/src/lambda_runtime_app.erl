-module(lambda_runtime_app).
-moduledoc """
The application, its supervisors, and the settings that it takes from environment variables.

It starts before the user's application: the log handler, so that all records have its format, and
`lambda_runtime_guard`, which handles an early SIGTERM and starts the pollers under a supervisor of
this application when the child in the user's supervision tree starts, see
`lambda_runtime:child_spec/0`. Away from Lambda it starts nothing.

A poller survives every fault that can be survived. If one ends, this VM cannot serve events any
more, and `lambda_runtime_guard` ends it, because Lambda replaces a runtime that exits.
""".

-behaviour(application).
-behaviour(supervisor).

-export([start/2, stop/1]).
-export([settings/0]).
-export([init/1]).

-export_type([settings/0]).

-doc """
- `api`: address of the Runtime API
- `handler`: name of the handler, as given; empty if none is given
- `pollers`: number of concurrent invocations
- `concurrent`: whether Lambda may send more than one event at a time (Lambda Managed Instances).
  State of the whole process, such as `_X_AMZN_TRACE_ID`, cannot hold values of one invocation then.
- `function`: the part of the context that is the same in every invocation
""".
-type settings() :: #{
    api := lambda_runtime_http:address(),
    handler := binary(),
    pollers := pos_integer(),
    concurrent := boolean(),
    function := map()
}.

-doc false.
-spec start(application:start_type(), term()) -> supervisor:startlink_ret().
start(_Type, _Args) ->
    supervisor:start_link(?MODULE, runtime).

-doc false.
-spec stop(term()) -> ok.
stop(_State) ->
    ok.

-doc false.
-spec init(runtime | pollers) -> {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init(runtime) ->
    {ok, {#{intensity => 0, period => 1}, children(on_lambda())}};
init(pollers) ->
    {ok, {#{strategy => simple_one_for_one}, [poller()]}}.

%% The guard is stopped before the pollers, so that it does not take their end for a failure.
children(true) ->
    ok = lambda_runtime_log:install(),
    Pollers = [{local, lambda_runtime_pollers}, ?MODULE, pollers],
    [
        #{id => pollers, start => {supervisor, start_link, Pollers}, type => supervisor},
        #{id => guard, start => {lambda_runtime_guard, start_link, []}}
    ];
children(false) ->
    [].

poller() ->
    #{
        id => poller,
        start => {lambda_runtime_poller, start_link, []},
        restart => temporary,
        %% It blocks in `next` without a time-out and would not react to a `shutdown` message.
        shutdown => brutal_kill
    }.

on_lambda() ->
    os:getenv("AWS_LAMBDA_RUNTIME_API", "") =/= "".

-doc """
Reads the settings from the environment variables that Lambda sets, see
<https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>.
""".
-spec settings() -> settings() | not_on_lambda.
settings() ->
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
