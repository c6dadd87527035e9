-module(lambda_boot_choice).
-moduledoc """
Makes the choice between the lean and the standard boot.

The lean boot is chosen if it does the same as the standard boot, and takes at least 10 % less CPU
time until the function asks for its first event. The events of the project have no part in that:
what only they load does not belong to the boot.
""".

-export([make/3]).

%% How often each boot is measured, and how often at most if the times are near the limit. The
%% shortest time counts, since anything else that runs on the machine can only add to it.
-define(ROUNDS, 3).
-define(MAX_ROUNDS, 9).
%% In milliseconds: no further round after all rounds have taken this much CPU time.
-define(MAX_SPENT, 4000).

-doc """
Returns the plan of the lean boot, or the reason for the standard boot, or why the function cannot
work on Lambda with either. The first function is the one in the image's `CMD`.
""".
-spec make(Boot :: string(), [lambda_boot_trial:tried_function()], lambda_boot_vm:image()) ->
    {lean, lambda_boot_release:release(), lambda_boot_lean:plan()}
    | {standard, Reason :: unicode:chardata()}
    | {failed, Why :: unicode:chardata()}.
make(Boot, Functions, Image) ->
    try
        {Release, Plan} = try_boots(Boot, Functions, Image),
        {lean, Release, Plan}
    catch
        throw:{standard, Reason} ->
            {standard, Reason};
        throw:{failed_start, _Why} when Boot =:= "standard" ->
            {standard, "asked for by BOOT=standard; it does not start in the build"};
        throw:{Failed, Why} when Failed =:= failed; Failed =:= failed_start ->
            {failed, Why};
        Class:Fault:Stacktrace ->
            %% A fault in the trial must not fail the build.
            Where = lists:sublist(Stacktrace, 1),
            Text = "the trial has failed, ~ts:~0tp at ~0tp",
            {standard, io_lib:format(Text, [Class, Fault, Where])}
    end.

try_boots(Boot, [First | Others], #{here := Here, root := Root} = Image) ->
    Task = filename:join(Root, "var/task"),
    Prepared = lambda_boot_config:prepare(Task, Here),
    Release = lambda_boot_release:read(Task, Here),
    Copy = lambda_boot_vm:copy(Image),
    _ = lambda_boot_dns:start_link(),
    %% The boot, which the probes are about, is the same for all functions of the image.
    Functions = [First#{probes => probes(Boot, Here)} | [F#{probes => []} || F <- Others]],
    try
        %% Also if the standard boot is asked for: a function that cannot work fails the build.
        {Found, Expected} = try_standard(Functions, Release, Copy),
        Boot =:= "standard" andalso throw({standard, "asked for by BOOT=standard"}),
        Prepared =:= ok orelse throw(Prepared),
        {Release, try_lean(Functions, Found, Expected, Release, Copy)}
    after
        ok = lambda_boot_vm:remove(Copy)
    end.

probes("standard", _Here) ->
    [];
probes("lean", Here) ->
    Files = filelib:wildcard(filename:join(Here, "trial/lambda_boot_probe*")),
    [list_to_atom(filename:basename(filename:rootname(File))) || File <- lists:sort(Files)].

%% The standard boot defines the expected results. It also leaves the state that the lean boot starts
%% with instead of computing it.
try_standard([First | _] = Functions, Release, Copy) ->
    #{found := Found} = starting(First, Release, Copy, fun lambda_boot_trial:observe/2),
    Results = [starting(F, Release, Copy, fun lambda_boot_trial:run/2) || F <- Functions],
    ok = lists:foreach(fun tell_unanswered/1, lists:zip(Functions, Results)),
    {Found, Results}.

starting(Function, Release, Copy, Try) ->
    try
        Try(Copy, Function)
    catch
        throw:{not_started, End} -> lambda_boot_diagnosis:not_started(End, Copy, Function);
        throw:{never_asked, Names} -> lambda_boot_diagnosis:never_asked(Names, Release)
    end.

tell_unanswered({#{events := Events}, #{responses := Responses}}) ->
    _ = [
        io:put_chars([
            ["boot: no response to ", Event, " within 5 s, so it is not compared: the build has no"],
            " network, and a call to another service gets no reply\n"
        ])
     || {Event, timeout} <- Responses
    ],
    case Events -- [Event || {Event, _} <- Responses] of
        [] -> ok;
        Untried -> io:put_chars(["boot: not tried after that: ", lists:join(", ", Untried), $\n])
    end.

try_lean([First | _] = Functions, Found, Expected, Release, Copy) ->
    Task = lambda_boot_vm:task(Copy),
    try
        %% A lean boot that loads each module when it is first called shows which modules are needed
        %% until the first event. The standard boot cannot show this, since it loads more.
        ok = lambda_boot_lean:install(Task, Release, lambda_boot_lean:plan(Release, Found, [])),
        Plan = lambda_boot_lean:plan(Release, Found, needed(Functions, Copy)),
        ok = lambda_boot_lean:install(Task, Release, Plan),
        ok = check_quicker(First, Task, Release, Copy),
        %% From here on the copy has what the image will have.
        ok = lambda_boot_lean:remove_standard(Task, Release),
        ok = lists:foreach(
            fun({Function, Results}) ->
                {Comparable, Answered} = without_unanswered(Function, Results),
                ok = lambda_boot_trial:same(Comparable, lambda_boot_trial:run(Copy, Answered))
            end,
            lists:zip(Functions, Expected)
        ),
        Plan
    catch
        throw:{not_started, #{lines := Lines}} ->
            ok = lambda_boot_diagnosis:show(Lines),
            throw({standard, "the function does not start with the lean boot"});
        throw:{never_asked, _} ->
            throw({standard, "the function does not ask for an event with the lean boot"})
    end.

%% The modules that each function of the image needs until it asks for its first event.
needed(Functions, Copy) ->
    [First | Others] = [
        maps:get(loaded, lambda_boot_trial:observe(Copy, Function))
     || Function <- Functions
    ],
    lists:foldl(fun ordsets:intersection/2, First, Others).

without_unanswered(#{events := Events} = Function, #{responses := Responses} = Results) ->
    Answered = [Response || {_, Outcome} = Response <- Responses, Outcome =/= timeout],
    {
        Results#{responses := Answered},
        Function#{events := [Event || Event <- Events, lists:keymember(Event, 1, Answered)]}
    }.

check_quicker(Function, Task, Release, Copy) ->
    Measure = fun(Boot) ->
        ok = lambda_boot_lean:select(Boot, Task, Release),
        lambda_boot_trial:cpu_time(Copy, Function)
    end,
    {Lean, Standard} = shortest(Measure, 1, 0, {infinity, infinity}),
    io:format("boot: CPU time until the first event: lean ~b ms, standard ~b ms~n", [Lean, Standard]),
    case Lean * 10 =< Standard * 9 of
        true -> ok;
        false -> throw({standard, "the lean boot does not take 10 % less CPU time"})
    end.

%% In turns, so that both have the same share of a busy time. The lean boot comes last, and stays
%% selected. An atom is greater than any number.
shortest(Measure, Round, Spent0, {Lean0, Standard0}) ->
    Standard1 = Measure(standard),
    Lean1 = Measure(lean),
    {Lean, Standard} = Shortest = {min(Lean0, Lean1), min(Standard0, Standard1)},
    Spent = Spent0 + Lean1 + Standard1,
    Near = Lean * 10 > Standard * 8 andalso Lean < Standard,
    case Spent < ?MAX_SPENT andalso (Round < ?ROUNDS orelse (Near andalso Round < ?MAX_ROUNDS)) of
        true -> shortest(Measure, Round + 1, Spent, Shortest);
        false -> Shortest
    end.
