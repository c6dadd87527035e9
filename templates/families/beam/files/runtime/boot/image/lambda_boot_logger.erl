-module(lambda_boot_logger).
-moduledoc """
Starts the application `logger`, which is Elixir's, with the settings that it has found in the build
already.

Its own `start/2` works out the level, the filters and the handler of Erlang's logger, and needs 140
kB of code for that, `Enum` and `Keyword` among it. (12 ms) The settings were taken from a standard
boot in the build; the handler is there from the first (`lambda_boot_release`).
""".

-behaviour(application).
-behaviour(supervisor).

-export([start/2, stop/1, config_change/3]).
-export([init/1]).

-doc false.
start(_Type, PrimaryConfig) ->
    ok = logger:set_primary_config(PrimaryConfig),
    case supervisor:start_link({local, 'Elixir.Logger.Supervisor'}, ?MODULE, []) of
        {ok, Supervisor} -> {ok, Supervisor, _Revert = []};
        Error -> Error
    end.

-doc false.
stop(Revert) ->
    'Elixir.Logger.App':stop(Revert).

-doc false.
config_change(Changed, New, Removed) ->
    'Elixir.Logger.App':config_change(Changed, New, Removed).

-doc false.
init([]) ->
    {ok, {#{strategy => one_for_one}, []}}.
