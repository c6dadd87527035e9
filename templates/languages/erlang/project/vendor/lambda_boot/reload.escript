#!/usr/bin/env escript
%% Compiles the project, and takes it over into a release. lambda-container dev runs
%%
%%     reload.escript RELEASE
%%
%% ahead of the next change: the VM and rebar3 are loaded when that comes.

-mode(compile).

main([Release]) ->
    Here = filename:dirname(escript:script_name()),
    {ok, Module, Code} = compile:file(filename:join(Here, "lambda_boot_reload.erl"), [binary]),
    {module, Module} = code:load_binary(Module, "lambda_boot_reload.erl", Code),
    ok = load_rebar3(),
    case Module:prepare() of
        ok ->
            case rebar3:run(["as", "prod", "compile"]) of
                {ok, _} -> ok = Module:update("_build/prod", Release, []);
                _ -> halt(1)
            end;
        cancelled ->
            ok
    end.

%% The archive in the program.
load_rebar3() ->
    {ok, Sections} = escript:extract(os:find_executable("rebar3"), []),
    {archive, Archive} = lists:keyfind(archive, 1, Sections),
    Directory = "/tmp/rebar3",
    {ok, _} = zip:unzip(Archive, [{cwd, Directory}, keep_old_files]),
    ok = code:add_pathsa(filelib:wildcard(filename:join(Directory, "*/ebin"))),
    Modules = [
        list_to_atom(filename:basename(File, ".beam"))
     || File <- filelib:wildcard(filename:join(Directory, "rebar/ebin/*.beam"))
    ],
    _ = code:ensure_modules_loaded(Modules),
    ok.
