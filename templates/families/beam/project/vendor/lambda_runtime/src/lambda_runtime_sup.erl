-module(lambda_runtime_sup).
-moduledoc """
Supervises the pollers: one per invocation that may be in progress at once.

A poller handles everything that can be survived by itself, so one that ends means that this VM can
no longer serve. Then the supervisor shuts down (`auto_shutdown`) and `lambda_runtime_guard` ends
the VM: Lambda replaces a runtime that exits, it cannot help one that idles.
""".

-behaviour(supervisor).

-export([start_link/1]).
-export([init/1]).

-doc "Finds the handler, then starts polling. A handler that cannot be found ends the VM.".
-spec start_link(lambda_runtime_settings:settings()) -> supervisor:startlink_ret().
start_link(Settings) ->
    supervisor:start_link(?MODULE, Settings).

-doc false.
-spec init(lambda_runtime_settings:settings()) ->
    {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init(#{handler := Name, pollers := Pollers, api := Api} = Settings) ->
    ok = lambda_runtime_guard:watch(self()),
    case lambda_runtime_resolve:handler(Name) of
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

poller(N, Settings) ->
    #{
        id => {lambda_runtime_poller, N},
        start => {lambda_runtime_poller, start_link, [Settings]},
        restart => temporary,
        significant => true,
        %% It waits for Lambda without a time-out, so asking it politely would take for ever.
        shutdown => brutal_kill
    }.
