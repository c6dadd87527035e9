-module(lambda_runtime_app).
-moduledoc """
The application, its two supervisors, and the settings that both take from environment variables.

- The application's own supervisor starts the log handler and `lambda_runtime_guard` before the
  children of the user's application start, so that their log records are formatted and an early
  SIGTERM is handled. Away from Lambda it starts nothing.
- The supervisor of the pollers belongs into the user's supervision tree, see
  `lambda_runtime:child_spec/0`. It starts one poller per concurrent invocation.

A poller survives every fault that can be survived. If one ends, this VM cannot serve events any
more: the supervisor shuts down (`auto_shutdown`), and `lambda_runtime_guard` ends the VM, because
Lambda replaces a runtime that exits.
""".

-behaviour(application).
-behaviour(supervisor).

-export([start/2, stop/1]).
-export([start_pollers/1, settings/0]).
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
    supervisor:start_link(?MODULE, guard).

-doc false.
-spec stop(term()) -> ok.
stop(_State) ->
    ok.

-doc "Finds the handler and starts the pollers. Ends the VM if the handler is not found.".
-spec start_pollers(settings()) -> supervisor:startlink_ret().
start_pollers(Settings) ->
    supervisor:start_link(?MODULE, {pollers, Settings}).

-doc false.
-spec init(guard | {pollers, settings()}) ->
    {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init(guard) ->
    {ok, {#{intensity => 0, period => 1}, guard(on_lambda())}};
init({pollers, #{handler := Name, pollers := Pollers, api := Api} = Settings}) ->
    ok = lambda_runtime_guard:watch(self()),
    case lambda_runtime_handler:find(Name) of
        {ok, Handler} ->
            ok = lambda_runtime_invocation:preload(Handler),
            PollerSettings = Settings#{handler := Handler},
            Flags = #{intensity => 0, period => 1, auto_shutdown => any_significant},
            {ok, {Flags, [poller(N, PollerSettings) || N <- lists:seq(1, Pollers)]}};
        {error, Report} ->
            lambda_runtime_log:failure(Report),
            ok = lambda_runtime_api:init_error(Api, Report),
            lambda_runtime_guard:end_vm(1)
    end.

guard(true) ->
    ok = lambda_runtime_log:install(),
    [#{id => lambda_runtime_guard, start => {lambda_runtime_guard, start_link, []}}];
guard(false) ->
    [].

poller(N, Settings) ->
    #{
        id => {lambda_runtime_poller, N},
        start => {lambda_runtime_poller, start_link, [Settings]},
        restart => temporary,
        significant => true,
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
