-module(lambda_runtime_http_tests).
-include_lib("eunit/include/eunit.hrl").

fetch(Script) ->
    {ok, Socket} = lambda_runtime_http:connect(scripted_server:start(Script)),
    lambda_runtime_http:request(Socket, ~"GET", ~"/", [{~"Host", ~"test"}], ~"").

ok(Bytes) ->
    {ok, #{status := 200, body := Body}} = fetch([{open, Bytes}]),
    Body.

content_length_test() ->
    ?assertEqual(~"hello", ok(~"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")).

empty_body_test() ->
    ?assertEqual(~"", ok(~"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")).

chunks_with_extensions_and_trailers_test() ->
    ?assertEqual(
        ~"hello world",
        ok([
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            "5;name=value\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n"
        ])
    ).

chunk_size_in_hex_of_either_case_test() ->
    Chunk = binary:copy(~"x", 27),
    Head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ?assertEqual(Chunk, ok([Head, "1B\r\n", Chunk, "\r\n0\r\n\r\n"])),
    ?assertEqual(Chunk, ok([Head, "1b\r\n", Chunk, "\r\n0\r\n\r\n"])).

body_until_the_connection_closes_test() ->
    {ok, Response} = fetch([~"HTTP/1.0 200 OK\r\n\r\nhello"]),
    ?assertMatch(#{body := ~"hello", reusable := false}, Response).

interim_responses_are_skipped_test() ->
    ?assertEqual(
        ~"hi",
        ok([
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
        ])
    ).

no_body_with_204_test() ->
    ?assertMatch({ok, #{status := 204, body := ~""}}, fetch([{open, ~"HTTP/1.1 204 No Content\r\n\r\n"}])).

header_names_in_lower_case_test() ->
    {ok, #{headers := Headers}} =
        fetch([~"HTTP/1.1 200 OK\r\nLAMBDA-runtime-Trace-ID: Root=1\r\ncontent-LENGTH: 0\r\n\r\n"]),
    ?assertMatch(#{~"lambda-runtime-trace-id" := ~"Root=1", ~"content-length" := ~"0"}, Headers).

header_lines_of_any_size_test_() ->
    {inparallel, [
        {integer_to_list(Size), fun() ->
            Value = binary:copy(~"v", Size),
            {ok, #{headers := #{~"x-big" := Got}, body := ~"ok"}} =
                fetch([{open, ["HTTP/1.1 200 OK\r\nX-Big: ", Value, "\r\nContent-Length: 2\r\n\r\nok"]}]),
            ?assertEqual(Value, Got)
        end}
     || Size <- [1_400, 4_000, 16_384, 65_536, 500_000]
    ]}.

reuse_is_up_to_the_server_test_() ->
    Reusable = fun(Line) ->
        {ok, #{reusable := Reusable}} = fetch([{open, [Line, "Content-Length: 0\r\n\r\n"]}]),
        Reusable
    end,
    [
        ?_assert(Reusable("HTTP/1.1 200 OK\r\n")),
        ?_assertNot(Reusable("HTTP/1.1 200 OK\r\nConnection: close\r\n")),
        ?_assertNot(Reusable("HTTP/1.1 200 OK\r\nConnection: Close\r\n")),
        ?_assertNot(Reusable("HTTP/1.0 200 OK\r\n")),
        ?_assert(Reusable("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n"))
    ].

a_connection_that_ends_says_where_test_() ->
    Head = "HTTP/1.1 200 OK\r\n",
    Id = #{~"id" => ~"1"},
    [
        ?_assertEqual({error, {no_response, closed}}, fetch([~""])),
        ?_assertEqual({error, {no_response, closed}}, fetch([~"HTTP/1.1 200"])),
        ?_assertEqual({error, {cut_off, 200, #{}, closed}}, fetch([Head])),
        ?_assertEqual({error, {cut_off, 200, Id, closed}}, fetch([[Head, "id: 1\r\nX-Cut"]])),
        ?_assertMatch(
            {error, {cut_off, 200, #{~"id" := ~"1"}, closed}},
            fetch([[Head, "id: 1\r\ncontent-length: 5\r\n\r\nhell"]])
        ),
        ?_assertMatch(
            {error, {cut_off, 200, #{}, closed}},
            fetch([[Head, "transfer-encoding: chunked\r\n\r\n5\r\nhel"]])
        ),
        ?_assertMatch(
            {error, {cut_off, 200, #{}, closed}},
            fetch([[Head, "transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n"]])
        )
    ].

what_is_not_http_is_an_error_test_() ->
    [
        ?_assertMatch({error, {no_response, {not_http, _}}}, fetch([~"220 mail.example.com ESMTP\r\n"])),
        ?_assertMatch(
            {error, {cut_off, 200, _, {bad_content_length, ~"-5"}}},
            fetch([~"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"])
        ),
        ?_assertMatch(
            {error, {cut_off, 200, _, {bad_content_length, ~"many"}}},
            fetch([~"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"])
        ),
        ?_assertMatch(
            {error, {cut_off, 200, _, {bad_chunk_size, _}}},
            fetch([~"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"])
        ),
        ?_assertMatch(
            {error, {cut_off, 200, _, bad_chunk}},
            fetch([~"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd"])
        )
    ].

address_test_() ->
    [
        ?_assertMatch(#{host := {127, 0, 0, 1}, port := 9001}, lambda_runtime_http:address("127.0.0.1:9001")),
        ?_assertMatch(#{host := {127, 0, 0, 1}, port := 80}, lambda_runtime_http:address("127.0.0.1")),
        ?_assertMatch(#{host := "localhost", port := 9001}, lambda_runtime_http:address("localhost:9001")),
        ?_assertMatch(
            #{host := {0, 0, 0, 0, 0, 0, 0, 1}, port := 9001, authority := ~"[::1]:9001"},
            lambda_runtime_http:address("[::1]:9001")
        )
    ].
