-module(lambda_boot_logger).
-moduledoc """
Starts the application `logger`, which is Elixir's, with the settings that it has found in the build
already.

Its own `start/2` works out the level, the filters and the handler of Erlang's logger, and needs
140 kB of code for that, `Enum` and `Keyword` among it. (12 ms) Without those filters the reports of
OTP would not be in Elixir's words, and `Logger.put_process_level/2` would have no effect. So they
are taken from a standard boot in the build (`lambda_boot_found`). The handler is there from the
first (`lambda_boot_settings`).

It starts no children: where `start/2` would, the build leaves it in its place.
""".

-behaviour(application).
-behaviour(supervisor).

-export([start/2, stop/1, config_change/3]).
-export([init/1]).

-doc false.
-spec start(application:start_type(), logger:primary_config()) ->
    {ok, pid(), []} | {error, term()}.
start(_Type, PrimaryConfig) ->
    ok = logger:set_primary_config(PrimaryConfig),
    case supervisor:start_link({local, 'Elixir.Logger.Supervisor'}, ?MODULE, []) of
        {ok, Supervisor} -> {ok, Supervisor, []};
        {error, _} = Error -> Error
    end.

-doc false.
-spec stop([]) -> term().
stop([]) ->
    %% The list is what to revert besides.
    'Elixir.Logger.App':stop([]).

-doc false.
-spec config_change([{atom(), term()}], [{atom(), term()}], [atom()]) -> ok.
config_change(Changed, New, Removed) ->
    'Elixir.Logger.App':config_change(Changed, New, Removed).

-doc false.
-spec init([]) -> {ok, {supervisor:sup_flags(), []}}.
init([]) ->
    {ok, {#{strategy => one_for_one}, []}}.
