-module(lambda_boot_config).
-moduledoc """
Prepares a release for settings that depend on the environment variables of the function:
`config/runtime.exs` and other configuration providers of Elixir, and `sys.config.src` of Erlang.

Both boots are prepared by changing the boot script of the standard boot, from which
`lambda_boot_lean` makes the lean one. The script runs Elixir's providers by `lambda_boot_provider`;
the modules that are compiled from their files are in the directory `boot`, for the lean boot. It
sets Erlang's settings by `lambda_boot_variables`.
""".

-export([prepare/2, providers/2]).

%% The exit status of compile_config.exs for a file that works in no boot.
-define(REFUSED, 2).

-doc """
Prepares the release in `Task`. Returns `{standard, Reason}` if the lean boot cannot be used; the
release is prepared for the standard boot in this case, too. Throws `{failed, Reason}` if no boot
can work.
""".
-spec prepare(Task :: string(), Here :: string()) -> ok | {standard, Reason :: iodata()}.
prepare(Task, Here) ->
    Directory = filename:join(Task, "releases/current"),
    case {template(Directory), config(Directory)} of
        {none, Config} ->
            case init_of_providers(Config) of
                none -> ok;
                Init -> prepare_providers(Init, Config, Directory, Task, Here)
            end;
        {Template, _} ->
            prepare_variables(Template, Directory, Task, Here)
    end.

config(Directory) ->
    case file:consult(filename:join(Directory, "sys.config")) of
        {ok, [Config]} -> Config;
        %% Reported by the boot.
        {error, _} -> []
    end.

write_config(Config, Directory) ->
    Text = io_lib:format("%% coding: utf-8~n~tp.~n", [Config]),
    file:write_file(filename:join(Directory, "sys.config"), unicode:characters_to_binary(Text)).

init_of_providers(Config) ->
    proplists:get_value(config_provider_init, proplists:get_value(elixir, Config, []), none).

prepare_providers(#{providers := Providers} = Init, Config, Directory, Task, Here) ->
    Sources = sources(Providers, Task),
    ok = without_reboot(Init, Config, Directory),
    ok = add_modules(["lambda_boot_provider", "lambda_boot_failure"], Here, Task),
    ok = rewrite(Directory, fun(Instruction) -> with_providers(Instruction, Sources) end),
    compile(Sources, Task, Here).

%% With reboot_system_after_config Elixir writes the settings to the release, which is read-only on
%% Lambda, and boots again. Only the settings of kernel and stdlib need that.
without_reboot(#{reboot_system_after_config := true} = Init, Config, Directory) ->
    Once = Init#{reboot_system_after_config := false, extra_config := []},
    Elixir = lists:keystore(
        config_provider_init, 1, proplists:get_value(elixir, Config), {config_provider_init, Once}
    ),
    write_config(lists:keystore(elixir, 1, Config, {elixir, Elixir}), Directory);
without_reboot(_Init, _Config, _Directory) ->
    ok.

with_providers({apply, {'Elixir.Config.Provider', boot, _}}, Sources) ->
    [{apply, {lambda_boot_provider, standard, [Sources]}}];
with_providers(Instruction, _Sources) ->
    [Instruction].

rewrite(Directory, Rewrite) ->
    File = filename:join(Directory, "start.boot"),
    {ok, Boot} = file:read_file(File),
    {script, Id, Instructions} = binary_to_term(Boot),
    Rewritten = lists:append([Rewrite(with_path(Each)) || Each <- Instructions]),
    file:write_file(File, term_to_binary({script, Id, Rewritten})).

with_path({path, Directories}) -> {path, Directories ++ ["$ROOT/boot"]};
with_path(Instruction) -> Instruction.

%% The files in the image that are evaluated by Elixir's own provider.
sources(Providers, Task) ->
    Paths = [
        Path
     || {'Elixir.Config.Reader', {Given, _Options}} <- Providers,
        "/var/task/" ++ Below = Path <- [path(Given)],
        filelib:is_regular(filename:join(Task, Below))
    ],
    [
        {Path, name(Path, Task), list_to_atom("lambda_boot_config_" ++ integer_to_list(N))}
     || {N, Path} <- lists:enumerate(lists:uniq(Paths))
    ].

%% The entry script sets RELEASE_ROOT.
path({system, ~"RELEASE_ROOT", Path}) -> "/var/task" ++ unicode:characters_to_list(Path);
path(Path) when is_binary(Path) -> unicode:characters_to_list(Path);
path(_Other) -> "".

%% mix copies config/runtime.exs into the directory of the version.
name(Path, Task) ->
    Name = filename:join("config", filename:basename(Path)),
    case {file:read_file(Name), file:read_file(in_image(Path, Task))} of
        {{ok, Same}, {ok, Same}} -> Name;
        _ -> Path
    end.

in_image("/var/task/" ++ Below, Task) ->
    filename:join(Task, Below).

-doc "The providers for the lean boot: compiled files instead of those that Elixir would evaluate.".
-spec providers([lambda_boot_provider:provider()], [lambda_boot_provider:source()]) ->
    [lambda_boot_provider:provider()].
providers(Providers, Sources) ->
    [compiled(Provider, Sources) || Provider <- Providers].

compiled({'Elixir.Config.Reader', {Given, Options}} = Provider, Sources) ->
    case lists:keyfind(path(Given), 1, Sources) of
        false -> Provider;
        Source -> {lambda_boot_provider, {Source, Options}}
    end;
compiled(Provider, _Sources) ->
    Provider.

add_modules(Modules, Here, Task) ->
    Boot = filename:join(Task, "boot"),
    ok = filelib:ensure_path(Boot),
    lists:foreach(
        fun(Module) ->
            ok = lambda_boot_lean:compile(filename:join([Here, "image", Module ++ ".erl"]), Boot)
        end,
        Modules
    ).

%% By Elixir, with the modules of the release.
compile(Sources, Task, Here) ->
    Results = [compile_source(Source, Task, Here) || Source <- Sources],
    case [Standard || {standard, _} = Standard <- Results] of
        [] -> ok;
        [First | _] -> First
    end.

compile_source({Path, Name, Module}, Task, Here) ->
    Paths = lists:append([["-pa", Directory] || Directory <- code_path(Task)]),
    Script = filename:join(Here, "compile_config.exs"),
    Boot = filename:join(Task, "boot"),
    Arguments = [Script, in_image(Path, Task), Path, Name, atom_to_list(Module), Boot],
    Port = open_port({spawn_executable, os:find_executable("elixir")}, [
        {args, Paths ++ Arguments}, exit_status, stderr_to_stdout, binary
    ]),
    case await(Port, []) of
        {0, _} -> ok;
        {?REFUSED, Output} -> throw({failed, string:trim(Output)});
        {_, Output} -> {standard, string:trim(Output)}
    end.

await(Port, Output) ->
    receive
        {Port, {data, Data}} -> await(Port, [Output, Data]);
        {Port, {exit_status, Status}} -> {Status, Output}
    end.

%% Those of OTP and Elixir are in the build stage with all their modules.
code_path(Task) ->
    Release = filename:join(Task, "releases/current/consolidated"),
    Directories = filelib:wildcard(filename:join(Task, "lib/*/ebin")),
    Own = [
        Directory
     || Directory <- Directories,
        not lists:any(
            fun(Part) -> string:find(Directory, "/lib/" ++ Part ++ "-") =/= nomatch end,
            ["kernel", "stdlib", "compiler", "elixir"]
        )
    ],
    Own ++ [Release].

%% The settings of a sys.config.src.
template(Directory) ->
    case file:read_file(filename:join(Directory, "sys.config.src")) of
        {ok, Text} -> lambda_boot_template:read(unicode:characters_to_list(Text));
        {error, enoent} -> none
    end.

%% The boot script sets what depends on variables before kernel is started, and reports what is
%% wrong with it after that, when there are log and network. `-kernel` flags of the VM take
%% precedence.
prepare_variables(Template, Directory, Task, Here) ->
    {ok, VmArgs} = file:read_file(filename:join(Task, "vm.args")),
    Flags = lambda_boot_release:kernel_flags(VmArgs),
    {Constant, Set, Reply} =
        case Template of
            {terms, Terms, Varying, Required} ->
                {Kernel, Others} = without_flags(Varying, Flags),
                {Terms, {set, [Kernel ++ Others, Required]}, check_kernel(Kernel)};
            {text, Parts} ->
                Reason = "sys.config.src is no Erlang term before its variables are replaced",
                {[], {set_text, [Parts]}, {standard, Reason}}
        end,
    ok = write_config(Constant, Directory),
    ok = add_modules(["lambda_boot_variables", "lambda_boot_failure"], Here, Task),
    ok = rewrite(Directory, fun(Instruction) -> with_variables(Instruction, Set) end),
    Reply.

without_flags(Varying, Flags) ->
    {Kernel, Others} = lists:partition(fun({Name, _}) -> Name =:= kernel end, Varying),
    IsKept = fun({Key, _}) -> not lists:keymember(Key, 1, Flags) end,
    {[{kernel, lists:filter(IsKept, Settings)} || {kernel, Settings} <- Kernel], Others}.

%% The lean boot starts the children of kernel's supervisor that the build has seen.
-define(NO_CHILDREN, [logger, logger_level, logger_metadata, logger_sasl_compatible]).

check_kernel(Kernel) ->
    case [Key || {kernel, Settings} <- Kernel, {Key, _} <- Settings] -- ?NO_CHILDREN of
        [] ->
            ok;
        [Key | _] ->
            Text = "kernel's setting ~tp in sys.config.src depends on an environment variable",
            {standard, io_lib:format(Text, [Key])}
    end.

%% Code loading works after the first primLoad, but only of what is in it until kernel is started.
with_variables({primLoad, Modules}, _Set) ->
    case lists:member(error_handler, Modules) of
        true -> [{primLoad, [lambda_boot_variables | Modules]}];
        false -> [{primLoad, Modules}]
    end;
with_variables({kernelProcess, application_controller, _} = Process, {Function, Arguments}) ->
    [Process, {apply, {lambda_boot_variables, Function, Arguments}}];
with_variables({apply, {application, start_boot, [stdlib | _]}} = Start, _Set) ->
    [Start, {apply, {lambda_boot_variables, check, []}}];
with_variables(Instruction, _Set) ->
    [Instruction].
