#!/usr/bin/env escript
%% Copies a release without what Lambda never uses. Called by the Dockerfile:
%%
%%     trim_release.escript RELEASE TARGET
%%
%% RELEASE is what `mix release` or `rebar3 release` has made. Folders whose names end in a
%% version get a name without it too, so that vm.args and the entry script need not know it.

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

%% erlexec starts the VM, which is beam.smp. That starts the other two: one runs external programs,
%% one looks up host names.
copy_vm(Release, Target) ->
    [Erts] = filelib:wildcard(filename:join(Release, "erts-*")),
    From = filename:join(Erts, "bin"),
    To = filename:join(Target, "erts/bin"),
    [
        copy_file(filename:join(From, Program), filename:join(To, Program))
     || Program <- ["erlexec", "beam.smp", "erl_child_setup", "inet_gethost"]
    ].

%% Of an application, code and resources are used at run time. Sources and headers are not.
copy_applications(Release, Target) ->
    Folders = filelib:wildcard(filename:join([Release, "lib", "*"])),
    Unused = unused_tools(Folders),
    [
        copy_tree(From, filename:join([Target, "lib", filename:basename(Folder), Part]))
     || Folder <- Folders,
        not lists:member(application(Folder), Unused),
        Part <- ["ebin", "priv"],
        From <- [filename:join(Folder, Part)],
        filelib:is_dir(From)
    ],
    case lists:member("compiler", Unused) of
        true -> remove(parts_of_compilers(), Target);
        false -> ok
    end.

%% Modules that are called while others are compiled, and at no other time: Elixir's type checker,
%% and a parse transform of Erlang.
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

%% mix puts Elixir's shell and Erlang's compiler into every release. Code that is deployed needs
%% neither, but code that is compiled on Lambda does: an application that lists the compiler in its
%% extra_applications keeps it.
unused_tools(Folders) ->
    Used = [
        Needed
     || Folder <- Folders,
        not lists:member(application(Folder), ["elixir", "iex"]),
        AppFile <- filelib:wildcard(filename:join(Folder, "ebin/*.app")),
        {ok, [{application, _Name, Properties}]} <- [file:consult(AppFile)],
        Needed <- proplists:get_value(applications, Properties, [])
    ],
    [Tool || Tool <- ["iex", "compiler"], not lists:member(list_to_atom(Tool), Used)].

%% "stdlib-6.2" is the folder of stdlib.
application(Folder) ->
    hd(string:lexemes(filename:basename(Folder), "-")).

copy_boot_files(Release, Target) ->
    {ok, StartErlData} = file:read_file(filename:join([Release, "releases", "start_erl.data"])),
    [_VmVersion, Version] = string:lexemes(binary_to_list(StartErlData), " \n"),
    From = filename:join(Release, "releases"),
    To = filename:join(Target, "releases"),
    copy_tree(filename:join(From, Version), filename:join(To, Version)),
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

%% rebar3 compresses code files. The image is compressed as a whole, and better; and files that are
%% not compressed load faster.
unzipped(".beam", <<16#1F, 16#8B, _/binary>> = Zipped) -> zlib:gunzip(Zipped);
unzipped(_Extension, Contents) -> Contents.
