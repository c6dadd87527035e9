-module(lambda_boot_release).
-moduledoc """
Reads a release: its boot script, the settings of its applications and the flags of the VM.

Throws `{standard, Reason}` if the release is known not to work with the lean boot.
""".

-export([read/2, merged/2, with_log_handler/2]).

-export_type([release/0, settings/0, config/0]).

-doc """
- `task`: its directory
- `here`: the directory of this tool
- `script`: its boot script
- `config`: the settings of its applications
- `vm_args`: the flags of the VM, as in the file
- `flags`: the flags without those about the boot
- `path`: the code path, in the form of boot scripts
- `unused`: applications that need not be started
""".
-type release() :: #{
    task := string(),
    here := string(),
    script := lambda_boot_lean:script(),
    config := config(),
    vm_args := binary(),
    flags := [string()],
    path := [string()],
    unused := [atom()]
}.

-type settings() :: [{Key :: atom(), term()}].
-type config() :: [{Application :: atom(), settings()}].

%% The versions whose internals were checked, and which the tests of the generator cover. The proof
%% in the build shows that the probed features work, not that nothing else has changed.
-define(PROVEN_OTP, ["27", "29"]).
-define(PROVEN_ELIXIR, ["1.18", "1.20"]).

-doc "Reads the release in `Task`.".
-spec read(Task :: string(), Here :: string()) -> release().
read(Task, Here) ->
    Directory = filename:join(Task, "releases/current"),
    {ok, Boot} = file:read_file(filename:join(Directory, "start.boot")),
    Script = binary_to_term(Boot),
    {ok, VmArgs} = file:read_file(filename:join(Task, "vm.args")),
    {Config, Flags} = settings(VmArgs, filename:join(Directory, "sys.config")),
    Applications = lambda_boot_lean:applications(Script),
    ok = check_version("OTP ", erlang:system_info(otp_release), ?PROVEN_OTP),
    ok = check_elixir([Properties || {application, elixir, Properties} <- Applications]),
    ok = check_config(Config),
    Unused = unused(Applications),
    #{
        task => Task,
        here => Here,
        script => Script,
        config => Config,
        vm_args => VmArgs,
        flags => Flags,
        path => path(Task, Script, Unused),
        unused => Unused
    }.

check_elixir([]) ->
    ok;
check_elixir([Properties]) ->
    [Major, Minor | _] = string:lexemes(proplists:get_value(vsn, Properties), "."),
    check_version("Elixir ", Major ++ "." ++ Minor, ?PROVEN_ELIXIR).

check_version(Of, Version, Proven) ->
    case lists:member(Version, Proven) of
        true -> ok;
        false -> throw({standard, ["not tried with ", Of, Version, " yet"]})
    end.

check_config(Config) ->
    case proplists:get_value(config_provider_init, proplists:get_value(elixir, Config, [])) of
        undefined ->
            ok;
        _ ->
            Reason = "config/runtime.exs, or a config provider, is evaluated when the VM boots",
            throw({standard, Reason})
    end.

%% mix puts sasl into every release.
unused(Applications) ->
    Asked = lists:append([
        proplists:get_value(applications, Properties, [])
     || {application, _, Properties} <- Applications
    ]),
    [sasl || not lists:member(sasl, Asked)].

%% The last path in the script has all directories, with that of the consolidated protocols first.
%% It must stay first, or the unconsolidated protocols would be loaded, which search for their
%% implementation at each call.
path(Task, {script, _, Instructions}, Unused) ->
    Standard = lists:last([Path || {path, Path} <- Instructions]),
    Gone = ["$ROOT/lib/" ++ atom_to_list(Name) ++ "-" || Name <- Unused],
    [
        Directory
     || "$ROOT" ++ Below = Directory <- [from_root(Directory) || Directory <- Standard],
        not lists:any(fun(Start) -> lists:prefix(Start, Directory) end, Gone),
        %% The code server searches the directories in order: leave out those that do not exist.
        filelib:is_dir(Task ++ Below)
    ] ++ ["$ROOT/boot"].

%% mix puts the protocols into "$RELEASE_LIB/../releases". The lean boot does not use the variable.
from_root(Directory) ->
    Flat = string:replace(string:replace(Directory, "$RELEASE_LIB", "$ROOT/lib"), "/lib/../", "/"),
    lists:flatten(Flat).

%% The settings in vm.args and in sys.config, and the other flags.
settings(VmArgs, SysConfig) ->
    {Flags, Kernel} = flags(VmArgs),
    {update(kernel, fun(Set) -> merged(Set, Kernel) end, config(SysConfig)), Flags}.

-doc "Merges settings. Those of the second argument take precedence.".
-spec merged(settings(), settings()) -> settings().
merged(Weaker, Stronger) ->
    [Setting || {Key, _} = Setting <- Weaker, not lists:keymember(Key, 1, Stronger)] ++ Stronger.

update(Application, Update, Config) ->
    Settings = Update(proplists:get_value(Application, Config, [])),
    lists:keystore(Application, 1, Config, {Application, Settings}).

-doc """
Configures the runtime's log handler as the default handler, with the level and filters that the
standard boot sets.

The standard boot loads and starts OTP's handler first, then replaces it. If the project configures
handlers of `kernel` itself, they are kept.
""".
-spec with_log_handler(logger:handler_config() | none, config()) -> config().
with_log_handler(none, Config) ->
    Config;
with_log_handler(Found, Config) ->
    %% Without a formatter, logger would load its own to check the configuration.
    Formatter = #{formatter => {lambda_runtime_log, []}},
    Handler = maps:merge(maps:with([level, filters, filter_default], Found), Formatter),
    Logger = [{logger, [{handler, default, lambda_runtime_log, Handler}]}],
    update(kernel, fun(Set) -> merged(Logger, Set) end, Config).

config(File) ->
    case file:consult(File) of
        {ok, [Terms]} ->
            case lists:all(fun is_settings/1, Terms) of
                true -> Terms;
                false -> throw({standard, "sys.config names other files"})
            end;
        {error, enoent} ->
            [];
        {error, Reason} ->
            throw({standard, ["sys.config: ", file:format_error(Reason)]})
    end.

is_settings({Name, Settings}) -> is_atom(Name) andalso is_list(Settings);
is_settings(_) -> false.

%% The flags without those about the boot. `-kernel Key Value` is a setting, which takes precedence
%% over sys.config.
flags(Text) ->
    Lines = [string:trim(Line) || Line <- string:split(binary_to_list(Text), "\n", all)],
    lists:foldr(fun flag/2, {[], []}, [Line || [C | _] = Line <- Lines, C =/= $#]).

flag("-boot" ++ _, FlagsAndSettings) ->
    FlagsAndSettings;
flag("-config " ++ _, FlagsAndSettings) ->
    FlagsAndSettings;
flag("-kernel " ++ Setting, {Flags, Settings}) ->
    [Key, Value] = string:lexemes(Setting, " "),
    {ok, Tokens, _} = erl_scan:string(Value ++ "."),
    {ok, Term} = erl_parse:parse_term(Tokens),
    {Flags, [{list_to_atom(Key), Term} | Settings]};
flag(Flag, {Flags, Settings}) ->
    {[Flag | Flags], Settings}.
