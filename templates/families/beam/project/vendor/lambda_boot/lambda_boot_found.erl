-module(lambda_boot_found).
-moduledoc "What a standard boot leaves behind in a VM, for the lean one to start with.".

-export([read/1]).

-export_type([found/0, call/0]).

-doc """
- `kernel`: what `kernel` starts its supervisor with
- `handler`: the default handler of Erlang's logger
- `elixir`: the settings of elixir; `none` if it does not run
- `logger`: the settings that Elixir's logger has made; `none` if it does not run, or has more to
  start than those
""".
-type found() :: #{
    kernel := {supervisor:sup_flags(), [supervisor:child_spec()]},
    handler := logger:handler_config() | none,
    elixir := {map(), [tuple()]} | none,
    logger := logger:primary_config() | none
}.

-doc "Calls a function in the VM that is looked into.".
-type call() :: fun((module(), Function :: atom(), Args :: [term()]) -> term()).

-doc "Looks for it in a VM whose boot is over.".
-spec read(call()) -> found().
read(Call) ->
    {ok, Kernel} = Call(kernel, init, [[]]),
    #{kernel => Kernel, handler => handler(Call), elixir => elixir(Call), logger => logger(Call)}.

handler(Call) ->
    case Call(logger, get_handler_config, [default]) of
        {ok, Config} -> Config;
        {error, _} -> none
    end.

elixir(Call) ->
    case Call(persistent_term, get, [elixir_config, none]) of
        none -> none;
        Static -> {Static, lists:sort(Call(ets, tab2list, [elixir_config]))}
    end.

%% With children, such as a back end of its own, it must start as it does by itself.
logger(Call) ->
    Supervisor = 'Elixir.Logger.Supervisor',
    case Call(erlang, whereis, [Supervisor]) of
        undefined ->
            none;
        _ ->
            case Call(supervisor, which_children, [Supervisor]) of
                [] -> Call(logger, get_primary_config, []);
                _ -> none
            end
    end.
