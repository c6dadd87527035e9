-module(lambda_boot_reload).
-moduledoc """
Takes over into the release of an image what was compiled again, for `lambda-container dev`: the modules and the other files
of applications, and what the boot file says of them.
""".

-export([prepare/0, update/3]).

%% In the build directory. Its time is that of the last update.
-define(STAMP, "lambda_boot_reload").

-doc """
Loads the code that an update needs. Returns once the changed files of the project are there, for which `lambda-container dev`
writes a line.
""".
-spec prepare() -> ok | cancelled.
prepare() ->
    ok = code:ensure_modules_loaded([?MODULE, beam_lib, filelib, filename, zlib]),
    case io:get_line("") of
        eof -> cancelled;
        _ -> ok
    end.

-doc """
Updates the release in `Task` with what was compiled to `Build`. `Consolidated` has the directory with the protocols of Elixir, if
there is one.
""".
-spec update(Build :: string(), Task :: string(), Consolidated :: [string()]) -> ok.
update(Build, Task, Consolidated) ->
    Stamp = filename:join(Build, ?STAMP),
    Since = filelib:last_modified(Stamp),
    Now = calendar:local_time(),
    Protocols = [{From, filename:join(Task, "releases/current/consolidated")} || From <- Consolidated],
    ok = lists:foreach(
        fun({From, To}) -> ok = mirror(From, To, Since) end, applications(Build, Task) ++ Protocols
    ),
    Boots = ["boot/lean.boot", "releases/current/start.boot"],
    ok = lists:foreach(fun(Boot) -> ok = update_boot(filename:join(Task, Boot), Task) end, Boots),
    ok = file:write_file(Stamp, ""),
    file:change_time(Stamp, Now).

%% The directories of each application that was compiled here, with those of the release.
applications(Build, Task) ->
    [
        {filename:join(From, Part), filename:join(To, Part)}
     || To <- filelib:wildcard(filename:join(Task, "lib/*")),
        Name <- [hd(string:split(filename:basename(To), "-"))],
        From <- filelib:wildcard(filename:join([Build, "{lib,checkouts}", Name])),
        Part <- ["ebin", "priv"]
    ].

%% Files that have not been changed since the last update are left as they are.
mirror(From, To, Since) ->
    Names = names(From),
    ok = lists:foreach(
        fun(Name) -> ok = file:del_dir_r(filename:join(To, Name)) end, names(To) -- Names
    ),
    lists:foreach(
        fun(Name) -> ok = copy(filename:join(From, Name), filename:join(To, Name), Since) end, Names
    ).

names(Directory) ->
    case file:list_dir(Directory) of
        {ok, Names} -> Names;
        {error, enoent} -> []
    end.

copy(From, To, Since) ->
    case filelib:is_dir(From) of
        true ->
            mirror(From, To, Since);
        false ->
            case filelib:last_modified(From) < Since andalso filelib:is_regular(To) of
                true -> ok;
                false -> copy_file(From, To)
            end
    end.

copy_file(From, To) ->
    {ok, Contents} = file:read_file(From),
    {ok, Info} = file:read_file_info(From),
    ok = filelib:ensure_dir(To),
    ok = replace(To, in_release(filename:extension(From), Contents)),
    file:change_mode(To, element(8, Info)).

%% Without debug information, as mix and rebar3 put it there.
in_release(".beam", Code) ->
    {ok, {_Module, Stripped}} = beam_lib:strip(Code),
    unzipped(Stripped);
in_release(_Extension, Contents) ->
    Contents.

unzipped(<<16#1F, 16#8B, _/binary>> = Zipped) -> zlib:gunzip(Zipped);
unzipped(Code) -> Code.

%% A function that runs keeps the file that it has opened.
replace(File, Contents) ->
    New = File ++ ".new",
    ok = file:write_file(New, Contents),
    file:rename(New, File).

%% The boot file has the list of modules of each application. It also names modules to load at once, and the VM does not start
%% without one of these.
update_boot(File, Task) ->
    case file:read_file(File) of
        {ok, Boot} ->
            {script, Id, Old} = binary_to_term(Boot),
            {New, _Path} = lists:mapfoldl(fun(Each, Path) -> updated(Each, Path, Task) end, [], Old),
            case New of
                Old -> ok;
                _ -> replace(File, term_to_binary({script, Id, New}))
            end;
        {error, enoent} ->
            ok
    end.

updated({path, Path}, _Path, _Task) ->
    {{path, Path}, Path};
updated({primLoad, Modules}, Path, Task) ->
    Directories = [in_task(Directory, Task) || Directory <- Path],
    {{primLoad, [Module || Module <- Modules, is_in(Directories, Module)]}, Path};
updated({apply, {application, load, [{application, Name, Properties}]}}, Path, Task) ->
    Current = with_modules(Name, Properties, Task),
    {{apply, {application, load, [{application, Name, Current}]}}, Path};
updated(Instruction, Path, _Task) ->
    {Instruction, Path}.

in_task("$ROOT" ++ Below, Task) -> Task ++ Below;
in_task("$RELEASE_LIB" ++ Below, Task) -> Task ++ "/lib" ++ Below;
in_task(Directory, _Task) -> Directory.

is_in(Directories, Module) ->
    Name = atom_to_list(Module) ++ ".beam",
    lists:any(fun(Directory) -> filelib:is_regular(filename:join(Directory, Name)) end, Directories).

with_modules(Name, Properties, Task) ->
    Pattern = lists:flatten(io_lib:format("lib/~ts-*/ebin/~ts.app", [Name, Name])),
    case [file:consult(File) || File <- filelib:wildcard(filename:join(Task, Pattern))] of
        [{ok, [{application, Name, Compiled}]}] ->
            {modules, Modules} = lists:keyfind(modules, 1, Compiled),
            lists:keystore(modules, 1, Properties, {modules, Modules});
        _ ->
            Properties
    end.
