-module(lambda_boot_release).
-moduledoc """
Reads a release: its boot script, the settings of its applications and the flags of the VM.

Throws `{standard, Reason}` if the release is known not to work with the lean boot.
""".

-export([read/2, kernel_flags/1, merged/2, with_log_handler/2]).

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

-doc "Reads the release in `Task`.".
-spec read(Task :: string(), Here :: string()) -> release().
read(Task, Here) ->
    Directory = filename:join(Task, "releases/current"),
    {ok, Boot} = file:read_file(filename:join(Directory, "start.boot")),
    Script = binary_to_term(Boot),
    {ok, VmArgs} = file:read_file(filename:join(Task, "vm.args")),
    {Config, Flags} = settings(VmArgs, filename:join(Directory, "sys.config")),
    Applications = lambda_boot_lean:applications(Script),
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
        filelib:is_dir(Task ++ Below),
        Below =/= "/boot"
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
Configures the default log handler that was found after the standard boot.

The standard boot loads and starts OTP's handler first, then replaces it, twice in Elixir. If the
project configures handlers of `kernel` itself, they are kept.
""".
-spec with_log_handler(logger:handler_config() | none, config()) -> config().
with_log_handler(Found, Config) ->
    Logger = [{logger, [handler(Found)]}],
    update(kernel, fun(Set) -> merged(Logger, Set) end, Config).

handler(none) ->
    {handler, default, undefined};
handler(#{module := lambda_runtime_log} = Found) ->
    {handler, default, lambda_runtime_log, maps:without([id, module, config], Found)};
handler(#{module := Module} = Found) ->
    {handler, default, Module, maps:without([id, module], Found)}.

%% A setting replaces one with the same key above it. So do the settings of another file that is
%% named there.
config(File) ->
    lists:foldl(fun(Entry, Config) -> with_entry(Entry, Config, File) end, [], entries(File)).

entries(File) ->
    case file:consult(File) of
        {ok, [Entries]} ->
            Entries;
        {error, enoent} ->
            [];
        {error, Reason} ->
            Name = filename:basename(File),
            throw({standard, [Name, " cannot be read: ", file:format_error(Reason)]})
    end.

with_entry({Name, Settings}, Config, _File) ->
    update(Name, fun(Above) -> merged(Above, Settings) end, Config);
with_entry(Other, Config, File) ->
    Name = filename:rootname(Other, ".config") ++ ".config",
    Named = filename:join(filename:dirname(File), Name),
    case filelib:is_regular(Named) of
        true ->
            With = fun(Entry, Above) -> with_entry(Entry, Above, Named) end,
            lists:foldl(With, Config, entries(Named));
        false ->
            Text = ["sys.config names ", Name, ", which is not beside it in the release"],
            throw({standard, Text})
    end.

-doc "The settings in `-kernel` flags.".
-spec kernel_flags(VmArgs :: binary()) -> settings().
kernel_flags(VmArgs) ->
    {_Flags, Kernel} = flags(VmArgs),
    Kernel.

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
