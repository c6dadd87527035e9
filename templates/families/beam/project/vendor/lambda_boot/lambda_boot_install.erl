-module(lambda_boot_install).
-moduledoc "Puts a lean boot into a release, and takes out what only the standard boot needs.".

-export([install/3]).

%% OTP's `user` and shell, which edit lines. `lambda_boot_output` takes their place.
-define(TERMINAL, [
    "lib/kernel-*/ebin/{user_drv,user_sup,group,group_history}.beam",
    "lib/stdlib-*/ebin/{edlin*,shell*}.beam"
]).

%% Of the files of the standard boot. The code path has the one; a project may read the other.
-define(KEPT, ["consolidated", "sys.config"]).

-doc "Changes the files in `Task`. A lean boot that is there already is replaced.".
-spec install(Task :: string(), lambda_boot_release:release(), lambda_boot_plan:plan()) -> ok.
install(Task, #{here := Here, script := Script, unused := Unused, flags := Flags}, Plan) ->
    Boot = filename:join(Task, "boot"),
    ok = filelib:ensure_path(Boot),
    Lean = term_to_binary(lambda_boot_script:lean(Script, Plan)),
    ok = file:write_file(filename:join(Boot, "lean.boot"), Lean),
    Sources = filelib:wildcard(filename:join(Here, "image/*.erl")),
    ok = lists:foreach(fun(Source) -> compile(Source, Boot) end, Sources),
    ok = file:write_file(filename:join(Task, "vm.args"), vm_args(Flags)),
    Unneeded = unused_files(Task, Unused) ++ files_of_standard_boot(Task),
    lists:foreach(fun(File) -> ok = file:del_dir_r(File) end, Unneeded).

compile(Source, Folder) ->
    {ok, Module, Code} = compile:file(Source, [binary, deterministic, report]),
    {ok, {Module, Stripped}} = beam_lib:strip(Code),
    ok = file:write_file(filename:join(Folder, atom_to_list(Module) ++ ".beam"), Stripped).

vm_args(Flags) ->
    [
        "# The lean boot: vendor/lambda_boot/lambda_boot.erl. What vm.args there says about\n"
        "# booting is in lean.boot instead, with the settings of the project.\n"
        "-boot /var/task/boot/lean\n"
        "# To protect OTP's modules from being replaced, all their names would be read at boot.\n"
        "-nostick\n",
        [[Flag, $\n] || Flag <- Flags]
    ].

unused_files(Task, Unused) ->
    Patterns = [filename:join("lib", atom_to_list(Name) ++ "-*") || Name <- Unused] ++ ?TERMINAL,
    lists:append([filelib:wildcard(filename:join(Task, Pattern)) || Pattern <- Patterns]).

files_of_standard_boot(Task) ->
    Folder = filename:join(Task, "releases/current"),
    {ok, Names} = file:list_dir(Folder),
    [filename:join(Folder, Name) || Name <- Names -- ?KEPT].
