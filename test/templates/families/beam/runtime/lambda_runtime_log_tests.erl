-module(lambda_runtime_log_tests).
-include_lib("eunit/include/eunit.hrl").

event(Level, Msg, Meta) ->
    #{level => Level, msg => Msg, meta => maps:merge(#{time => 1_700_000_000_123_456, pid => self(), gl => self()}, Meta)}.

line(Msg) ->
    line(Msg, #{}).

line(Msg, Meta) ->
    iolist_to_binary(lambda_runtime_log:format(line, event(error, Msg, Meta))).

fields(Level, Msg, Meta) ->
    Json = iolist_to_binary(lambda_runtime_log:format(json, event(Level, Msg, Meta))),
    ?assertEqual(nomatch, binary:match(Json, ~"\n")),
    json:decode(Json).

a_line_test_() ->
    [
        ?_assertEqual(~"ERROR hello", line({string, "hello"})),
        ?_assertEqual(~"ERROR request-1 hello", line({string, ~"hello"}, #{request_id => ~"request-1"})),
        ?_assertEqual(<<"ERROR žluť"/utf8>>, line({"~ts", [<<"žluť"/utf8>>]})),
        ?_assertEqual(~"ERROR one, two", line({string, "one\n  two\n"})),
        ?_assertEqual(~"ERROR a: 1", line({report, #{a => 1}})),
        ?_assertEqual(~"ERROR by itself", line({report, [x]}, #{report_cb => fun(_) -> {"by itself", []} end})),
        ?_assertEqual(
            ~"ERROR by itself", line({report, [x]}, #{report_cb => fun(_, #{}) -> "by itself" end})
        ),
        ?_assertEqual(<<"ERROR \x{FFFD}"/utf8>>, line({string, <<16#FF>>}))
    ].

level(Level) ->
    maps:get(~"level", fields(Level, {string, ""}, #{})).

levels_test() ->
    Levels = [debug, info, notice, warning, error, critical, alert, emergency],
    ?assertEqual(
        [~"DEBUG", ~"INFO", ~"INFO", ~"WARN", ~"ERROR", ~"FATAL", ~"FATAL", ~"FATAL"],
        [level(Level) || Level <- Levels]
    ).

json_test() ->
    ?assertEqual(
        #{
            ~"timestamp" => ~"2023-11-14T22:13:20.123Z",
            ~"level" => ~"INFO",
            ~"message" => ~"one\ntwo",
            ~"requestId" => ~"request-1",
            ~"traceId" => ~"Root=1",
            ~"user_id" => 7,
            ~"ok" => true,
            ~"kind" => ~"sale"
        },
        fields(info, {string, "one\ntwo"}, #{
            request_id => ~"request-1",
            trace_id => ~"Root=1",
            user_id => 7,
            ok => true,
            kind => sale,
            a_pid => self(),
            mfa => {m, f, 0},
            file => "f.erl",
            line => 1
        })
    ).

metadata_cannot_replace_the_message_test() ->
    ?assertMatch(
        #{~"message" := ~"true", ~"level" := ~"ERROR"},
        fields(error, {string, "true"}, #{message => ~"false", level => ~"x", timestamp => 0})
    ).

large_records_stay_valid_test() ->
    Message = fields(error, {"~tp", [lists:seq(1, 1_000_000)]}, #{}),
    ?assert(byte_size(maps:get(~"message", Message)) < 300_000).
