-module(lambda_boot_plan).
-moduledoc "What the lean boot of a release is to do.".

-export([new/3]).

-export_type([plan/0]).

-doc """
- `hot`: the modules to load at once
- `native`: modules with native code that were seen in use. They are loaded just before the
  project's own application starts: earlier their libraries might miss what they rely on
- `path`: the folders where all other modules are looked for
- `config`: the settings of applications
- `found`: what a standard boot leaves behind
- `unused`: applications that need not be started
""".
-type plan() :: #{
    hot := [module()],
    native := [module()],
    path := [string()],
    config := lambda_boot_settings:config(),
    found := lambda_boot_found:found(),
    unused := [atom()]
}.

-doc "The plan for a release, given what a standard boot leaves behind and what to load at once.".
-spec new(lambda_boot_release:release(), lambda_boot_found:found(), Loaded :: [module()]) ->
    plan().
new(#{task := Task, config := Config, path := Path, unused := Unused}, Found, Loaded) ->
    Folders = [Task ++ Below || "$ROOT" ++ Below <- Path],
    {Native, Hot} = lists:partition(fun(Module) -> is_native(Module, Folders) end, Loaded),
    #{
        hot => Hot,
        native => Native,
        path => Path,
        config => lambda_boot_settings:with_log_handler(maps:get(handler, Found), Config),
        found => Found,
        unused => Unused
    }.

%% If a module that the boot script loads cannot start its native code, the VM stops. Loaded by the
%% code server it is just not there.
is_native(Module, Folders) ->
    case file:path_open(Folders, atom_to_list(Module) ++ ".beam", [read, binary]) of
        {ok, File, Name} ->
            ok = file:close(File),
            {ok, Code} = file:read_file(Name),
            erlang:has_prepared_code_on_load(erlang:prepare_loading(Module, Code));
        {error, enoent} ->
            false
    end.
