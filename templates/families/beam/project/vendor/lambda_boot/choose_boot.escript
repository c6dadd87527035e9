#!/usr/bin/env escript
%% Chooses how the VM of the function boots. Called by the Dockerfile:
%%
%%     choose_boot.escript BOOT ROOT HANDLER [BASE]
%%
%% BOOT is `lean` or `standard`. ROOT is what goes into the image, complete; BASE is the file system
%% that it will stand on, if there is one. It is tried with the events in events/, in the working
%% directory. How the choice is made is told in lambda_boot.erl, beside this file.

-mode(compile).

main([Boot, Root, Handler]) ->
    choose(Boot, Root, Handler, []);
main([Boot, Root, Handler, Base]) ->
    choose(Boot, Root, Handler, [Base]);
main(_) ->
    usage("usage: choose_boot.escript lean|standard ROOT HANDLER [BASE]").

choose(Boot, Root, Handler, Base) when Boot =:= "lean"; Boot =:= "standard" ->
    Here = filename:dirname(filename:absname(escript:script_name())),
    ok = load(filelib:wildcard(filename:join(Here, "*.erl"))),
    %% The Runtime API that the project's own unit tests use.
    Runtime = filename:join(filename:dirname(Here), "lambda_runtime"),
    ok = load([
        filename:join([Runtime, "src", "lambda_runtime_text.erl"]),
        filename:join([Runtime, "test_support", "lambda_runtime_test_api.erl"]),
        filename:join([Runtime, "test_support", "lambda_runtime_test_connection.erl"])
    ]),
    lambda_boot:choose(list_to_atom(Boot), #{
        here => Here, root => Root, base => Base, handler => Handler
    });
choose(Boot, _Root, _Handler, _Base) ->
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
