#!/usr/bin/env escript
%% Chooses how the VM boots, in the build of the image. The Dockerfile runs
%%
%%     choose_boot.escript BOOT ROOT [BASE] FUNCTION=HANDLER...
%%
%% BOOT is `lean` or `standard`. ROOT is the complete content of the image, BASE the file system
%% that it is put on, if any. The handler that the Dockerfile names in CMD takes the place of the
%% first one here.
%%
%% The image gets the lean boot if it is proved to work there and takes less CPU time, and otherwise
%% the standard boot. To prove it, the image is copied, and the VM is started in the copy by the
%% entry script, as an unprivileged user, against a Runtime API: first with the standard boot, then
%% with the lean one. Both must do the same.
%%
%% The choice is one line of the build output, and is kept in /var/task/boot/chosen. The build fails
%% if the function cannot work on Lambda. See lambda_boot_choice.erl.

-mode(compile).

main([Boot, Root | Rest]) when Boot =:= "lean"; Boot =:= "standard" ->
    {Functions, Base} = lists:partition(fun(Word) -> lists:member($=, Word) end, Rest),
    Functions =:= [] andalso usage(),
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
    Dockerfile = lambda_boot_dockerfile:read("Dockerfile", "function"),
    choose(Boot, functions(Functions, Dockerfile), #{
        here => Here,
        root => Root,
        base => Base,
        variables => maps:get(variables, Dockerfile) ++ trial_env()
    });
main([Boot, _Root | _]) ->
    fail(["BOOT is \"", Boot, "\", expected lean or standard: docker build --build-arg BOOT=lean"]);
main(_) ->
    usage().

usage() ->
    fail("usage: choose_boot.escript lean|standard ROOT [BASE] FUNCTION=HANDLER...").

fail(Text) ->
    io:put_chars(standard_error, ["choose_boot.escript: ", Text, "\n"]),
    halt(1).

load(Sources) ->
    lists:foreach(
        fun(Source) ->
            {ok, Module, Code} = compile:file(Source, [binary, report]),
            {module, Module} = code:load_binary(Module, Source, Code)
        end,
        Sources
    ).

functions(Words, #{handler := InCmd}) ->
    Named = [list_to_tuple(string:split(Word, "=")) || Word <- Words],
    [
        #{name => Name, handler => Handler, events => events(Name)}
     || {Name, Handler} <- with_cmd(InCmd, Named)
    ].

%% The function in CMD comes first: its boot is the one that is made quick.
with_cmd(none, Named) ->
    Named;
with_cmd(InCmd, [{Name, _} | Others] = Named) ->
    case lists:keyfind(InCmd, 2, Named) of
        false -> [{Name, InCmd} | Others];
        Function -> [Function | lists:delete(Function, Named)]
    end.

events(Name) ->
    Files = filelib:wildcard(filename:join(["events", Name, "*.json"])),
    [File || File <- Files, not lists:suffix(".expected.json", File)].

%% In the format of `docker run --env-file`.
trial_env() ->
    case file:read_file("trial.env") of
        {ok, Text} ->
            Lines = string:split(unicode:characters_to_list(Text), "\n", all),
            lists:append([variable(Line) || Line <- lists:enumerate(Lines)]);
        {error, enoent} ->
            []
    end.

variable({Number, Line}) ->
    case string:split(string:trim(Line), "=") of
        [""] -> [];
        ["#" ++ _ | _] -> [];
        [[_ | _] = Name, Value] -> [{Name, Value}];
        _ -> fail(io_lib:format("trial.env, line ~b: expected NAME=value", [Number]))
    end.

choose(Boot, Functions, #{root := Root} = Image) ->
    case lambda_boot_choice:make(Boot, Functions, Image) of
        {lean, Release, #{hot := Hot} = Plan} ->
            Task = filename:join(Root, "var/task"),
            ok = lambda_boot_lean:install(Task, Release, Plan),
            ok = lambda_boot_lean:remove_standard(Task, Release),
            chosen(["lean: loads ", integer_to_list(length(Hot)), " modules at once"], Root);
        {standard, Reason} ->
            chosen(["standard: ", Reason], Root);
        {failed, Text} ->
            fail(Text)
    end.

chosen(Line, Root) ->
    File = filename:join(Root, "var/task/boot/chosen"),
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, unicode:characters_to_binary([Line, $\n])),
    io:put_chars(["boot: ", Line, $\n]),
    %% Reproducible layers: the time that complete_root.sh sets.
    "" = os:cmd("find " ++ Root ++ " -exec touch -h -d 1980-01-01T00:00:00Z {} +"),
    ok.
