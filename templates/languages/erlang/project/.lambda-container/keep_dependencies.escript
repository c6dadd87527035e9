#!/usr/bin/env escript
%% Removes the project's own code, and keeps what its dependencies are compiled with: rebar.config,
%% rebar.lock, _checkouts, local plugins, and all files that these may read. The Dockerfile compiles
%% the dependencies with what is left, so that Docker compiles them again only when that changes.
%%
%% Stops if a local library is missing: Docker copies nothing from outside of this directory.

-mode(compile).

%% The default of rebar3.
-define(PROJECT_APP_DIRS, ["apps/*", "lib/*", "."]).

main([]) ->
    Config = config("rebar.config"),
    AppDirs = proplists:get_value(project_app_dirs, Config, ?PROJECT_APP_DIRS),
    %% Dependencies of the plugin rebar3_path_deps.
    Paths = [Path || {_Name, {path, Path}} <- proplists:get_value(deps, Config, [])],
    [check_path(Path) || Path <- AppDirs ++ Paths],
    [check_link(Link) || Link <- filelib:wildcard("_checkouts/*")],
    [remove_code(Directory) || AppDir <- AppDirs, Directory <- filelib:wildcard(AppDir)],
    %% What only the release, and the trial of its boot, read.
    os:cmd("rm -rf Dockerfile config events trial.env").

config(File) ->
    case file:consult(File) of
        {ok, Config} -> Config;
        {error, Reason} -> stop("~ts:~ts", [File, file:format_error(Reason)])
    end.

check_path(Path) ->
    case filelib:safe_relative_path(Path, []) of
        unsafe ->
            stop(
                "rebar.config: The path ~ts is outside of the directory that has the Dockerfile.~n"
                "Docker copies only what is in that directory. Move the library into it, for~n"
                "example to libs/, take it from git, or move the Dockerfile and the other generated~n"
                "files to the directory that has both.",
                [Path]
            );
        _Inside ->
            ok
    end.

check_link(Link) ->
    case filelib:is_file(Link) of
        true ->
            ok;
        false ->
            stop(
                "~ts: The link leads nowhere, because Docker copies only what is in the directory~n"
                "that has the Dockerfile. Replace the link by a copy of the library.",
                [Link]
            )
    end.

stop(Format, Arguments) ->
    io:format(standard_error, Format ++ "~n", Arguments),
    halt(1).

%% rebar3 finds an application by its .app.src, and its dependencies in its rebar.config.
remove_code(Directory) ->
    [
        ok = file:delete(File)
     || Code <- ["{src,include,test}/**", "*.erl"],
        File <- filelib:wildcard(filename:join(Directory, Code)),
        not filelib:is_dir(File),
        string:find(File, ".app.src") =:= nomatch
    ].
