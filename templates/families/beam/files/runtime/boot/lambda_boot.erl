-module(lambda_boot).
-moduledoc """
Gives an image the lean boot if it can be proved to work there, and the standard boot otherwise.

What is built is tried: the files that will be the image are copied, and the VM is started in that
copy, by the entry script, as the user that Lambda has, against a Runtime API. First with the
standard boot, which says what is to be expected; then with the lean one.

The choice is said in one line of the build's output, and stands in `/var/task/boot/chosen`.
""".

-export([choose/2]).

-export_type([image/0]).

-doc """
- `here`: the folder of this file
- `root`: what goes into the image
- `base`: the file system that the image stands on, or none
- `handler`: its name, as in the image's CMD
""".
-type image() :: #{here := string(), root := string(), base := [string()], handler := string()}.

-spec choose(lean | standard, image()) -> ok.
choose(standard, Image) ->
    chosen("standard: asked for by BOOT=standard", Image);
choose(lean, Image) ->
    try
        #{hot := Hot} = lean(Image),
        chosen(["lean: loads ", integer_to_list(length(Hot)), " modules at once"], Image)
    catch
        throw:{standard, Reason} ->
            chosen(["standard: ", Reason], Image);
        Class:Reason:Stacktrace ->
            %% A fault of the trial is no reason to have no image.
            Fault = io_lib:format("~ts:~0tp at ~0tp", [Class, Reason, hd(Stacktrace)]),
            chosen(["standard: the trial has failed, ", Fault], Image)
    end.

lean(#{here := Here, root := Root} = Image) ->
    Task = filename:join(Root, "var/task"),
    Release = lambda_boot_release:read(Task, Here),
    Trial = lambda_boot_trial:new(Image),
    try
        _ = lambda_boot_dns:start_link(),
        #{found := Found} = Standard = lambda_boot_trial:run(Trial, probes(Here)),
        %% Which modules a boot and the events need: known when a lean boot has loaded them one by
        %% one.
        Cold = lambda_boot_release:plan(Release, Found, []),
        ok = lambda_boot_trial:install(Trial, Release, Cold),
        #{loaded := Loaded} = lambda_boot_trial:run(Trial, []),
        Plan = lambda_boot_release:plan(Release, Found, Loaded),
        ok = lambda_boot_trial:install(Trial, Release, Plan),
        ok = lambda_boot_proof:same(Standard, lambda_boot_trial:run(Trial, probes(Here))),
        ok = lambda_boot_release:install(Task, Release, Plan),
        Plan
    after
        lambda_boot_trial:remove(Trial)
    end.

probes(Here) ->
    [
        list_to_atom(filename:rootname(filename:basename(File)))
     || File <- lists:sort(filelib:wildcard(filename:join(Here, "trial/lambda_boot_probe*")))
    ].

chosen(Line, #{root := Root}) ->
    File = filename:join(Root, "var/task/boot/chosen"),
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, unicode:characters_to_binary([Line, $\n])),
    io:put_chars(["boot: ", Line, $\n]),
    %% The same sources give the same layer, byte for byte: as complete_root.sh leaves it.
    "" = os:cmd("find " ++ Root ++ " -exec touch -h -d 1980-01-01T00:00:00Z {} +"),
    ok.
