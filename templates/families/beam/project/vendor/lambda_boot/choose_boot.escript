#!/usr/bin/env escript
%% Chooses how the VM boots, in the build of the image. The Dockerfile runs
%%
%%     choose_boot.escript BOOT ROOT HANDLER [BASE]
%%
%% BOOT is `lean` or `standard`. ROOT is the complete content of the image, BASE the file system
%% that it is put on, if any. The handler gets the events in events/ of the working directory.
%%
%% The image gets the lean boot if it is proved to work there, and otherwise the standard boot. To
%% prove it, the image is copied, and the VM is started in the copy by the entry script, as an
%% unprivileged user, against a Runtime API: first with the standard boot, then with the lean one.
%% Both must do the same.
%%
%% The choice is one line of the build output, and is kept in /var/task/boot/chosen.

-mode(compile).

main([Boot, Root, Handler]) ->
    main(Boot, Root, Handler, []);
main([Boot, Root, Handler, Base]) ->
    main(Boot, Root, Handler, [Base]);
main(_) ->
    usage("usage: choose_boot.escript lean|standard ROOT HANDLER [BASE]").

main(Boot, Root, Handler, Base) when Boot =:= "lean"; Boot =:= "standard" ->
    Here = filename:dirname(filename:absname(escript:script_name())),
    Runtime = filename:join(filename:dirname(Here), "lambda_runtime"),
    ok = load(
        filelib:wildcard(filename:join(Here, "*.erl")) ++
            %% The Runtime API of the project's unit tests.
            [
                filename:join([Runtime, "src", "lambda_runtime_text.erl"]),
                filename:join([Runtime, "test_support", "lambda_runtime_test_api.erl"]),
                filename:join([Runtime, "test_support", "lambda_runtime_test_connection.erl"])
            ]
    ),
    choose(Boot, #{here => Here, root => Root, base => Base, handler => Handler});
main(Boot, _Root, _Handler, _Base) ->
    usage([
        "BOOT is \"", Boot, "\", expected lean or standard: docker build --build-arg BOOT=lean"
    ]).

usage(Text) ->
    io:put_chars(standard_error, ["choose_boot.escript: ", Text, "\n"]),
    halt(64).

load(Sources) ->
    lists:foreach(
        fun(Source) ->
            {ok, Module, Code} = compile:file(Source, [binary, report]),
            {module, Module} = code:load_binary(Module, Source, Code)
        end,
        Sources
    ).

choose("standard", Image) ->
    _ = prepared(Image),
    chosen("standard: asked for by BOOT=standard", Image);
choose("lean", Image) ->
    case proved(Image) of
        {lean, Release, #{hot := Hot} = Plan} ->
            %% A fault here would leave parts of both boots, so it fails the build.
            ok = lambda_boot_lean:install(task(Image), Release, Plan),
            chosen(["lean: loads ", integer_to_list(length(Hot)), " modules at once"], Image);
        {standard, Reason} ->
            chosen(["standard: ", Reason], Image)
    end.

proved(Image) ->
    try
        prove(Image)
    catch
        throw:{standard, Reason} ->
            {standard, Reason};
        Class:Reason:Stacktrace ->
            %% A fault in the trial must not fail the build.
            Where = lists:sublist(Stacktrace, 1),
            Fault = io_lib:format("~ts:~0tp at ~0tp", [Class, Reason, Where]),
            {standard, ["the trial has failed, ", Fault]}
    end.

%% Throws {standard, Reason} if the lean boot cannot be used.
prove(#{here := Here, handler := Handler} = Image) ->
    case prepared(Image) of
        ok -> ok;
        {standard, _} = Refused -> throw(Refused)
    end,
    Release = lambda_boot_release:read(task(Image), Here),
    Copy = lambda_boot_vm:copy(Image),
    try
        _ = lambda_boot_dns:start_link(),
        Probes = probes(Here),
        %% The standard boot defines the expected results. It also leaves the state that the lean
        %% boot starts with instead of computing it.
        #{found := Found} = Standard = lambda_boot_trial:run(Copy, Handler, Probes),
        %% A lean boot that loads each module when it is first called shows which modules boot and
        %% events need. The standard boot cannot show this, since it loads more. Probes are left
        %% out: they load modules that the function may never call.
        Slow = lambda_boot_lean:plan(Release, Found, []),
        ok = lambda_boot_lean:install(task(Copy), Release, Slow),
        #{loaded := Loaded} = lambda_boot_trial:run(Copy, Handler, []),
        %% The boot of the image loads these modules at once, which saves searching for each. This
        %% is the boot that is proved.
        Plan = lambda_boot_lean:plan(Release, Found, Loaded),
        ok = lambda_boot_lean:install(task(Copy), Release, Plan),
        ok = lambda_boot_trial:same(Standard, lambda_boot_trial:run(Copy, Handler, Probes)),
        {lean, Release, Plan}
    after
        ok = file:del_dir_r(Copy)
    end.

%% Configuration that depends on environment variables.
prepared(#{here := Here} = Image) ->
    try
        lambda_boot_config:prepare(task(Image), Here)
    catch
        throw:{failed, Reason} ->
            io:put_chars(standard_error, ["choose_boot.escript: ", Reason, "\n"]),
            halt(1)
    end.

probes(Here) ->
    [
        list_to_atom(filename:rootname(filename:basename(File)))
     || File <- lists:sort(filelib:wildcard(filename:join(Here, "trial/lambda_boot_probe*")))
    ].

chosen(Line, #{root := Root} = Image) ->
    File = filename:join(task(Image), "boot/chosen"),
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, unicode:characters_to_binary([Line, $\n])),
    io:put_chars(["boot: ", Line, $\n]),
    %% Reproducible layers: the time that complete_root.sh sets.
    "" = os:cmd("find " ++ Root ++ " -exec touch -h -d 1980-01-01T00:00:00Z {} +"),
    ok.

task(#{root := Root}) -> task(Root);
task(Root) -> filename:join(Root, "var/task").
