-module(lambda_boot_script).
-moduledoc """
Turns the boot script of a release into the lean one. Terms in, terms out: it touches no file.

A boot script is a list of instructions for `init`, see
<https://www.erlang.org/doc/apps/sasl/script.html>. What a release has is kept: the order of
applications, their settings, their restart types. What changes, each time with what it saves at one
vCPU:

- Only the hot list is loaded, the modules that boot and an invocation have been seen to use, all at
  once and on all schedulers. Others are loaded when they are first called. (85 ms for kernel and
  stdlib alone)
- Settings come with the script. To read `sys.config`, or a `-kernel` flag, the VM would load
  Erlang's scanner and parser first. (10 ms)
- sasl is not started unless an application asks for it; mix puts it into every release. (18 ms)
- kernel, elixir and logger are started by `lambda_boot_kernel`, `lambda_boot_elixir` and
  `lambda_boot_logger`, with what a standard boot in the build has left behind.
""".

-export([lean/2, applications/1]).

-export_type([script/0, plan/0]).

-type script() :: {script, {Name :: string(), Version :: string()}, Instructions :: [term()]}.

-doc """
- `hot`: the modules to load at once
- `native`: modules with native code that were seen in use. They are loaded just before the
  project's own application starts: earlier their libraries might miss what they rely on
- `path`: the folders where all other modules are looked for
- `config`: the settings in the project's `sys.config`
- `found`: what a standard boot leaves behind
- `unused`: applications that need not be started
""".
-type plan() :: #{
    hot := [module()],
    native := [module()],
    path := [string()],
    config := [{atom(), [{atom(), term()}]}],
    found := lambda_boot_found:found(),
    unused := [atom()]
}.

%% OTP loads these at once too, though no function is in need of them before it calls them: to
%% evaluate what stands after `-eval`, to open files as devices, to report errors the way of OTP 20.
-define(NOT_NEEDED, [erl_eval, erl_lint, erl_parse, error_logger, file_io_server, heart]).

-doc "The lean boot script for a release, from the one it has.".
-spec lean(script(), plan()) -> script().
lean({script, Id, [PreLoaded | _] = Standard} = Script, #{hot := Hot, path := Path} = Plan0) ->
    Plan = Plan0#{applications => applications(Script)},
    Loading = [
        PreLoaded,
        {progress, preloaded},
        {path, Path},
        {primLoad, lists:usort(modules_for_loading(Standard) ++ Hot)},
        {kernel_load_completed},
        {progress, kernel_load_completed},
        {progress, modules_loaded}
    ],
    Last = lists:last(started(Script)),
    Starting = [Lean || Instruction <- Standard, Lean <- instruction(Instruction, Last, Plan)],
    {script, Id, Loading ++ Starting}.

instruction({kernelProcess, application_controller = Name, {Name, start, [Kernel]}}, _, Plan) ->
    [{kernelProcess, Name, {Name, start, [configured(Kernel, Plan)]}}];
instruction({kernelProcess, heart, _}, _Last, _Plan) ->
    %% Watches a VM with the flag `-heart`. Here Lambda does.
    [];
instruction({kernelProcess, _, _} = Process, _Last, _Plan) ->
    [Process];
instruction({apply, {application, load, [{application, Name, _} = Application]}}, _Last, Plan) ->
    [{apply, {application, load, [configured(Application, Plan)]}} || is_used(Name, Plan)];
instruction({progress, applications_loaded} = Progress, _Last, Plan) ->
    settings_of_others(Plan) ++ [Progress];
instruction({apply, {application, start_boot, [Last, _]}} = Start, Last, #{native := Native}) ->
    [{apply, {code, ensure_modules_loaded, [Native]}} || Native =/= []] ++ [Start];
instruction({apply, {application, start_boot, [Name, _]}} = Start, _Last, Plan) ->
    [Start || is_used(Name, Plan)];
instruction({apply, {c, erlangrc, []}}, _Last, _Plan) ->
    %% A file in the home of someone who sits at a shell.
    [];
instruction({apply, _} = Apply, _Last, _Plan) ->
    [Apply];
instruction({progress, Progress}, _Last, _Plan) when
    Progress =:= init_kernel_started; Progress =:= started
->
    [{progress, Progress}];
instruction(_PathOrModules, _Last, _Plan) ->
    [].

%% The first modules of every boot script: those without which no other can be loaded.
modules_for_loading(Instructions) ->
    {primLoad, Modules} = lists:keyfind(primLoad, 1, Instructions),
    Modules -- ?NOT_NEEDED.

is_used(Name, #{unused := Unused}) ->
    not lists:member(Name, Unused).

%% As application_controller merges sys.config: a setting there replaces the one in the
%% application's own file.
configured({application, Name, Properties}, #{config := Config} = Plan) ->
    Own = proplists:get_value(env, Properties, []),
    Set = proplists:get_value(Name, Config, []),
    Env = [Setting || {Key, _} = Setting <- Own, not lists:keymember(Key, 1, Set)] ++ Set,
    start_of(Name, {application, Name, lists:keystore(env, 1, Properties, {env, Env})}, Plan).

start_of(kernel, Application, #{found := #{kernel := {Flags, Children}}}) ->
    with_callback(lambda_boot_kernel, {Flags, [child(Child) || Child <- Children]}, Application);
start_of(elixir, {application, elixir, Properties}, #{found := #{elixir := {_, _} = Settings}}) ->
    Env = proplists:get_value(env, Properties),
    %% Colours are for terminals. To ask whether this is one takes prim_tty.
    Plain = Env ++ [{ansi_enabled, false} || not lists:keymember(ansi_enabled, 1, Env)],
    Application = {application, elixir, lists:keystore(env, 1, Properties, {env, Plain})},
    with_callback(lambda_boot_elixir, Settings, Application);
start_of(logger, Application, #{found := #{logger := #{} = Settings}}) ->
    with_callback(lambda_boot_logger, Settings, Application);
start_of(_Name, Application, _Plan) ->
    Application.

with_callback(Module, Argument, {application, Name, Properties}) ->
    {application, Name, lists:keystore(mod, 1, Properties, {mod, {Module, Argument}})}.

child(#{id := user} = Child) ->
    output(Child, 1);
child(#{id := standard_error} = Child) ->
    output(Child, 2);
child(#{id := inet_db} = Child) ->
    Child#{start := {lambda_boot_kernel, start_inet_db, []}};
child(Child) ->
    Child.

output(#{id := Name} = Child, Fd) ->
    Module = lambda_boot_output,
    Child#{start := {Module, start_link, [Name, Fd]}, type := worker, modules := [Module]}.

%% Of applications that are not in the script, for whoever loads them later.
settings_of_others(#{config := Config, applications := Applications}) ->
    case [Settings || {Name, _} = Settings <- Config, not lists:keymember(Name, 2, Applications)] of
        [] -> [];
        Others -> [{apply, {application, set_env, [Others, [{persistent, true}]]}}]
    end.

-doc "The applications that a script loads, in its order.".
-spec applications(script()) -> [{application, atom(), [{atom(), term()}]}].
applications({script, _Id, Instructions}) ->
    lists:append([application(Instruction) || Instruction <- Instructions]).

application({kernelProcess, application_controller, {_, start, [Kernel]}}) -> [Kernel];
application({apply, {application, load, [Application]}}) -> [Application];
application(_) -> [].

started({script, _Id, Instructions}) ->
    [Name || {apply, {application, start_boot, [Name, _]}} <- Instructions].
