-module(lambda_boot_settings).
-moduledoc """
The settings of applications and the flags of the VM that a release starts with: its `sys.config`
and its `vm.args`.
""".

-export([read/2, merged/2, with_log_handler/2]).

-export_type([settings/0, config/0]).

-type settings() :: [{Key :: atom(), term()}].
-type config() :: [{Application :: atom(), settings()}].

-doc "The settings in both files, and the flags that are left then.".
-spec read(VmArgs :: string(), SysConfig :: string()) -> {config(), Flags :: [string()]}.
read(VmArgs, SysConfig) ->
    {Flags, Kernel} = flags(VmArgs),
    {update(kernel, fun(Set) -> merged(Set, Kernel) end, config(SysConfig)), Flags}.

-doc "All settings, of those that are in both the second one's.".
-spec merged(settings(), settings()) -> settings().
merged(Weaker, Stronger) ->
    [Setting || {Key, _} = Setting <- Weaker, not lists:keymember(Key, 1, Stronger)] ++ Stronger.

update(Application, Update, Config) ->
    Settings = Update(proplists:get_value(Application, Config, [])),
    lists:keystore(Application, 1, Config, {Application, Settings}).

-doc """
Starts logger with the runtime's own handler, with the level and the filters that the standard boot
has given it.

To put it in the place of OTP's, as the standard boot has to, that one must be loaded, started and
stopped. A project that sets up handlers of `kernel` itself keeps them.
""".
-spec with_log_handler(logger:handler_config() | none, config()) -> config().
with_log_handler(none, Config) ->
    Config;
with_log_handler(Found, Config) ->
    %% Without a formatter logger would load its own, and ask it whether all is well.
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

%% The flags but for those that say what to boot and how. `-kernel Key Value` is a setting like
%% those in sys.config, only stronger.
flags(File) ->
    {ok, Text} = file:read_file(File),
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
