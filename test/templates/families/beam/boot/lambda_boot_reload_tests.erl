-module(lambda_boot_reload_tests).
-include_lib("eunit/include/eunit.hrl").

%% The directories of a build and of a release, with an application of these modules.
in_directories(Test) ->
    Name = "lambda_boot_reload_tests_" ++ os:getpid(),
    Directory = filename:join("/tmp", Name),
    Build = filename:join(Directory, "build"),
    Task = filename:join(Directory, "task"),
    try
        Test(Build, Task)
    after
        ok = file:del_dir_r(Directory)
    end.

write(File, Contents) ->
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, Contents).

compile(Build, Modules) ->
    Ebin = filename:join(Build, "lib/app/ebin"),
    _ = file:del_dir_r(Ebin),
    lists:foreach(
        fun(Module) ->
            Forms = [{attribute, 1, module, Module}],
            {ok, Module, Code} = compile:forms(Forms, [debug_info]),
            write(filename:join(Ebin, atom_to_list(Module) ++ ".beam"), Code)
        end,
        Modules
    ),
    App = {application, app, [{vsn, "1"}, {modules, Modules}]},
    write(filename:join(Ebin, "app.app"), io_lib:format("~p.~n", [App])).

%% As the lean boot has it: with settings that app.app does not have.
boot(Task, Modules) ->
    Script = {script, {"app", "1"}, [
        {path, ["$ROOT/lib/app-1/ebin"]},
        {primLoad, Modules},
        {apply, {application, load, [{application, app, [{modules, Modules}, {env, [{key, 1}]}]}]}}
    ]},
    write(filename:join(Task, "boot/lean.boot"), term_to_binary(Script)).

booted(Task) ->
    {ok, Boot} = file:read_file(filename:join(Task, "boot/lean.boot")),
    {script, _, [_, {primLoad, AtOnce}, {apply, {_, _, [{_, app, Properties}]}}]} =
        binary_to_term(Boot),
    {AtOnce, Properties}.

release_test() ->
    in_directories(fun(Build, Task) ->
        ok = compile(Build, [kept, gone]),
        ok = boot(Task, [kept, gone]),
        Release = filename:join(Task, "lib/app-1/ebin"),
        ok = write(filename:join(Release, "gone.beam"), ""),
        ok = write(filename:join(Task, "lib/app_other-1/ebin/app_other.beam"), "of another"),
        ok = lambda_boot_reload:update(Build, Task, []),
        ?assertEqual({[kept, gone], [{modules, [kept, gone]}, {env, [{key, 1}]}]}, booted(Task)),

        ok = compile(Build, [kept, new]),
        ok = write(filename:join(Build, "lib/app/priv/data"), "data"),
        ok = lambda_boot_reload:update(Build, Task, []),
        {ok, Names} = file:list_dir(Release),
        ?assertEqual(["app.app", "kept.beam", "new.beam"], lists:sort(Names)),
        ?assertEqual({ok, ~"data"}, file:read_file(filename:join(Task, "lib/app-1/priv/data"))),
        %% The VM does not boot if one that it loads at once is missing. All others are loaded when they are called.
        ?assertEqual({[kept], [{modules, [kept, new]}, {env, [{key, 1}]}]}, booted(Task)),
        ?assertEqual(
            {ok, ~"of another"}, file:read_file(filename:join(Task, "lib/app_other-1/ebin/app_other.beam"))
        )
    end).

protocols_test() ->
    in_directories(fun(Build, Task) ->
        ok = compile(Build, [kept]),
        ok = filelib:ensure_path(filename:join(Task, "lib/app-1/ebin")),
        ok = write(filename:join(Build, "consolidated/protocol.beam"), beam()),
        ok = lambda_boot_reload:update(Build, Task, [filename:join(Build, "consolidated")]),
        File = filename:join(Task, "releases/current/consolidated/protocol.beam"),
        {ok, {protocol, [{debug_info, Debug}]}} = beam_lib:chunks(File, [debug_info], [allow_missing_chunks]),
        ?assertEqual(missing_chunk, Debug)
    end).

beam() ->
    {ok, protocol, Code} = compile:forms([{attribute, 1, module, protocol}], [debug_info]),
    Code.
