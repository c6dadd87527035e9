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

-doc "Leaves in `root` the files of that boot, or of the standard one if there must be one.".
-spec choose(lean | standard, image()) -> ok.
choose(standard, Image) ->
    chosen("standard: asked for by BOOT=standard", Image);
choose(lean, Image) ->
    case tried(Image) of
        {lean, Release, #{hot := Hot} = Plan} ->
            %% Outside of the trial: a fault here leaves a part of each boot, so it ends the build.
            ok = lambda_boot_install:install(task(Image), Release, Plan),
            chosen(["lean: loads ", integer_to_list(length(Hot)), " modules at once"], Image);
        {standard, Reason} ->
            chosen(["standard: ", Reason], Image)
    end.

tried(Image) ->
    try
        proved(Image)
    catch
        throw:{standard, Reason} ->
            {standard, Reason};
        Class:Reason:Stacktrace ->
            %% A fault of the trial is no reason to have no image.
            Where = lists:sublist(Stacktrace, 1),
            Fault = io_lib:format("~ts:~0tp at ~0tp", [Class, Reason, Where]),
            {standard, ["the trial has failed, ", Fault]}
    end.

%% Throws `{standard, Reason}` at the first thing that speaks against the lean boot.
proved(#{here := Here, handler := Handler} = Image) ->
    %% What can be known without a trial, such as a version that was not looked at.
    Release = lambda_boot_release:read(task(Image), Here),
    Copy = lambda_boot_copy:new(Image),
    try
        _ = lambda_boot_dns:start_link(),
        Probes = probes(Here),
        %% The standard boot shows what must be the same with the lean one, and leaves behind what
        %% that one starts with instead of finding it out at each start.
        #{found := Found} = Standard = lambda_boot_trial:run(Copy, Handler, Probes),
        %% A lean boot that loads each module when it is first called shows which ones a boot and
        %% the events need. The standard boot could not tell, since it loads some for itself. No
        %% probes here: they load what the function may never call.
        ok = lambda_boot_copy:install(Copy, Release, lambda_boot_plan:new(Release, Found, [])),
        #{loaded := Loaded} = lambda_boot_trial:run(Copy, Handler, []),
        %% The boot that the image is to have loads these at once, which saves the code server's
        %% search for each. It is this boot that is proved.
        Plan = lambda_boot_plan:new(Release, Found, Loaded),
        ok = lambda_boot_copy:install(Copy, Release, Plan),
        ok = lambda_boot_proof:same(Standard, lambda_boot_trial:run(Copy, Handler, Probes)),
        {lean, Release, Plan}
    after
        lambda_boot_copy:remove(Copy)
    end.

probes(Here) ->
    [
        list_to_atom(filename:rootname(filename:basename(File)))
     || File <- lists:sort(filelib:wildcard(filename:join(Here, "trial/lambda_boot_probe*")))
    ].

chosen(Line, #{root := Root} = Image) ->
    File = filename:join(task(Image), "boot/chosen"),
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, unicode:characters_to_binary([Line, $\n])),
    io:put_chars(["boot: ", Line, $\n]),
    %% The same sources give the same layer, byte for byte: as complete_root.sh leaves it.
    "" = os:cmd("find " ++ Root ++ " -exec touch -h -d 1980-01-01T00:00:00Z {} +"),
    ok.

task(#{root := Root}) ->
    filename:join(Root, "var/task").
