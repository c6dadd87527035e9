-module(lambda_runtime_text_tests).
-include_lib("eunit/include/eunit.hrl").

utf8_of_anything_test_() ->
    [
        ?_assertEqual(Expected, lambda_runtime_text:utf8(Given))
     || {Given, Expected} <- [
            {~"plain", ~"plain"},
            {"list", ~"list"},
            {[~"io", ["da", $t, ~"a"]], ~"iodata"},
            {<<"é"/utf8>>, <<"é"/utf8>>},
            {[16#E9], <<"é"/utf8>>},
            {<<"caf", 16#E9>>, <<"caf\x{FFFD}"/utf8>>},
            {<<16#E9, "t", 16#E9>>, <<"\x{FFFD}t\x{FFFD}"/utf8>>},
            {[~"a", <<16#FF>>, ["b", <<16#FE>>], ~"c"], <<"a\x{FFFD}b\x{FFFD}c"/utf8>>},
            {<<"half ", 16#E2, 16#82>>, <<"half \x{FFFD}\x{FFFD}"/utf8>>},
            {["x", 16#D800, "y"], <<"x\x{FFFD}y"/utf8>>},
            {an_atom, ~"an_atom"},
            {{a, 1}, ~"{a,1}"},
            {[a, ~"b"], ~"[a,<<\"b\">>]"},
            {~"", ~""},
            {[], ~""}
        ]
    ].

always_valid_utf8_test() ->
    %% Every byte string of two bytes, as it is and in a list.
    [
        begin
            Bytes = <<A, B>>,
            Whole = lambda_runtime_text:utf8(Bytes),
            ?assert(is_list(unicode:characters_to_list(Whole))),
            ?assertEqual(Whole, lambda_runtime_text:utf8([[<<A>>], <<B>>]))
        end
     || A <- lists:seq(16#7E, 255), B <- lists:seq(0, 127, 9)
    ].

bounded_test() ->
    ?assertEqual(~"abc", lambda_runtime_text:utf8(~"abc", 3)),
    ?assertEqual(~"abc... (4 bytes)", lambda_runtime_text:utf8(~"abcd", 3)),
    %% Not in the middle of a character.
    ?assertEqual(~"ab... (4 bytes)", lambda_runtime_text:utf8(<<"abé"/utf8>>, 3)).

term_test_() ->
    [
        ?_assertEqual(Expected, unicode:characters_to_binary(lambda_runtime_text:term(Given, 100)))
     || {Given, Expected} <- [
            {#{a => [1, {b, ~"c"}]}, ~"#{a => [1,{b,<<\"c\">>}]}"},
            {[a | b], ~"[a|b]"},
            {"text", ~"\"text\""},
            {[[]], ~"[[]]"}
        ]
    ].

term_nested_deeply_test_() ->
    [
        ?_assertMatch(
            {_, _},
            binary:match(unicode:characters_to_binary(lambda_runtime_text:term(Term, 4096)), ~"'...'")
        )
     || Nest <- [
            fun(_, Term) -> [Term] end,
            fun(_, Term) -> {Term, []} end,
            fun(_, Term) -> #{~"k" => Term} end
        ],
        Term <- [lists:foldl(Nest, x, lists:seq(1, 1_000_000))]
    ].

one_line_test_() ->
    [
        ?_assertEqual(Expected, lambda_runtime_text:one_line(Given))
     || {Given, Expected} <- [
            {~"one", ~"one"},
            {~"", ~""},
            {~"one\n", ~"one"},
            {~"one\ntwo", ~"one, two"},
            {~"one,\r\n\r\n    two  \n\tthree", ~"one, two, three"},
            {~"\n", ~""}
        ]
    ].

header_value_test_() ->
    [
        ?_assertEqual(~"text/plain; charset=utf-8", lambda_runtime_text:header_value("text/plain; charset=utf-8")),
        ?_assertError(badarg, lambda_runtime_text:header_value(~"text/plain\r\nX-Evil: 1")),
        ?_assertError(badarg, lambda_runtime_text:header_value(<<"é"/utf8>>)),
        ?_assertError(badarg, lambda_runtime_text:header_value(text))
    ].

path_segment_test() ->
    ?assertEqual(~"8476a536-e9f4", lambda_runtime_text:path_segment(~"8476a536-e9f4")),
    ?assertEqual(~"a%2Fb%20c%3F", lambda_runtime_text:path_segment(~"a/b c?")).
