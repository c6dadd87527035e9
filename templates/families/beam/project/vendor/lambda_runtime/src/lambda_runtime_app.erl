-module(lambda_runtime_app).
-moduledoc """
The application: everything that must be in place before the children of the user's application
start.

On Lambda that is the log handler and the guard, so that what the children log while they start
is formatted already and a SIGTERM that comes early is answered. Elsewhere it starts nothing.
""".

-behaviour(application).
-behaviour(supervisor).

-export([start/2, stop/1]).
-export([init/1]).

-doc false.
-spec start(application:start_type(), term()) -> supervisor:startlink_ret().
start(_Type, _Args) ->
    supervisor:start_link(?MODULE, []).

-doc false.
-spec stop(term()) -> ok.
stop(_State) ->
    ok.

-doc false.
-spec init([]) -> {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init([]) ->
    {ok, {#{intensity => 0, period => 1}, children(lambda_runtime_settings:on_lambda())}}.

children(true) ->
    ok = lambda_runtime_log:install(),
    [#{id => lambda_runtime_guard, start => {lambda_runtime_guard, start_link, []}}];
children(false) ->
    [].
