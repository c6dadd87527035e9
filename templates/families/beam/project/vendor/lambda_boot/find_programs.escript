#!/usr/bin/env escript
%% Finds the programs that the code of the project and of its dependencies calls by constant names, as in
%% os:cmd("df -k") and System.cmd("git", args). The Dockerfile runs
%%
%%     find_programs.escript ROOT
%%
%% and complete_root.sh copies the programs that are listed on standard output. ROOT is the content of the image so
%% far. A program that the build image does not have is reported.

-mode(compile).

main([Root]) ->
    Here = filename:dirname(escript:script_name()),
    Source = filename:join(Here, "lambda_boot_programs.erl"),
    {ok, lambda_boot_programs, Code} = compile:file(Source, [binary, report]),
    {module, _} = code:load_binary(lambda_boot_programs, Source, Code),
    ok = add_elixir(),
    Apps = [
        hd(string:split(filename:basename(Directory), "-"))
     || Directory <- filelib:wildcard(filename:join(Root, "var/task/lib/*"))
    ],
    Calls = lists:usort([
        Call
     || App <- Apps,
        %% The release has no debug information, which says how functions are called.
        File <- filelib:wildcard("_build/prod/{lib,checkouts}/" ++ App ++ "/ebin/*.beam"),
        Call <- calls(File)
    ]),
    _ = [io:format("~ts~n", [Program]) || Program <- programs_here(Calls)],
    _ = [missing(Call, Root) || Call <- Calls],
    ok.

%% It can turn the debug information of its modules into Erlang.
add_elixir() ->
    case os:find_executable("elixir") of
        false ->
            ok;
        Elixir ->
            Print = "IO.write(:code.lib_dir(:elixir))",
            Directory = os:cmd(lists:flatten([Elixir, " -e '", Print, "'"])),
            _ = code:add_path(filename:join(Directory, "ebin")),
            ok
    end.

programs_here(Calls) ->
    lists:usort([Program || {Program, _, _} <- Calls, os:find_executable(Program) =/= false]).

missing({_Program, _Module, optional}, _Root) ->
    ok;
missing({Program, Module, required}, Root) ->
    Known = os:find_executable(Program) =/= false orelse is_in(Root, Program),
    Known orelse
        io:format(
            standard_error,
            "find_programs.escript: ~ts calls ~ts, which the build image does not have. In the Dockerfile, set"
            " BUILD_PACKAGES to the Debian package that has it; it is then copied to the image.~n",
            [name(Module), Program]
        ).

%% Copied there by the Dockerfile.
is_in(Root, "/" ++ _ = Path) ->
    filelib:is_file(Root ++ Path);
is_in(Root, Name) ->
    Directories = ["usr/local/bin", "usr/bin", "bin"],
    lists:any(fun(D) -> filelib:is_file(filename:join([Root, D, Name])) end, Directories).

name(Module) ->
    case atom_to_list(Module) of
        "Elixir." ++ Name -> Name;
        Name -> Name
    end.

%% {Program, Module, required | optional} for each call in a module.
calls(File) ->
    case beam_lib:chunks(File, [abstract_code]) of
        {ok, {Module, [{abstract_code, {_, Forms}}]}} ->
            case atom_to_list(Module) of
                %% They run on your machine.
                "Elixir.Mix.Tasks." ++ _ -> [];
                _ -> [{Program, Module, Need} || {Program, Need} <- lambda_boot_programs:called(Forms)]
            end;
        _ ->
            []
    end.
