-module(lambda_boot_provider).
-moduledoc """
Runs the configuration providers of an Elixir release, such as the one for `config/runtime.exs`,
when the VM boots.

The standard boot leaves this to `Config.Provider`. The lean boot does the same with two exceptions:
it has the settings of `sys.config` already, and calls the module that the build has compiled from
`config/runtime.exs`. Reading the one loads Erlang's scanner and parser (10 ms), evaluating the other
much of Elixir's compiler (25 ms).

With both boots, a provider that fails is reported to Lambda.
""".

-export([standard/1, lean/3]).
%% The callback of Config.Provider.
-export([load/2]).

-export_type([source/0, provider/0]).

-doc "A file that a provider evaluates: its path in the image, its name, and its module.".
-type source() :: {Path :: string(), Name :: string(), module()}.

-doc "A provider with its state, as in the setting `config_provider_init` of `elixir`.".
-type provider() :: {module(), State :: term()}.

-type config() :: [{Application :: atom(), [{Key :: atom(), term()}]}].

%% These have been started when the providers run.
-define(STARTED, [kernel, stdlib]).

-doc "Runs the providers by `Config.Provider`.".
-spec standard([source()]) -> ok.
standard(Sources) ->
    #{providers := Providers, validate_compile_env := CompileEnv} = Init = start_elixir(),
    Guarded = [{?MODULE, {Provider, Sources}} || Provider <- Providers],
    ok = set_init(Init#{providers := Guarded, validate_compile_env := false}),
    _ = 'Elixir.Config.Provider':boot(),
    ok = set_init(Init),
    check_compile_env(CompileEnv).

-doc "Runs the providers, given the settings of `sys.config`.".
-spec lean(config(), [provider()], [source()]) -> ok.
lean(Config, Providers, Sources) ->
    #{extra_config := Extra, validate_compile_env := CompileEnv} = start_elixir(),
    Run = fun(Provider, Loaded) -> load(Loaded, {Provider, Sources}) end,
    Loaded = lists:foldl(Run, 'Elixir.Config':'__merge__'(Config, Extra), Providers),
    ok = application:set_env(Loaded, [{persistent, true}]),
    check_compile_env(CompileEnv).

start_elixir() ->
    {ok, _} = application:ensure_all_started(elixir),
    {ok, Init} = application:get_env(elixir, config_provider_init),
    Init.

set_init(Init) ->
    application:set_env(elixir, config_provider_init, Init, [{persistent, true}]).

-doc "Runs a provider. Ends the VM if it fails.".
-spec load(config(), {provider(), [source()]}) -> config().
load(Config, {{Module, State}, Sources}) ->
    try loaded(Module, Config, State) of
        Loaded when is_list(Loaded) ->
            ok = lists:foreach(fun(Name) -> check_started(Name, Config, Loaded) end, ?STARTED),
            Loaded;
        _NoList ->
            Provider = 'Elixir.Kernel':inspect(Module),
            Text = " must return the configuration, a keyword list",
            lambda_boot_failure:stop(["the config provider ", Provider, Text])
    catch
        Class:Reason:Stacktrace ->
            lambda_boot_failure:stop(Class, Reason, Stacktrace, Sources)
    end.

check_started(Name, Config, Loaded) ->
    case {proplists:get_value(Name, Config), proplists:get_value(Name, Loaded)} of
        {Same, Same} ->
            ok;
        _ ->
            Text =
                " is configured after it was started, which has no effect: "
                "put its settings into config/config.exs",
            lambda_boot_failure:stop([atom_to_binary(Name), Text])
    end.

loaded(?MODULE, Config, {Source, Options}) ->
    'Elixir.Config':'__merge__'(Config, evaluated(Source, Options));
loaded(Module, Config, State) ->
    Module:load(Config, State).

%% As `Config.__eval__!` does it: the functions of Config keep the configuration in the process
%% dictionary.
evaluated({Path, Name, Module}, Options) ->
    Imports =
        case proplists:get_value(imports, Options, []) of
            disabled -> disabled;
            Imported -> [unicode:characters_to_binary(Path) | Imported]
        end,
    Environment = {
        proplists:get_value(env, Options, nil), proplists:get_value(target, Options, nil)
    },
    State = [{opts, Environment}, {config, []}, {imports, Imports}],
    Before = [{Key, put({'Elixir.Config', Key}, Value)} || {Key, Value} <- State],
    try
        {value, Value} = Module:evaluate(),
        case get({'Elixir.Config', config}) of
            [] when is_list(Value) -> checked(Value, Name);
            Config -> Config
        end
    after
        lists:foreach(fun restore/1, Before)
    end.

restore({Key, undefined}) -> erase({'Elixir.Config', Key});
restore({Key, Value}) -> put({'Elixir.Config', Key}, Value).

%% A file may return the configuration instead of calling config/2.
checked(Config, Name) ->
    case lists:all(fun is_settings/1, Config) of
        true ->
            Config;
        false ->
            Text = " must return a keyword list with a keyword list for each application",
            error('Elixir.ArgumentError':exception(iolist_to_binary([Name, Text])))
    end.

is_settings({Application, Settings}) when is_atom(Application) ->
    'Elixir.Keyword':'keyword?'(Settings);
is_settings(_) ->
    false.

check_compile_env(CompileEnv) when is_list(CompileEnv), CompileEnv =/= [] ->
    case 'Elixir.Config.Provider':validate_compile_env(CompileEnv) of
        ok -> ok;
        {error, Text} -> lambda_boot_failure:stop(Text)
    end;
check_compile_env(_NotAsked) ->
    ok.
