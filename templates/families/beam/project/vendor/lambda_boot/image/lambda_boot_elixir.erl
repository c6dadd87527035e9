-module(lambda_boot_elixir).
-moduledoc """
Starts the application `elixir` with what it has found out in the build already.

Its own `start/2` loads `Kernel`, `Macro.Env`, `System` and the tokenizer of the language, the
largest modules there are, to check the machine it runs on and to have them at hand for compiling. A
function does not compile: that is 19 ms saved. The same modules are loaded when they are first
called, as all others are.

What `start/2` leaves behind is a table and a term of settings. URI, System.argv, System.at_exit and
Code crash without them, so both are taken from a real start in the build (`lambda_boot_found`),
and put back here by the very functions that put them there. These functions are internal to Elixir:
the build proves for each version that it works.
""".

-behaviour(application).

-export([start/2, stop/1, config_change/3]).

-doc false.
-spec start(application:start_type(), {Static :: map(), Table :: [tuple()]}) ->
    {ok, pid(), ets:table()} | {error, term()}.
start(_Type, {Static, Table}) ->
    ok = elixir_config:static(Static),
    Tab = elixir_config:new(Table),
    case elixir_sup:start_link() of
        {ok, Supervisor} ->
            {ok, Supervisor, Tab};
        {error, _} = Error ->
            elixir_config:delete(Tab),
            Error
    end.

-doc false.
-spec stop(ets:table()) -> ok.
stop(Tab) ->
    elixir:stop(Tab).

-doc false.
-spec config_change([{atom(), term()}], [{atom(), term()}], [atom()]) -> ok.
config_change(Changed, New, Removed) ->
    elixir:config_change(Changed, New, Removed).
