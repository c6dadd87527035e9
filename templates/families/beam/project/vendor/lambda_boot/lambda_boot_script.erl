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

-export_type([script/0, application/0]).

-type script() :: {script, {Name :: string(), Version :: string()}, Instructions :: [term()]}.
-type application() :: {application, Name :: atom(), Properties :: [{atom(), term()}]}.

%% OTP loads these at once too, though no function is in need of them before it calls them: to
%% evaluate what stands after `-eval`, to open files as devices, to report errors the way of OTP 20,
%% to be watched by a program that starts the VM anew.
-define(NOT_NEEDED, [erl_eval, erl_lint, erl_parse, error_logger, file_io_server, heart]).

-doc "The lean boot script for a release, from the one it has.".
-spec lean(script(), lambda_boot_plan:plan()) -> script().
lean({script, Id, Standard} = Script, #{native := Native} = Plan) ->
    Lean = [Kept || Instruction <- Standard, Kept <- instruction(Instruction, Plan)],
    {Preparing, Starting} = lists:splitwith(fun is_no_start/1, Lean),
    Settings = settings_of_others(applications(Script), Plan),
    Instructions = [loading(Standard, Plan), Preparing, Settings, with_native(Native, Starting)],
    {script, Id, lists:append(Instructions)}.

loading([PreLoaded | _] = Standard, #{hot := Hot, path := Path}) ->
    [
        %% In the VM itself: init only notes that these are there.
        PreLoaded,
        {progress, preloaded},
        %% First, since the modules are looked for there.
        {path, Path},
        {primLoad, lists:usort(modules_for_loading(Standard) ++ Hot)},
        %% What a script names after this is not loaded until it is called. (`-mode interactive`)
        {kernel_load_completed},
        {progress, kernel_load_completed},
        {progress, modules_loaded}
    ].

%% The first modules of every boot script: those without which no other can be loaded.
modules_for_loading(Standard) ->
    {primLoad, Modules} = lists:keyfind(primLoad, 1, Standard),
    Modules -- ?NOT_NEEDED.

instruction({kernelProcess, application_controller = Name, {Module, start, [Kernel]}}, Plan) ->
    [{kernelProcess, Name, {Module, start, [configured(Kernel, Plan)]}}];
instruction({kernelProcess, heart, _}, _Plan) ->
    %% Watches a VM with the flag `-heart`. Here Lambda does.
    [];
instruction({kernelProcess, _, _} = Process, _Plan) ->
    [Process];
instruction({apply, {application, load, [Application]}}, Plan) ->
    {application, Name, _} = Application,
    [{apply, {application, load, [configured(Application, Plan)]}} || is_used(Name, Plan)];
instruction({apply, {application, start_boot, [Name, _]}} = Start, Plan) ->
    [Start || is_used(Name, Plan)];
instruction({apply, {c, erlangrc, []}}, _Plan) ->
    %% A file in the home of someone who sits at a shell.
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

%% As application_controller merges sys.config: a setting there replaces the one in the
%% application's own file.
configured({application, Name, Properties}, #{config := Config} = Plan) ->
    Own = proplists:get_value(env, Properties, []),
    Env = lambda_boot_settings:merged(Own, proplists:get_value(Name, Config, [])),
    with_start(with(env, Env, {application, Name, Properties}), Plan).

%% The three that start with what was found, if it was.
with_start({_, kernel, _} = Kernel, #{found := #{kernel := {Flags, Children}}}) ->
    with(mod, {lambda_boot_kernel, {Flags, [child(Child) || Child <- Children]}}, Kernel);
with_start({_, elixir, Properties} = Elixir, #{found := #{elixir := {_, _} = Settings}}) ->
    %% Colours are for terminals. To ask whether this is one takes prim_tty.
    Plain = [{ansi_enabled, false}],
    Env = lambda_boot_settings:merged(Plain, proplists:get_value(env, Properties)),
    with(mod, {lambda_boot_elixir, Settings}, with(env, Env, Elixir));
with_start({_, logger, _} = Logger, #{found := #{logger := #{} = Settings}}) ->
    with(mod, {lambda_boot_logger, Settings}, Logger);
with_start(Application, _Plan) ->
    Application.

with(Property, Value, {application, Name, Properties}) ->
    {application, Name, lists:keystore(Property, 1, Properties, {Property, Value})}.

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

%% Of applications that are not in the script, for whoever loads them later. application_controller
%% keeps them from sys.config by itself, but does not read one here.
settings_of_others(Applications, #{config := Config}) ->
    case [Settings || {Name, _} = Settings <- Config, not lists:keymember(Name, 2, Applications)] of
        [] -> [];
        Others -> [{apply, {application, set_env, [Others, [{persistent, true}]]}}]
    end.

-doc "The applications that a script loads, in its order.".
-spec applications(script()) -> [application()].
applications({script, _Id, Instructions}) ->
    lists:append([application(Instruction) || Instruction <- Instructions]).

application({kernelProcess, application_controller, {_, start, [Kernel]}}) -> [Kernel];
application({apply, {application, load, [Application]}}) -> [Application];
application(_) -> [].
