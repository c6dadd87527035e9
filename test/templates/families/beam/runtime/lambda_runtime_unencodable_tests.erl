-module(lambda_runtime_unencodable_tests).
-include_lib("eunit/include/eunit.hrl").

%% Each with the sentence, and what it says to return.
unencodable() ->
    [
        {{ok, #{a => 1}}, ~"the handler returned {ok,#{a => 1}}, which is not JSON: return the value itself", #{
            a => 1
        }},
        {#{a => [#{b => {x, 1}}]},
            ~"the result has the tuple {x,1} at a[0].b, which is not JSON: use a map or a list", #{
                a => [#{b => [x, 1]}]
            }},
        {[{a, 1}], ~"the handler returned the list of pairs [{a,1}], which is not JSON: make a map, with maps:from_list/1",
            maps:from_list([{a, 1}])},
        {[1 | 2], ~"the handler returned the improper list [1|2], which is not JSON: use a proper list", [1, 2]},
        {#{<<"ž"/utf8>> => <<255>>},
            <<"the result has a binary that is not UTF-8 at ž, which is not JSON: encode it with base64:encode/1"/utf8>>, #{
                <<"ž"/utf8>> => base64:encode(<<255>>)
            }},
        {<<255>>,
            ~"the handler returned a binary that is not UTF-8, which is not JSON: return it with lambda_runtime:raw/2, or encode it with base64:encode/1",
            base64:encode(<<255>>)},
        {[#{"name" => 1}],
            ~"the result has a map with the key \"name\" at [0], which is not JSON: keys are binaries, atoms or numbers", [
                #{~"name" => 1}
            ]},
        {#{f => fun erlang:now/0}, ~"the result has a function at f, which is not JSON: call it, or leave it out", #{}},
        {<<1:3>>, ~"the handler returned <<1:3>>, which is not JSON: leave it out, or format it as a binary", ~"<<1:3>>"},
        {{error, nope},
            ~"the handler returned {error,nope}, which is not JSON: to report an error, call error/1, exit/1 or throw/1",
            null}
    ].

each_test_() ->
    [
        [
            ?_assertEqual(Sentence, unicode:characters_to_binary(lambda_runtime_unencodable:explain(Value))),
            ?_assertError(_, json:encode(Value)),
            ?_assertEqual(unknown, lambda_runtime_unencodable:explain(Instead)),
            ?_assert(is_binary(iolist_to_binary(json:encode(Instead))))
        ]
     || {Value, Sentence, Instead} <- unencodable()
    ].

a_caller_gets_the_sentence_test() ->
    Error = runtime_case:error_of(runtime_case:invoke(fun(_, _) -> {ok, 1} end, ~"{}")),
    ?assertMatch(
        #{
            ~"errorType" := ~"Runtime.MarshalError",
            ~"errorMessage" := ~"the handler returned {ok,1}, which is not JSON: return the value itself"
        },
        Error
    ).

what_is_json_test_() ->
    [
        ?_assertEqual(unknown, lambda_runtime_unencodable:explain(Value))
     || Value <- [null, true, 1, 1.5, ~"x", [], [1, [~"a"]], #{a => #{1 => 2, 1.5 => 3}}, "string"]
    ].
