-module(lambda_boot_release).
-moduledoc """
A release in the folder that it has in the image, `/var/task`: what it starts, whether the lean boot
can do the same, and its files once it does.

What speaks against the lean boot is thrown as `{standard, Reason}`.
""".

-export([read/2, plan/3, install/3]).

-export_type([release/0]).

-type release() :: #{
    task := string(),
    here := string(),
    script := lambda_boot_script:script(),
    config := [{atom(), [{atom(), term()}]}],
    unused := [atom()],
    path := [string()],
    flags := [string()]
}.

%% The versions whose insides were looked at, and which our own tests go through. The proof in the
%% build tells that what users lean on works, not that nothing else has changed.
-define(PROVEN_OTP, ["27", "29"]).
-define(PROVEN_ELIXIR, ["1.18", "1.20"]).

%% OTP's `user` and shell, which edit lines. `lambda_boot_output` takes their place.
-define(TERMINAL, [
    "lib/kernel-*/ebin/{user_drv,user_sup,group,group_history}.beam",
    "lib/stdlib-*/ebin/{edlin*,shell*}.beam"
]).

-doc "Reads the release in `Task`. `Here` is the folder with the modules that the lean boot adds.".
-spec read(Task :: string(), Here :: string()) -> release().
read(Task, Here) ->
    Folder = filename:join(Task, "releases/current"),
    {ok, Boot} = file:read_file(filename:join(Folder, "start.boot")),
    Script = binary_to_term(Boot),
    {Flags, KernelSettings} = flags(filename:join(Task, "vm.args")),
    Config = merged(kernel, KernelSettings, config(filename:join(Folder, "sys.config"))),
    Applications = lambda_boot_script:applications(Script),
    ok = check_versions(Applications),
    ok = check_config(Config),
    Unused = unused(Applications),
    #{
        task => Task,
        here => Here,
        script => Script,
        config => Config,
        unused => Unused,
        path => path(Task, Script, Unused),
        flags => Flags
    }.

check_versions(Applications) ->
    Otp = erlang:system_info(otp_release),
    lists:member(Otp, ?PROVEN_OTP) orelse standard(["not tried with OTP ", Otp, " yet"]),
    case lists:keyfind(elixir, 2, Applications) of
        false ->
            ok;
        {application, elixir, Properties} ->
            [Major, Minor | _] = string:lexemes(proplists:get_value(vsn, Properties), "."),
            Elixir = Major ++ "." ++ Minor,
            lists:member(Elixir, ?PROVEN_ELIXIR) orelse
                standard(["not tried with Elixir ", Elixir, " yet"]),
            ok
    end.

check_config(Config) ->
    case proplists:get_value(config_provider_init, proplists:get_value(elixir, Config, [])) of
        undefined -> ok;
        _ -> standard("config/runtime.exs, or a config provider, is evaluated when the VM boots")
    end.

config(File) ->
    case file:consult(File) of
        {ok, [Terms]} ->
            case lists:all(fun is_settings/1, Terms) of
                true -> Terms;
                false -> standard("sys.config names other files")
            end;
        {error, enoent} ->
            [];
        {error, Reason} ->
            standard(["sys.config: ", file:format_error(Reason)])
    end.

is_settings({Name, Settings}) -> is_atom(Name) andalso is_list(Settings);
is_settings(_) -> false.

%% Settings that hold unless the project has made them.
merged(Application, Settings, Config) ->
    Made = proplists:get_value(Application, Config, []),
    Added = [Setting || {Key, _} = Setting <- Settings, not lists:keymember(Key, 1, Made)],
    lists:keystore(Application, 1, Config, {Application, Made ++ Added}).

%% The log handler of the runtime from the first. To put it in the place of OTP's, as the standard
%% boot has to, that one must be loaded, started and stopped.
log_handler(none, Config) ->
    Config;
log_handler(Handler, Config) ->
    %% Without a formatter logger would load its own, and ask it whether all is well.
    Formatter = #{formatter => {lambda_runtime_log, []}},
    Kept = maps:merge(maps:with([level, filters, filter_default], Handler), Formatter),
    merged(kernel, [{logger, [{handler, default, lambda_runtime_log, Kept}]}], Config).

%% The flags in vm.args but for those that say what to boot and how. `-kernel Key Value` is a
%% setting like those in sys.config.
flags(File) ->
    {ok, Text} = file:read_file(File),
    Lines = [string:trim(Line) || Line <- string:split(binary_to_list(Text), "\n", all)],
    lists:foldr(fun flag/2, {[], []}, [Line || [C | _] = Line <- Lines, C =/= $#]).

flag("-boot" ++ _, Flags) -> Flags;
flag("-config " ++ _, Flags) -> Flags;
flag("-kernel " ++ Setting, {Flags, Settings}) ->
    [Key, Value] = string:lexemes(Setting, " "),
    {ok, Tokens, _} = erl_scan:string(Value ++ "."),
    {ok, Term} = erl_parse:parse_term(Tokens),
    {Flags, [{list_to_atom(Key), Term} | Settings]};
flag(Flag, {Flags, Settings}) -> {[Flag | Flags], Settings}.

%% mix puts sasl into every release.
unused(Applications) ->
    Asked = [
        Name
     || {application, _, Properties} <- Applications,
        Name <- proplists:get_value(applications, Properties, [])
    ],
    [sasl || not lists:member(sasl, Asked)].

%% The last path in the script has all folders, the one of the consolidated protocols first.
path(Task, {script, _, Instructions}, Unused) ->
    Standard = lists:last([Path || {path, Path} <- Instructions]),
    Folders = [string:replace(Folder, "$RELEASE_LIB", "$ROOT/lib") || Folder <- Standard],
    Flat = [lists:flatten(string:replace(Folder, "/lib/../", "/")) || Folder <- Folders],
    Gone = ["$ROOT/lib/" ++ atom_to_list(Name) ++ "-" || Name <- Unused],
    IsUsed = fun(Folder) -> not lists:any(fun(Start) -> lists:prefix(Start, Folder) end, Gone) end,
    [
        Folder
     || "$ROOT" ++ Below = Folder <- Flat, IsUsed(Folder), filelib:is_dir(Task ++ Below)
    ] ++ ["$ROOT/boot"].

-doc """
The lean boot of a release, given what a standard boot left behind, and the modules to load at once.
""".
-spec plan(release(), lambda_boot_found:found(), Loaded :: [module()]) -> lambda_boot_script:plan().
plan(#{task := Task, config := Config} = Release, #{handler := Handler} = Found, Loaded) ->
    Folders = [Task ++ Below || "$ROOT" ++ Below <- maps:get(path, Release)],
    {Native, Hot} = lists:partition(fun(Module) -> has_native_code(Module, Folders) end, Loaded),
    maps:merge(maps:with([path, unused], Release), #{
        config => log_handler(Handler, Config), found => Found, hot => Hot, native => Native
    }).

%% If a module that the boot script loads cannot start its native code, the VM stops. Loaded by the
%% code server it is just not there.
has_native_code(Module, Folders) ->
    case file:path_open(Folders, atom_to_list(Module) ++ ".beam", [read, binary]) of
        {ok, File, Name} ->
            ok = file:close(File),
            {ok, Code} = file:read_file(Name),
            erlang:has_prepared_code_on_load(erlang:prepare_loading(Module, Code));
        {error, enoent} ->
            false
    end.

-doc "Puts the lean boot into `Task`, and takes out what only the standard boot needs.".
-spec install(Task :: string(), release(), lambda_boot_script:plan()) -> ok.
install(Task, #{here := Here, script := Script, unused := Unused, flags := Flags}, Plan) ->
    Boot = filename:join(Task, "boot"),
    ok = filelib:ensure_path(Boot),
    Lean = lambda_boot_script:lean(Script, Plan),
    ok = file:write_file(filename:join(Boot, "lean.boot"), term_to_binary(Lean)),
    Sources = filelib:wildcard(filename:join(Here, "image/*.erl")),
    ok = lists:foreach(fun(Source) -> compile(Source, Boot) end, Sources),
    ok = file:write_file(filename:join(Task, "vm.args"), [
        "# The lean boot. What runtime/vm.args says about booting is in lean.boot instead,\n"
        "# with the settings of the project.\n"
        "-boot /var/task/boot/lean\n"
        "# To protect OTP's modules from being replaced, all their names would be read.\n"
        "-nostick\n",
        [[Flag, $\n] || Flag <- Flags]
    ]),
    Unneeded = [filename:join("lib", atom_to_list(Name) ++ "-*") || Name <- Unused] ++ ?TERMINAL,
    Files = lists:append([filelib:wildcard(filename:join(Task, Pattern)) || Pattern <- Unneeded]),
    Releases = filename:join(Task, "releases/current"),
    {ok, Names} = file:list_dir(Releases),
    BootFiles = [filename:join(Releases, Name) || Name <- Names -- ["consolidated", "sys.config"]],
    lists:foreach(fun(File) -> ok = file:del_dir_r(File) end, Files ++ BootFiles).

compile(Source, Folder) ->
    {ok, Module, Code} = compile:file(Source, [binary, deterministic, report]),
    {ok, {Module, Stripped}} = beam_lib:strip(Code),
    ok = file:write_file(filename:join(Folder, atom_to_list(Module) ++ ".beam"), Stripped).

-spec standard(iodata()) -> no_return().
standard(Reason) ->
    throw({standard, Reason}).
