-module(lambda_boot_copy).
-moduledoc """
A copy of the image before there is one, to start the VM in: `chroot` is all it takes, which every
builder allows.

The VM runs there as a user who can write in `/tmp` alone, since all other files belong to root, and
`RUN --network=none` in the Dockerfile leaves it no network but its own. So a handler that is run in
the copy can do no harm.
""".

-export([new/1, install/3, remove/1]).

-export_type([copy/0]).

-doc "The folder that it is in.".
-type copy() :: string().

-define(ROOT, "/boot_trial").

-doc "Copies the files of the image, with what the trial needs besides.".
-spec new(lambda_boot:image()) -> copy().
new(#{root := Root, base := Base, here := Here}) ->
    sh(["rm -rf ", ?ROOT, " && mkdir ", ?ROOT]),
    %% The image goes on top of what it stands on.
    _ = [sh(["cp -a ", Folder, "/. ", ?ROOT]) || Folder <- Base ++ [Root]],
    ok = add_names(filename:join(?ROOT, "etc")),
    ok = add_null(filename:join(?ROOT, "dev/null")),
    ok = add_modules(filename:join(Here, "trial"), filename:join(?ROOT, "trial")),
    ?ROOT.

%% Names that the probes look up: one in this file, one that lambda_boot_dns knows.
add_names(Etc) ->
    ok = filelib:ensure_path(Etc),
    Hosts = "127.0.0.1 localhost\n127.0.0.7 by-file.test\n",
    ok = file:write_file(filename:join(Etc, "hosts"), Hosts),
    file:write_file(filename:join(Etc, "resolv.conf"), "nameserver 127.0.0.1\n").

%% Without /dev/null the VM does not boot. Not every builder allows to make the device, but an empty
%% file will do: it is hardly used.
add_null(Null) ->
    ok = filelib:ensure_dir(Null),
    _ = file:delete(Null),
    ok = file:write_file(Null, ""),
    file:change_mode(Null, 8#666).

%% The agent and the probes, which the image itself has not.
add_modules(From, To) ->
    ok = filelib:ensure_path(To),
    Sources = fun(Suffix) -> filelib:wildcard(filename:join(From, "*" ++ Suffix)) end,
    _ = [{ok, _} = compile:file(Source, [{outdir, To}, report]) || Source <- Sources(".erl")],
    _ = [sh(["elixirc -pa ", To, " -o ", To, " ", Source]) || Source <- Sources(".ex")],
    sh(["chmod -R a+rX ", To]).

sh(Command) ->
    case os:cmd(lists:flatten(Command)) of
        "" -> ok;
        Output -> throw({standard, ["the image cannot be tried: ", Output]})
    end.

-doc "Puts a lean boot into the copy.".
-spec install(copy(), lambda_boot_release:release(), lambda_boot_plan:plan()) -> ok.
install(Copy, Release, Plan) ->
    lambda_boot_install:install(filename:join(Copy, "var/task"), Release, Plan).

-spec remove(copy()) -> ok.
remove(Copy) ->
    ok = file:del_dir_r(Copy).
