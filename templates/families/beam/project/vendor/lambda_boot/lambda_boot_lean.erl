-module(lambda_boot_lean).
-moduledoc """
Makes the lean boot of a release from its standard boot.

A boot script is a list of instructions for `init`, see
<https://www.erlang.org/doc/apps/sasl/script.html>. The lean script keeps the order of applications,
their settings and their restart types. It differs as follows, with the time saved at one vCPU:

- Only the modules on the hot list are loaded, 16 at a time and on all schedulers: those that a boot
  was seen to use before the first event. All others are loaded when they are first called. (85 ms
  for kernel and stdlib alone)
- Settings are part of the script. Reading `sys.config` or a `-kernel` flag would load Erlang's
  scanner and parser. (10 ms)
- sasl is not started unless an application requires it; mix adds it to every release. (18 ms)
- kernel, elixir and logger are started by `lambda_boot_applications`, with state from a standard
  boot in the build.
""".

-export([plan/3, install/3, select/3, remove_standard/2, compile/2, applications/1]).

-export_type([plan/0, script/0, application/0]).

-type script() :: {script, {Name :: string(), Version :: string()}, Instructions :: [term()]}.
-type application() :: {application, Name :: atom(), Properties :: [{atom(), term()}]}.

-doc """
- `hot`: the modules to load at once
- `native`: modules with native code that were seen in use. They are loaded just before the
  project's own application starts; earlier, what their libraries depend on might be missing.
- `task`: the directory of the release
- `path`: the code path
- `config`: the settings of applications
- `found`: the state after a standard boot
- `unused`: applications that need not be started
""".
-type plan() :: #{
    hot := [module()],
    native := [module()],
    task := string(),
    path := [string()],
    config := lambda_boot_release:config(),
    found := lambda_boot_trial:found(),
    unused := [atom()]
}.

-doc "Plans the lean boot, given the state after a standard boot and the modules to load at once.".
-spec plan(lambda_boot_release:release(), lambda_boot_trial:found(), Loaded :: [module()]) ->
    plan().
plan(#{task := Task, config := Config, path := Path, unused := Unused}, Found, Loaded) ->
    {Native, Hot} = lists:partition(fun(Module) -> is_native(Module, Path, Task) end, Loaded),
    #{
        hot => Hot,
        native => Native,
        task => Task,
        path => Path,
        config => lambda_boot_release:with_log_handler(maps:get(handler, Found), Config),
        found => Found,
        unused => Unused
    }.

%% If the boot script loads a module whose native code fails to load, the VM stops. If the code
%% server loads it, only the call fails.
is_native(Module, Path, Task) ->
    case file:read_file(file_of(Module, directory_of(Module, Path, Task), Task)) of
        {ok, Code} -> erlang:has_prepared_code_on_load(erlang:prepare_loading(Module, Code));
        {error, enoent} -> false
    end.

%% The first directory of the code path that has the module. The last is boot/, whose modules come
%% with the lean boot.
directory_of(_Module, [Directory], _Task) ->
    Directory;
directory_of(Module, [Directory | Rest], Task) ->
    case filelib:is_regular(file_of(Module, Directory, Task)) of
        true -> Directory;
        false -> directory_of(Module, Rest, Task)
    end.

file_of(Module, "$ROOT" ++ Below, Task) ->
    filename:join(Task ++ Below, atom_to_list(Module) ++ ".beam").

%% OTP's `user` and shell, replaced by `lambda_boot_output`.
-define(TERMINAL, [
    "lib/kernel-*/ebin/{user_drv,user_sup,group,group_history}.beam",
    "lib/stdlib-*/ebin/{edlin*,shell*}.beam"
]).

%% Files of the standard boot that are kept: one is in the code path, the project may read the
%% other.
-define(KEPT, ["consolidated", "sys.config"]).

-doc "Installs the lean boot into the release in `Task`, or replaces the one there.".
-spec install(Task :: string(), lambda_boot_release:release(), plan()) -> ok.
install(Task, #{here := Here, script := Script} = Release, Plan) ->
    Boot = filename:join(Task, "boot"),
    ok = filelib:ensure_path(Boot),
    Lean = term_to_binary(lean(Script, Plan)),
    ok = file:write_file(filename:join(Boot, "lean.boot"), Lean),
    Sources = filelib:wildcard(filename:join(Here, "image/*.erl")),
    ok = lists:foreach(fun(Source) -> compile(Source, Boot) end, Sources),
    select(lean, Task, Release).

-doc "Selects the boot with which the VM starts. Both must be there.".
-spec select(lean | standard, Task :: string(), lambda_boot_release:release()) -> ok.
select(Boot, Task, Release) ->
    file:write_file(filename:join(Task, "vm.args"), vm_args(Boot, Release)).

-doc "Removes the files that only the standard boot needs.".
-spec remove_standard(Task :: string(), lambda_boot_release:release()) -> ok.
remove_standard(Task, #{unused := Unused}) ->
    Unneeded = unused_files(Task, Unused) ++ files_of_standard_boot(Task),
    lists:foreach(fun(File) -> ok = file:del_dir_r(File) end, Unneeded).

-doc "Compiles a module of the image.".
-spec compile(Source :: string(), Directory :: string()) -> ok.
compile(Source, Directory) ->
    {ok, Module, Code} = compile:file(Source, [binary, deterministic, report]),
    {ok, {Module, Stripped}} = beam_lib:strip(Code),
    ok = file:write_file(filename:join(Directory, atom_to_list(Module) ++ ".beam"), Stripped).

vm_args(standard, #{vm_args := Text}) ->
    Text;
vm_args(lean, #{flags := Flags}) ->
    [
        "# The lean boot, made by vendor/lambda_boot/. Its boot file has the settings of the project.\n"
        "-boot /var/task/boot/lean\n"
        "# Protecting OTP's modules from being replaced would read all their names at boot.\n"
        "-nostick\n",
        [[Flag, $\n] || Flag <- Flags]
    ].

unused_files(Task, Unused) ->
    Patterns = [filename:join("lib", atom_to_list(Name) ++ "-*") || Name <- Unused] ++ ?TERMINAL,
    lists:append([filelib:wildcard(filename:join(Task, Pattern)) || Pattern <- Patterns]).

files_of_standard_boot(Task) ->
    Directory = filename:join(Task, "releases/current"),
    {ok, Names} = file:list_dir(Directory),
    [filename:join(Directory, Name) || Name <- Names -- ?KEPT].

%% OTP loads these at boot, but a function does not need them before it calls them. They evaluate
%% `-eval`, open files as devices, report errors as in OTP 20, and watch the VM.
-define(NOT_NEEDED, [erl_eval, erl_lint, erl_parse, error_logger, file_io_server, heart]).

%% The lean boot script, made from the standard one.
-spec lean(script(), plan()) -> script().
lean({script, Id, Standard} = Script, #{native := Native} = Plan) ->
    Lean = [Kept || Instruction <- Standard, Kept <- instruction(Instruction, Plan)],
    {Preparing, Starting} = lists:splitwith(fun is_no_start/1, Lean),
    Settings = settings_of_others(applications(Script), Plan),
    Instructions = [loading(Standard, Plan), Preparing, Settings, with_native(Native, Starting)],
    {script, Id, lists:append(Instructions)}.

loading([PreLoaded | _] = Standard, #{hot := Hot, path := Path, task := Task}) ->
    Modules = lists:usort(modules_for_loading(Standard) ++ Hot),
    Found = lists:sort([{directory_of(Module, Path, Task), Module} || Module <- Modules]),
    lists:append([
        %% These are part of the VM. init only records them.
        [PreLoaded, {progress, preloaded}],
        lists:append([load(Part, Path) || Part <- parts(Found)]),
        %% Modules that are named after this are not loaded before they are called.
        [{path, Path}, {kernel_load_completed}],
        [{progress, kernel_load_completed}, {progress, modules_loaded}]
    ]).

%% init searches each module in all directories of the path, so it gets no others.
load(Found, Path) ->
    Directories = [Directory || Directory <- Path, lists:keymember(Directory, 1, Found)],
    [{path, Directories}, {primLoad, [Module || {_, Module} <- Found]}].

%% init keeps the files of all modules that it loads at once in memory until the last is loaded, and
%% the VM does not give that memory back: 5 MB for 60 modules, 20 MB for 300. Fewer at once would
%% leave schedulers idle.
-define(AT_ONCE, 16).

parts(Found) when length(Found) =< ?AT_ONCE ->
    [Found];
parts(Found) ->
    {Part, Rest} = lists:split(?AT_ONCE, Found),
    [Part | parts(Rest)].

%% The first modules of every boot script: code loading needs them.
modules_for_loading(Standard) ->
    {primLoad, Modules} = lists:keyfind(primLoad, 1, Standard),
    Modules -- ?NOT_NEEDED.

instruction({kernelProcess, application_controller = Name, {Module, start, [Kernel]}}, Plan) ->
    [{kernelProcess, Name, {Module, start, [configured(Kernel, Plan)]}}];
instruction({kernelProcess, heart, _}, _Plan) ->
    %% Watches the VM if it runs with `-heart`. Lambda does that.
    [];
instruction({kernelProcess, _, _} = Process, _Plan) ->
    [Process];
instruction({apply, {application, load, [Application]}}, Plan) ->
    {application, Name, _} = Application,
    [{apply, {application, load, [configured(Application, Plan)]}} || is_used(Name, Plan)];
instruction({apply, {application, start_boot, [Name, _]}} = Start, Plan) ->
    [Start || is_used(Name, Plan)];
instruction({apply, {lambda_boot_provider, standard, [Sources]}}, #{config := Config}) ->
    #{providers := Standard} =
        proplists:get_value(config_provider_init, proplists:get_value(elixir, Config)),
    Providers = lambda_boot_config:providers(Standard, Sources),
    [{apply, {lambda_boot_provider, lean, [Config, Providers, Sources]}}];
instruction({apply, {c, erlangrc, []}}, _Plan) ->
    %% The .erlang file in the home directory of a developer.
    [];
instruction({apply, _} = Apply, _Plan) ->
    [Apply];
instruction({progress, Progress}, _Plan) when
    Progress =:= init_kernel_started; Progress =:= applications_loaded; Progress =:= started
->
    [{progress, Progress}];
instruction(_PathOrModules, _Plan) ->
    [].

is_used(Name, #{unused := Unused}) ->
    not lists:member(Name, Unused).

is_no_start({apply, {application, start_boot, _}}) -> false;
is_no_start(_) -> true.

%% The last application to start is the project's own.
with_native([], Starting) ->
    Starting;
with_native(Native, Starting) ->
    {After, [Last | Before]} = lists:splitwith(fun is_no_start/1, lists:reverse(Starting)),
    Load = {apply, {code, ensure_modules_loaded, [Native]}},
    lists:reverse(Before, [Load, Last | lists:reverse(After)]).

%% As application_controller merges sys.config: its settings replace those of the .app file.
configured({application, Name, Properties}, #{config := Config} = Plan) ->
    Own = proplists:get_value(env, Properties, []),
    Env = lambda_boot_release:merged(Own, proplists:get_value(Name, Config, [])),
    with_start(with(env, Env, {application, Name, Properties}), Plan).

%% The applications that start with state from the standard boot, if there is any.
with_start({_, kernel, _} = Kernel, #{found := #{kernel := {Flags, Children}}}) ->
    Spec = {Flags, [child(Child) || Child <- Children]},
    with(mod, {lambda_boot_applications, {kernel, Spec}}, Kernel);
with_start({_, elixir, Properties} = Elixir, #{found := #{elixir := {_, _} = Settings}}) ->
    %% Whether to use colours depends on the terminal, and finding out loads prim_tty.
    Plain = [{ansi_enabled, false}],
    Env = lambda_boot_release:merged(Plain, proplists:get_value(env, Properties)),
    with(mod, {lambda_boot_applications, {elixir, Settings}}, with(env, Env, Elixir));
with_start({_, logger, _} = Logger, #{found := #{logger := {_, _} = Settings}}) ->
    with(mod, {lambda_boot_applications, {logger, Settings}}, Logger);
with_start(Application, _Plan) ->
    Application.

with(Property, Value, {application, Name, Properties}) ->
    {application, Name, lists:keystore(Property, 1, Properties, {Property, Value})}.

child(#{id := user} = Child) ->
    output(Child, 1);
child(#{id := standard_error} = Child) ->
    output(Child, 2);
child(#{id := inet_db} = Child) ->
    Child#{start := {lambda_boot_applications, start_inet_db, []}};
child(#{id := code_server} = Child) ->
    Child#{start := {lambda_boot_applications, start_code_server, []}};
child(Child) ->
    Child.

output(#{id := Name} = Child, Fd) ->
    Module = lambda_boot_output,
    Child#{start := {Module, start_link, [Name, Fd]}, type := worker, modules := [Module]}.

%% The settings of applications that are not in the script, in case they are loaded later. From
%% sys.config application_controller would keep them by itself.
settings_of_others(Applications, #{config := Config}) ->
    case [Settings || {Name, _} = Settings <- Config, not lists:keymember(Name, 2, Applications)] of
        [] -> [];
        Others -> [{apply, {application, set_env, [Others, [{persistent, true}]]}}]
    end.

-doc "The applications that a script loads, in order.".
-spec applications(script()) -> [application()].
applications({script, _Id, Instructions}) ->
    lists:append([application(Instruction) || Instruction <- Instructions]).

application({kernelProcess, application_controller, {_, start, [Kernel]}}) -> [Kernel];
application({apply, {application, load, [Application]}}) -> [Application];
application(_) -> [].
