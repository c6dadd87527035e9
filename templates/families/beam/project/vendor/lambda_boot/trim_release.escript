#!/usr/bin/env escript
%% Copies a release without the files that a function never uses. The Dockerfile runs
%%
%%     trim_release.escript RELEASE TARGET
%%
%% RELEASE is the output of `mix release` or `rebar3 release`. The directory `erts` has no version
%% in its name, and `releases/current` is a link, so that vm.args and the entry script need no
%% versions.

-mode(compile).

main([Release, Target]) ->
    copy_vm(Release, Target),
    copy_applications(Release, Target),
    copy_boot_files(Release, Target),
    Here = filename:dirname(escript:script_name()),
    copy_file(filename:join(Here, "vm.args"), filename:join(Target, "vm.args"));
main(_) ->
    io:put_chars(standard_error, "usage: trim_release.escript RELEASE TARGET\n"),
    halt(64).

%% erlexec starts the VM, beam.smp, which starts the other two to run external programs and to look
%% up host names.
copy_vm(Release, Target) ->
    [Erts] = filelib:wildcard(filename:join(Release, "erts-*")),
    From = filename:join(Erts, "bin"),
    To = filename:join(Target, "erts/bin"),
    [
        copy_file(filename:join(From, Binary), filename:join(To, Binary))
     || Binary <- ["erlexec", "beam.smp", "erl_child_setup", "inet_gethost"]
    ].

%% Sources and headers of applications are not used at run time.
copy_applications(Release, Target) ->
    Directories = filelib:wildcard(filename:join([Release, "lib", "*"])),
    Unused = unused_tools(Directories),
    [
        copy_tree(From, filename:join([Target, "lib", filename:basename(Directory), Part]))
     || Directory <- Directories,
        not lists:member(application(Directory), Unused),
        Part <- ["ebin", "priv"],
        From <- [filename:join(Directory, Part)],
        filelib:is_dir(From)
    ],
    case lists:member("compiler", Unused) of
        true -> remove(parts_of_compilers(), Target);
        false -> ok
    end.

%% Modules that are only used during compilation: Elixir's type checker, and a parse transform of
%% Erlang.
parts_of_compilers() ->
    [
        "lib/elixir-*/ebin/Elixir.Module.Types*.beam",
        "lib/elixir-*/ebin/Elixir.Kernel.{ParallelCompiler,Typespec}.beam",
        "lib/stdlib-*/ebin/qlc_pt.beam"
    ].

remove(Patterns, Target) ->
    [
        ok = file:delete(File)
     || Pattern <- Patterns, File <- filelib:wildcard(filename:join(Target, Pattern))
    ].

%% mix adds Elixir's shell and Erlang's compiler to every release. A function needs the compiler
%% only if it compiles code on Lambda: list `:compiler` in extra_applications to keep it.
unused_tools(Directories) ->
    Used = [
        Needed
     || Directory <- Directories,
        not lists:member(application(Directory), ["elixir", "iex"]),
        AppFile <- filelib:wildcard(filename:join(Directory, "ebin/*.app")),
        {ok, [{application, _Name, Properties}]} <- [file:consult(AppFile)],
        Needed <- proplists:get_value(applications, Properties, [])
    ],
    [Tool || Tool <- ["iex", "compiler"], not lists:member(list_to_atom(Tool), Used)].

%% "stdlib-6.2" is the directory of stdlib.
application(Directory) ->
    hd(string:lexemes(filename:basename(Directory), "-")).

copy_boot_files(Release, Target) ->
    {ok, StartErlData} = file:read_file(filename:join([Release, "releases", "start_erl.data"])),
    [_VmVersion, Version] = string:lexemes(binary_to_list(StartErlData), " \n"),
    From = filename:join(Release, "releases"),
    To = filename:join(Target, "releases"),
    copy_tree(filename:join(From, Version), filename:join(To, Version)),
    %% For the environment variables that the entry script sets.
    [RelFile | _] = filelib:wildcard("*.rel", filename:join(From, Version)) -- ["start.rel"],
    Name = filename:basename(RelFile, ".rel"),
    ok = file:write_file(filename:join(To, "release"), [Name, " ", Version, "\n"]),
    ok = file:make_symlink(Version, filename:join(To, "current")).

copy_tree(From, To) ->
    {ok, Names} = file:list_dir(From),
    [
        case filelib:is_dir(filename:join(From, Name)) of
            true -> copy_tree(filename:join(From, Name), filename:join(To, Name));
            false -> copy_file(filename:join(From, Name), filename:join(To, Name))
        end
     || Name <- Names
    ].

copy_file(From, To) ->
    ok = filelib:ensure_dir(To),
    {ok, Contents} = file:read_file(From),
    {ok, Info} = file:read_file_info(From),
    ok = file:write_file(To, unzipped(filename:extension(From), Contents)),
    ok = file:write_file_info(To, Info).

%% rebar3 compresses BEAM files. They load faster uncompressed, and the layers of the image are
%% compressed anyway.
unzipped(".beam", <<16#1F, 16#8B, _/binary>> = Zipped) -> zlib:gunzip(Zipped);
unzipped(_Extension, Contents) -> Contents.
