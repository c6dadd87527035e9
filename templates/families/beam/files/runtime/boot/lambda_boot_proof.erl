-module(lambda_boot_proof).
-moduledoc "Whether two runs of the image, one with each boot, have come to the same.".

-export([same/2]).

-doc "Throws `{standard, Reason}` at the first difference.".
-spec same(Standard :: lambda_boot_trial:outcome(), Lean :: lambda_boot_trial:outcome()) -> ok.
same(#{answers := Answers, probes := Probes, ended := Ended}, Lean) ->
    ok = same_results("the answer to ", Answers, maps:get(answers, Lean)),
    ok = same_results("", Probes, maps:get(probes, Lean)),
    Name = "the exit status after SIGTERM",
    same_results("", [{Name, Ended}], [{Name, maps:get(ended, Lean)}]).

same_results(What, Standard, Lean) ->
    lists:foreach(
        fun
            ({{Name, Same}, {Name, Same}}) ->
                ok;
            ({{Name, Expected}, {Name, Found}}) ->
                {OfStandard, OfLean} = where_they_differ(Expected, Found),
                Difference = [What, Name, OfStandard, OfLean],
                Text = io_lib:format("~ts~ts is ~0tp, with the lean boot ~0tp", Difference),
                throw({standard, Text})
        end,
        lists:zip(Standard, Lean)
    ).

%% Of lists only what one has and the other has not.
where_they_differ(Expected, Found) when is_list(Expected), is_list(Found) ->
    {Expected -- Found, Found -- Expected};
where_they_differ(Expected, Found) ->
    {Expected, Found}.
