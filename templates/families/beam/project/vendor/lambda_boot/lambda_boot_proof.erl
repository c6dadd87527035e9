-module(lambda_boot_proof).
-moduledoc "Whether two runs of the image, one with each boot, have come to the same.".

-export([same/2]).

-doc "Throws `{standard, Reason}` at the first difference.".
-spec same(Standard :: lambda_boot_trial:outcome(), Lean :: lambda_boot_trial:outcome()) -> ok.
same(Standard, Lean) ->
    lists:foreach(fun same_result/1, lists:zip(results(Standard), results(Lean))).

results(#{answers := Answers, probes := Probes, ended := Ended}) ->
    [{"the answer to " ++ Event, Answer} || {Event, Answer} <- Answers] ++
        Probes ++
        [{"the exit status after SIGTERM", Ended}].

same_result({{Name, Same}, {Name, Same}}) ->
    ok;
same_result({{Name, Expected}, {Name, Found}}) ->
    {OfStandard, OfLean} = where_they_differ(Expected, Found),
    Text = "~ts is ~0tp, with the lean boot ~0tp",
    throw({standard, io_lib:format(Text, [Name, OfStandard, OfLean])}).

%% Of lists only what one has and the other has not; all if the order is the difference.
where_they_differ(Expected, Found) when is_list(Expected), is_list(Found) ->
    case {Expected -- Found, Found -- Expected} of
        {[], []} -> {Expected, Found};
        Differences -> Differences
    end;
where_they_differ(Expected, Found) ->
    {Expected, Found}.
