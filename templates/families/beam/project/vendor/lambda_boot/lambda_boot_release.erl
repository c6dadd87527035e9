-module(lambda_boot_release).
-moduledoc """
A release in the folder that it has in the image, `/var/task`: what it starts, and whether something
is known to speak against starting it lean. That is thrown as `{standard, Reason}`.
""".

-export([read/2]).

-export_type([release/0]).

-doc """
- `task`: its folder
- `here`: the folder with the modules that the lean boot adds
- `script`: its boot script
- `config`, `flags`: what it starts with
- `path`: the folders of its modules, as a boot script has them
- `unused`: applications that it need not start
""".
-type release() :: #{
    task := string(),
    here := string(),
    script := lambda_boot_script:script(),
    config := lambda_boot_settings:config(),
    flags := [string()],
    path := [string()],
    unused := [atom()]
}.

%% The versions whose insides were looked at, and which our own tests go through. The proof in the
%% build tells that what users lean on works, not that nothing else has changed.
-define(PROVEN_OTP, ["27", "29"]).
-define(PROVEN_ELIXIR, ["1.18", "1.20"]).

-doc "Reads the release in `Task`.".
-spec read(Task :: string(), Here :: string()) -> release().
read(Task, Here) ->
    Folder = filename:join(Task, "releases/current"),
    {ok, Boot} = file:read_file(filename:join(Folder, "start.boot")),
    Script = binary_to_term(Boot),
    VmArgs = filename:join(Task, "vm.args"),
    {Config, Flags} = lambda_boot_settings:read(VmArgs, filename:join(Folder, "sys.config")),
    Applications = lambda_boot_script:applications(Script),
    ok = check_version("OTP ", erlang:system_info(otp_release), ?PROVEN_OTP),
    ok = check_elixir([Properties || {application, elixir, Properties} <- Applications]),
    ok = check_config(Config),
    Unused = unused(Applications),
    #{
        task => Task,
        here => Here,
        script => Script,
        config => Config,
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

%% The last path in the script has all folders, the one of the consolidated protocols first: it must
%% stay there, or else protocols would be found that look for their implementations at each call.
path(Task, {script, _, Instructions}, Unused) ->
    Standard = lists:last([Path || {path, Path} <- Instructions]),
    Gone = ["$ROOT/lib/" ++ atom_to_list(Name) ++ "-" || Name <- Unused],
    [
        Folder
     || "$ROOT" ++ Below = Folder <- [from_root(Folder) || Folder <- Standard],
        not lists:any(fun(Start) -> lists:prefix(Start, Folder) end, Gone),
        %% The code server asks for each module in each folder before the right one.
        filelib:is_dir(Task ++ Below)
    ] ++ ["$ROOT/boot"].

%% mix has the protocols in "$RELEASE_LIB/../releases". The lean boot does without the variable.
from_root(Folder) ->
    Flat = string:replace(string:replace(Folder, "$RELEASE_LIB", "$ROOT/lib"), "/lib/../", "/"),
    lists:flatten(Flat).
