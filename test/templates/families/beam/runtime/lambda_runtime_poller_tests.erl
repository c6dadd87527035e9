-module(lambda_runtime_poller_tests).
-moduledoc "What a caller of the function sees, through a real socket.".
-include_lib("eunit/include/eunit.hrl").

-import(runtime_case, [with/2, with/3, invoke/2, invoke/3, error_of/1, json_of/1, wait_until/1]).

echo(Event, _Context) -> Event.

%% Events and results

every_kind_of_json_test_() ->
    {inparallel, [
        {binary_to_list(binary:part(Json, 0, min(40, byte_size(Json)))),
            ?_assertEqual(json:decode(Json), json_of(invoke(fun echo/2, Json)))}
     || Json <- [
            ~"null",
            ~"true",
            ~"false",
            ~"0",
            ~"-0.0",
            ~"9007199254740991",
            ~"9007199254740993",
            ~"-9007199254740993",
            ~"1.7976931348623157e308",
            ~"5.0e-324",
            ~"\"\"",
            ~"\"text\"",
            ~"\"\\u0000\\u001f\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
            ~"\"\\ud83d\\ude00\"",
            <<"\"Žluťoučký kůň 😀\""/utf8>>,
            ~"[]",
            ~"{}",
            ~"[1,[2,[3]]]",
            ~"{\"a\":{\"b\":null},\"\":[]}",
            iolist_to_binary([binary:copy(~"[", 100), binary:copy(~"]", 100)]),
            ~" \n{ \"spaces\" : 1 }\t "
        ]
    ]}.

an_empty_event_is_an_empty_map_test() ->
    ?assertEqual(#{}, json_of(invoke(fun echo/2, ~""))).

megabytes_both_ways_test_() ->
    {timeout, 30, fun() ->
        Text = binary:copy(~"0123456789", 590_000),
        Json = <<$", Text/binary, $">>,
        with(fun echo/2, fun(Api, _) ->
            [?assertMatch(#{body := Json}, lambda_runtime_test_api:invoke(Api, Json)) || _ <- lists:seq(1, 3)]
        end)
    end}.

a_chunked_event_test() ->
    Json = iolist_to_binary(json:encode(lists:seq(1, 5_000))),
    with(fun echo/2, fun(Api, _) ->
        [
            ?assertMatch(#{body := Json}, lambda_runtime_test_api:invoke(Api, Json, #{chunked => Size}))
         || Size <- [1_000_000, 1_000, 7]
        ]
    end).

result_is_json_with_its_type_test() ->
    #{headers := Headers, body := Body} = invoke(fun(_, _) -> #{a => [1, null, ~"x"]} end, ~"{}"),
    ?assertEqual(~"{\"a\":[1,null,\"x\"]}", Body),
    ?assertMatch(#{~"content-type" := ~"application/json"}, Headers),
    ?assertNot(is_map_key(~"transfer-encoding", Headers)).

raw_bytes_test() ->
    Bytes = <<0, 255, "\r\n", 0>>,
    #{headers := Headers, body := Body} =
        invoke(fun(_, _) -> lambda_runtime:raw("image/png", [<<0>>, <<255, "\r\n", 0>>]) end, ~"{}"),
    ?assertEqual(Bytes, Body),
    ?assertMatch(#{~"content-type" := ~"image/png"}, Headers).

a_response_at_the_limit_and_over_it_test_() ->
    {timeout, 30, fun() ->
        Handler = fun(Size, _) -> lambda_runtime:raw(~"text/plain", binary:copy(~"x", Size)) end,
        with(Handler, fun(Api, Poller) ->
            #{body := AtLimit} = AtLimitAnswer = lambda_runtime_test_api:invoke(Api, ~"6291556"),
            ?assertEqual(6_291_556, byte_size(AtLimit)),
            ?assertNot(is_map_key(error, AtLimitAnswer)),
            TooLarge = lambda_runtime_test_api:invoke(Api, ~"6291557"),
            ?assertMatch(#{~"errorType" := ~"Function.ResponseSizeTooLarge"}, error_of(TooLarge)),
            ?assertMatch(#{body := ~"xx"}, lambda_runtime_test_api:invoke(Api, ~"2")),
            ?assert(is_process_alive(Poller))
        end)
    end}.

%% Context

context_arrives_test() ->
    Big = binary:copy(~"c", 16_384),
    Headers = #{
        ~"Lambda-Runtime-Aws-Request-Id" => ~"request-1",
        ~"Lambda-Runtime-Deadline-Ms" => ~"1542409706888",
        ~"Lambda-Runtime-Client-Context" => iolist_to_binary(json:encode(#{custom => Big}))
    },
    Context = fun(_, #{request_id := Id, deadline_ms := Deadline, client_context := Client, trace_id := undefined}) ->
        [Id, Deadline, Client]
    end,
    ?assertEqual(
        [~"request-1", 1_542_409_706_888, #{~"custom" => Big}],
        json_of(invoke(Context, ~"{}", #{headers => Headers}))
    ).

a_request_id_is_encoded_in_the_path_test() ->
    Headers = #{~"Lambda-Runtime-Aws-Request-Id" => ~"a b/c?d"},
    ?assertEqual(1, json_of(invoke(fun echo/2, ~"1", #{headers => Headers}))).

the_invocation_id_is_sent_back_only_if_it_came_test() ->
    with(fun(Fail, _) -> not Fail orelse error(oops) end, fun(Api, _) ->
        Echoed = fun(Event, Headers) ->
            #{headers := Sent} = lambda_runtime_test_api:invoke(Api, Event, #{headers => Headers}),
            maps:get(~"lambda-runtime-invocation-id", Sent, absent)
        end,
        Id = #{~"Lambda-Runtime-Invocation-Id" => ~"inv-7"},
        ?assertEqual(~"inv-7", Echoed(~"false", Id)),
        ?assertEqual(~"inv-7", Echoed(~"true", Id)),
        ?assertEqual(absent, Echoed(~"false", #{})),
        ?assertEqual(absent, Echoed(~"false", #{~"Lambda-Runtime-Invocation-Id" => ~""}))
    end).

trace_variable(_Event, #{trace_id := TraceId}) ->
    Variable =
        case os:getenv("_X_AMZN_TRACE_ID") of
            false -> null;
            Value -> list_to_binary(Value)
        end,
    #{variable => Variable, context => TraceId}.

%% One after the other, since the variable belongs to the whole VM.
trace_id_test_() ->
    Trace = #{headers => #{~"Lambda-Runtime-Trace-Id" => ~"Root=1-2"}},
    {inorder, [
        {"set for an invocation, unset when absent", fun() ->
            with(fun trace_variable/2, fun(Api, _) ->
                ?assertMatch(#{~"variable" := ~"Root=1-2", ~"context" := ~"Root=1-2"}, json_of(lambda_runtime_test_api:invoke(Api, ~"1", Trace))),
                ?assertMatch(#{~"variable" := null, ~"context" := ~"undefined"}, json_of(lambda_runtime_test_api:invoke(Api, ~"1")))
            end)
        end},
        {"left alone when invocations are concurrent", fun() ->
            true = os:putenv("_X_AMZN_TRACE_ID", "of the process"),
            with(fun trace_variable/2, #{concurrent => true}, fun(Api, _) ->
                ?assertMatch(
                    #{~"variable" := ~"of the process", ~"context" := ~"Root=1-2"},
                    json_of(lambda_runtime_test_api:invoke(Api, ~"1", Trace))
                )
            end),
            true = os:unsetenv("_X_AMZN_TRACE_ID")
        end}
    ]}.

logger_metadata_test() ->
    Handler = fun(_, _) -> maps:with([request_id, trace_id, tenant_id], logger:get_process_metadata()) end,
    Headers = #{~"Lambda-Runtime-Aws-Request-Id" => ~"request-2", ~"Lambda-Runtime-Trace-Id" => ~"Root=3"},
    ?assertEqual(
        #{~"request_id" => ~"request-2", ~"trace_id" => ~"Root=3"},
        json_of(invoke(Handler, ~"{}", #{headers => Headers}))
    ).

%% Failures of the handler

%% What the handler does, and what its caller is told: type, header, a part of the message, a part
%% of the stack.
failures() ->
    [
        {"error", fun() -> error(badarg) end, ~"error:badarg", ~"Function.Badarg", ~"bad argument"},
        {"error of a built-in function", fun() -> binary_to_integer(id(~"x")) end, ~"error:badarg", ~"Function.Badarg",
            ~"not a textual representation of an integer"},
        {"error with a reason", fun() -> error({out_of_stock, 7}) end, ~"error:out_of_stock", ~"Function.OutOfStock", ~"{out_of_stock,7}"},
        {"badmatch", fun() -> ok = id({error, enoent}) end, ~"error:badmatch", ~"Function.Badmatch", ~"{error,enoent}"},
        {"undefined function", fun() -> (id(probe)):missing(secret) end, ~"error:undef", ~"Function.Undef", ~"probe:missing/1"},
        {"function clause", fun() -> lists:nth(id(secret), []) end, ~"error:function_clause", ~"Function.FunctionClause", ~"lists:nth/2"},
        {"exit", fun() -> exit(enough) end, ~"exit:enough", ~"Function.Enough", ~"enough"},
        {"exit normal", fun() -> exit(normal) end, ~"exit:normal", ~"Function.Normal", ~"normal"},
        {"exit with a term", fun() -> exit([1, 2]) end, ~"exit", ~"Function.Exit", ~"[1,2]"},
        {"throw", fun() -> throw({not_found, ~"k"}) end, ~"throw:not_found", ~"Function.NotFound", ~"{not_found,<<\"k\">>}"},
        {"kill", fun() -> exit(self(), kill), timer:sleep(infinity) end, ~"exit:killed", ~"Function.Killed", ~"killed"},
        {"shutdown", fun() -> exit(self(), shutdown), timer:sleep(infinity) end, ~"exit:shutdown", ~"Function.Shutdown", ~"shutdown"},
        {"a linked process fails", fun() -> spawn_link(fun() -> error({child, 1}) end), timer:sleep(infinity) end,
            ~"error:child", ~"Function.Child", ~"{child,1}"},
        {"a linked process exits", fun() -> spawn_link(fun() -> exit({child, 1}) end), timer:sleep(infinity) end,
            ~"exit:child", ~"Function.Child", ~"{child,1}"},
        {"too much memory", fun() -> process_flag(max_heap_size, #{size => 100_000, kill => true, error_logger => false}), lists:seq(1, 10_000_000) end,
            ~"exit:killed", ~"Function.Killed", ~"killed"},
        {"a tuple for a result", fun() -> {ok, 1} end, ~"Runtime.MarshalError", ~"Runtime.MarshalError", ~"return the value itself"},
        {"a pid for a result", fun() -> #{pid => self()} end, ~"Runtime.MarshalError", ~"Runtime.MarshalError", ~"the result has <"},
        {"invalid UTF-8 for a result", fun() -> <<16#FF>> end, ~"Runtime.MarshalError", ~"Runtime.MarshalError", ~"a binary that is not UTF-8"},
        {"raw, of no bytes", fun() -> lambda_runtime:raw(~"text/plain", oops) end, ~"Runtime.MarshalError", ~"Runtime.MarshalError", ~"the body of the raw response"},
        {"raw, with a line break in its type", fun() -> lambda_runtime:raw(~"a/b\r\nc: d", ~"") end, ~"error:badarg", ~"Function.Badarg", ~"bad argument"},
        {"message with newlines, quotes, no UTF-8", fun() -> error(<<"\"a\"\n\\", 16#FF>>) end, ~"error", ~"Function.Error", ~"a"},
        {"100 kB of message", fun() -> error({large, binary:copy(~"m", 100_000)}) end, ~"error:large", ~"Function.Large", ~"mmm"},
        {"endless reason", fun() -> error(lists:seq(1, 1_000_000)) end, ~"error", ~"Function.Error", ~"[1,2,3"}
    ].

id(X) -> X.

failures_are_reported_and_forgotten_test_() ->
    {inparallel, [{Name, {timeout, 20, failure(Do, Expected)}} || {Name, Do, Type, Category, Part} <- failures(), Expected <- [{Type, Category, Part}]]}.

failure(Do, {Type, Category, Part}) ->
    fun() ->
        with(fun(Fail, _) -> not Fail orelse Do() end, fun(Api, Poller) ->
            #{headers := Headers} = Answer = lambda_runtime_test_api:invoke(Api, ~"true"),
            #{~"errorType" := Found, ~"errorMessage" := Message, ~"stackTrace" := Stack} = error_of(Answer),
            ?assertEqual({Type, Category}, {Found, maps:get(~"lambda-runtime-function-error-type", Headers)}),
            ?assertNotEqual({Message, nomatch}, {Message, binary:match(Message, Part)}),
            ?assert(byte_size(Message) < 263_000),
            ?assertMatch(#{~"content-type" := ~"application/json"}, Headers),
            Runtime = [Line || Line <- Stack, binary:match(Line, ~"lambda_runtime_invocation") =/= nomatch],
            ?assertEqual([], Runtime),
            %% Arguments may be secret.
            ?assertEqual([], [Line || Line <- [Message | Stack], binary:match(Line, ~"secret") =/= nomatch]),
            ?assertEqual(true, json_of(lambda_runtime_test_api:invoke(Api, ~"false"))),
            ?assert(is_process_alive(Poller))
        end)
    end.

the_stack_says_where_test() ->
    #{~"stackTrace" := [Line | _]} = error_of(invoke(fun probe:handler/2, ~"{\"do\":\"crash\"}")),
    ?assertMatch({match, _}, re:run(Line, ~"^probe:do/3 \\(.*probe\\.erl, line \\d+\\)$")).

an_event_that_is_no_json_test_() ->
    [
        ?_assertMatch(#{~"errorType" := ~"Runtime.UnmarshalError"}, error_of(invoke(fun echo/2, Event)))
     || Event <- [~"{", ~"nul", ~"{} {}", <<$", 16#FF, $">>, ~"'a'"]
    ].

an_event_makes_no_atoms_test() ->
    Key = ~"this is no atom, before or after",
    ?assertMatch(#{Key := Key}, json_of(invoke(fun echo/2, iolist_to_binary(json:encode(#{Key => Key}))))),
    ?assertError(badarg, binary_to_existing_atom(Key)).

processes_of_an_invocation_test_() ->
    [
        {"those it started live on when it succeeds", fun() ->
            Test = self(),
            with(fun(_, _) -> Test ! {child, spawn_link(fun() -> receive stop -> ok end end)}, null end, fun(Api, _) ->
                _ = lambda_runtime_test_api:invoke(Api, ~"1"),
                Child = receive {child, Pid} -> Pid end,
                _ = lambda_runtime_test_api:invoke(Api, ~"2"),
                ?assert(is_process_alive(Child)),
                Child ! stop
            end)
        end},
        {"its own dictionary and mailbox are fresh", fun() ->
            Handler = fun(_, _) ->
                Before = [get(mark), element(2, process_info(self(), message_queue_len))],
                put(mark, set),
                self() ! message,
                Before
            end,
            with(Handler, fun(Api, _) ->
                [?assertEqual([~"undefined", 0], json_of(lambda_runtime_test_api:invoke(Api, ~"1"))) || _ <- lists:seq(1, 3)]
            end)
        end},
        {"it cannot confuse the runtime with messages", fun() ->
            Handler = fun(_, _) ->
                {parent, Poller} = process_info(self(), parent),
                Poller ! {make_ref(), {response, ~"text/plain", ~"forged"}},
                Poller ! {'DOWN', make_ref(), process, self(), forged},
                ~"genuine"
            end,
            with(Handler, fun(Api, _) ->
                [?assertEqual(~"genuine", json_of(lambda_runtime_test_api:invoke(Api, ~"1"))) || _ <- lists:seq(1, 3)]
            end)
        end}
    ].

%% Faults of the API and the connection

keep_alive_test() ->
    %% 50 invocations, one connection: the server would see another port.
    with(fun echo/2, fun(Api, Poller) ->
        _ = lambda_runtime_test_api:invoke(Api, ~"1"),
        Before = sockets(Poller),
        [_ = lambda_runtime_test_api:invoke(Api, ~"1") || _ <- lists:seq(1, 50)],
        ?assertMatch([_], Before),
        ?assertEqual(Before, sockets(Poller))
    end).

sockets(Process) ->
    {links, Links} = process_info(Process, links),
    [Link || Link <- Links, is_port(Link)].

connection_faults_are_survived_test_() ->
    {inparallel, [
        {lists:flatten(io_lib:format("~tp", [Fault])), fun() ->
            with(fun echo/2, fun(Api, _) ->
                Before = lambda_runtime_test_api:invoke(Api, ~"\"before\""),
                ?assertEqual(~"before", json_of(Before)),
                ?assertEqual(~"during", json_of(lambda_runtime_test_api:invoke(Api, ~"\"during\"", Fault))),
                ?assertEqual(~"after", json_of(lambda_runtime_test_api:invoke(Api, ~"\"after\"")))
            end)
        end}
     || Fault <- [
            #{on_next => close_before},
            #{on_next => close_after},
            #{on_next => close_silently_after},
            #{on_next => 403},
            #{on_answer => close_before},
            #{on_answer => close_taken},
            #{on_answer => close_in_headers},
            #{on_answer => close_in_body},
            #{on_answer => close_after},
            #{on_answer => close_silently_after}
        ]
    ]}.

idle_connections_may_be_closed_test() ->
    with(fun echo/2, fun(Api, _) ->
        [
            begin
                ?assertEqual(1, json_of(lambda_runtime_test_api:invoke(Api, ~"1"))),
                wait_until(fun() -> lambda_runtime_test_api:disconnect(Api) =:= 1 end)
            end
         || _ <- lists:seq(1, 20)
        ],
        ?assertEqual(2, json_of(lambda_runtime_test_api:invoke(Api, ~"2")))
    end).

an_event_cut_off_is_reported_test_() ->
    {inparallel, [
        {atom_to_list(Fault), fun() ->
            with(fun echo/2, fun(Api, _) ->
                Answer = lambda_runtime_test_api:invoke(Api, ~"\"lost\"", #{on_next => Fault}),
                ?assertMatch(#{~"errorType" := ~"Runtime.TruncatedEvent"}, error_of(Answer)),
                ?assertEqual(~"after", json_of(lambda_runtime_test_api:invoke(Api, ~"\"after\"")))
            end)
        end}
     || Fault <- [close_in_body, close_in_headers]
    ]}.

refused_answers_are_survived_test_() ->
    {inparallel, [
        {integer_to_list(Status), fun() ->
            with(fun echo/2, fun(Api, Poller) ->
                %% Nobody answers this caller any more: not the runtime, which must not repeat
                %% itself.
                ?assertEqual(timeout, lambda_runtime_test_api:invoke(Api, ~"1", #{on_answer => Status}, 100)),
                ?assertEqual(2, json_of(lambda_runtime_test_api:invoke(Api, ~"2"))),
                ?assert(is_process_alive(Poller))
            end)
        end}
     || Status <- [400, 403, 410, 413]
    ]}.

what_ends_the_poller_test_() ->
    Ends = fun(Poller) ->
        receive
            {'DOWN', _, process, Poller, Reason} -> Reason
        after 60_000 -> still_alive
        end
    end,
    {inparallel, [
        {"500 on next", fun() ->
            with(fun echo/2, fun(Api, Poller) ->
                _ = lambda_runtime_test_api:invoke(Api, ~"1", #{on_next => 500}, 10),
                ?assertEqual({shutdown, runtime_api_lost}, Ends(Poller))
            end)
        end},
        {"500 on an answer", fun() ->
            with(fun echo/2, fun(Api, Poller) ->
                _ = lambda_runtime_test_api:invoke(Api, ~"1", #{on_answer => 500}, 10),
                ?assertEqual({shutdown, runtime_api_lost}, Ends(Poller))
            end)
        end},
        {"500 on an error report", fun() ->
            with(fun(_, _) -> error(oops) end, fun(Api, Poller) ->
                _ = lambda_runtime_test_api:invoke(Api, ~"1", #{on_answer => 500}, 10),
                ?assertEqual({shutdown, runtime_api_lost}, Ends(Poller))
            end)
        end},
        {"500 while it waits", fun() ->
            with(fun echo/2, fun(Api, Poller) ->
                wait_until(fun() -> lambda_runtime_test_api:refuse(Api, 500) =:= 1 end),
                ?assertEqual({shutdown, runtime_api_lost}, Ends(Poller))
            end)
        end},
        {timeout, 20, {"an API that is gone", fun() ->
            {ok, Gone} = lambda_runtime_test_api:start_link(),
            Address = lambda_runtime_http:address(lambda_runtime_test_api:address(Gone)),
            with(fun echo/2, #{api => Address}, fun(_, Poller) ->
                ok = lambda_runtime_test_api:stop(Gone),
                ?assertEqual({shutdown, runtime_api_lost}, Ends(Poller))
            end)
        end}},
        {timeout, 20, {"an API that refuses for ever", fun() ->
            with(fun echo/2, fun(Api, Poller) ->
                spawn(fun F() -> lambda_runtime_test_api:refuse(Api, 403), timer:sleep(2), F() end),
                ?assertEqual({shutdown, runtime_api_lost}, Ends(Poller))
            end)
        end}}
    ]}.

an_api_that_starts_a_second_later_test() ->
    {ok, First} = lambda_runtime_test_api:start_link(),
    Text = lambda_runtime_test_api:address(First),
    ok = lambda_runtime_test_api:stop(First),
    Address = #{port := Port} = lambda_runtime_http:address(Text),
    with(fun echo/2, #{api => Address}, fun(_, _) ->
        timer:sleep(1_000),
        {ok, Late} = lambda_runtime_test_api:start_link(Port),
        ?assertEqual(1, json_of(lambda_runtime_test_api:invoke(Late, ~"1"))),
        lambda_runtime_test_api:stop(Late)
    end).

%% Streams

a_stream_test() ->
    Handler = fun(_, _) ->
        lambda_runtime:stream(~"text/plain", fun(Write) ->
            ok = Write(~"one "),
            ok = Write(["two", $\s]),
            ok = Write(~""),
            ok = Write(~"three")
        end)
    end,
    #{headers := Headers, body := Body, chunks := Chunks, trailers := Trailers} = invoke(Handler, ~"{}"),
    ?assertEqual(~"one two three", Body),
    ?assertEqual([~"one ", ~"two ", ~"three"], Chunks),
    ?assertEqual(#{}, Trailers),
    ?assertMatch(
        #{
            ~"content-type" := ~"text/plain",
            ~"lambda-runtime-function-response-mode" := ~"streaming",
            ~"transfer-encoding" := ~"chunked",
            ~"trailer" := ~"Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body"
        },
        Headers
    ),
    ?assertNot(is_map_key(~"content-length", Headers)).

a_part_is_sent_before_the_next_is_made_test() ->
    Test = self(),
    Handler = fun(_, _) ->
        lambda_runtime:stream(~"text/plain", fun(Write) ->
            Write(~"first"),
            Test ! {writing, self()},
            receive go -> Write(~"second") end
        end)
    end,
    with(Handler, fun(Api, _) ->
        Caller = spawn_link(fun() -> Test ! {answer, lambda_runtime_test_api:invoke(Api, ~"1", #{observer => Test})} end),
        Stream = receive {writing, Pid} -> Pid after 60_000 -> error(not_writing) end,
        receive {chunk, ~"first"} -> ok after 60_000 -> error(first_part_held_back) end,
        ?assert(is_process_alive(Caller)),
        Stream ! go,
        receive {answer, #{body := Body}} -> ?assertEqual(~"firstsecond", Body) after 60_000 -> error(no_answer) end
    end).

streams_of_lists_and_of_nothing_test_() ->
    [
        ?_assertMatch(
            #{body := ~"ab", chunks := [~"a", ~"b"]},
            invoke(fun(_, _) -> lambda_runtime:stream("text/plain", [~"a", [$b]]) end, ~"1")
        ),
        ?_assertMatch(
            #{body := ~"", headers := #{~"lambda-runtime-function-response-mode" := ~"streaming"}},
            invoke(fun(_, _) -> lambda_runtime:stream("text/plain", []) end, ~"1")
        ),
        ?_assertMatch(
            #{body := ~""}, invoke(fun(_, _) -> lambda_runtime:stream("text/plain", fun(_) -> ok end) end, ~"1")
        )
    ].

http_prelude_test() ->
    Handler = fun(_, _) ->
        Prelude = #{status => 201, headers => #{~"content-type" => ~"text/html"}, cookies => [~"a=1", ~"b=2"]},
        lambda_runtime:http_stream(Prelude, fun(Write) -> Write(~"<p>"), Write(~"</p>") end)
    end,
    #{headers := Headers, body := Body} = invoke(Handler, ~"{}"),
    ?assertMatch(#{~"content-type" := ~"application/vnd.awslambda.http-integration-response"}, Headers),
    [Prelude, Rest] = binary:split(Body, <<0, 0, 0, 0, 0, 0, 0, 0>>),
    ?assertEqual(~"<p></p>", Rest),
    ?assertEqual(
        #{
            ~"statusCode" => 201,
            ~"headers" => #{~"content-type" => ~"text/html"},
            ~"cookies" => [~"a=1", ~"b=2"]
        },
        json:decode(Prelude)
    ).

http_prelude_has_defaults_and_is_there_without_a_body_test() ->
    #{body := Body} = invoke(fun(_, _) -> lambda_runtime:http_stream(#{}, []) end, ~"{}"),
    [Prelude, ~""] = binary:split(Body, <<0:64>>),
    ?assertEqual(#{~"statusCode" => 200, ~"headers" => #{}, ~"cookies" => []}, json:decode(Prelude)).

a_stream_that_fails_test_() ->
    Streams = fun(Source) ->
        with(fun(N, _) when N > 0 -> lambda_runtime:stream(~"text/plain", Source); (N, _) -> N end, fun(Api, _) ->
            Answer = lambda_runtime_test_api:invoke(Api, ~"1"),
            ?assertEqual(0, json_of(lambda_runtime_test_api:invoke(Api, ~"0"))),
            Answer
        end)
    end,
    [
        {"half-way: in the trailers", fun() ->
            #{trailers := Trailers, body := ~"half"} = Answer = Streams(fun(Write) -> Write(~"half"), error(broken) end),
            ?assertMatch(#{~"lambda-runtime-function-error-type" := ~"Function.Broken"}, Trailers),
            ?assertMatch(#{~"errorType" := ~"error:broken"}, error_of(Answer))
        end},
        {"half-way, killed", fun() ->
            Answer = Streams(fun(Write) -> Write(~"half"), exit(self(), kill), timer:sleep(infinity) end),
            ?assertMatch(#{~"errorType" := ~"exit:killed"}, error_of(Answer))
        end},
        {"before the first part: as any error", fun() ->
            #{headers := Headers} = Answer = Streams(fun(_) -> error(broken) end),
            ?assertMatch(#{~"errorType" := ~"error:broken"}, error_of(Answer)),
            ?assertNot(is_map_key(~"lambda-runtime-function-response-mode", Headers))
        end},
        {"by writing what is no iodata", fun() ->
            ?assertMatch(#{~"errorType" := ~"error:badarg"}, error_of(Streams(fun(Write) -> Write(~"half"), Write(oops) end)))
        end},
        {"by writing from another process", fun() ->
            Source = fun(Write) ->
                Pid = spawn_link(fun() -> Write(~"x") end),
                Monitor = monitor(process, Pid),
                receive {'DOWN', Monitor, _, _, _} -> ok end
            end,
            ?assertMatch(#{~"errorType" := ~"error:write_from_another_process"}, error_of(Streams(Source)))
        end},
        {"by a prelude that is no JSON", fun() ->
            Handler = fun(_, _) -> lambda_runtime:http_stream(#{headers => [{a, b}]}, [~"x"]) end,
            ?assertMatch(#{~"errorType" := ~"error:unsupported_type"}, error_of(invoke(Handler, ~"1")))
        end}
    ].

a_caller_that_leaves_a_stream_test() ->
    Test = self(),
    Endless = fun(Write) -> Test ! {stream, self()}, (fun F() -> Write(binary:copy(~"x", 100_000)), F() end)() end,
    with(fun(true, _) -> lambda_runtime:stream(~"text/plain", Endless); (_, _) -> ok end, fun(Api, Poller) ->
        timeout = lambda_runtime_test_api:invoke(Api, ~"true", #{hang_up => true}, 50),
        Stream = receive {stream, Pid} -> Pid end,
        Monitor = monitor(process, Stream),
        receive {'DOWN', Monitor, process, _, _} -> ok after 60_000 -> error(still_streaming) end,
        ?assertEqual(~"ok", json_of(lambda_runtime_test_api:invoke(Api, ~"false"))),
        ?assert(is_process_alive(Poller))
    end).

a_stream_of_20_megabytes_test_() ->
    {timeout, 30, fun() ->
        Part = binary:copy(~"0123456789", 100_000),
        #{body := Body} = invoke(fun(_, _) -> lambda_runtime:stream(~"text/plain", [Part || _ <- lists:seq(1, 20)]) end, ~"1"),
        ?assertEqual(20_000_000, byte_size(Body))
    end}.

%% Many

a_thousand_invocations_leave_nothing_behind_test_() ->
    {timeout, 60, fun() ->
        with(fun echo/2, fun(Api, Poller) ->
            Event = iolist_to_binary(json:encode(#{data => binary:copy(~"d", 10_000)})),
            Run = fun(Times) ->
                [#{body := Event} = lambda_runtime_test_api:invoke(Api, Event) || _ <- lists:seq(1, Times)],
                wait_until(fun() -> process_info(Poller, message_queue_len) =:= {message_queue_len, 0} end),
                garbage_collect(Poller),
                {memory, Memory} = process_info(Poller, memory),
                {monitors, Monitors} = process_info(Poller, monitors),
                {Memory, length(Monitors), length(sockets(Poller))}
            end,
            {Memory, 0, 1} = Run(100),
            {MemoryLater, 0, 1} = Run(1_000),
            ?assert(MemoryLater =< 2 * Memory)
        end)
    end}.

large_events_are_not_kept_test_() ->
    {timeout, 30, fun() ->
        with(fun echo/2, fun(Api, Poller) ->
            Event = <<$", (binary:copy(~"x", 5_000_000))/binary, $">>,
            [_ = lambda_runtime_test_api:invoke(Api, Event) || _ <- lists:seq(1, 5)],
            wait_until(fun() ->
                {binary, Binaries} = process_info(Poller, binary),
                lists:sum([Size || {_, Size, _} <- Binaries]) < 1_000_000
            end)
        end)
    end}.

ten_at_once_test() ->
    Test = self(),
    Handler = fun(N, _) ->
        Test ! {started, N, self()},
        receive go -> N end
    end,
    {ok, Api} = lambda_runtime_test_api:start_link(),
    Settings = #{
        api => lambda_runtime_http:address(lambda_runtime_test_api:address(Api)),
        handler => #{call => Handler, language => lambda_runtime_language},
        concurrent => true,
        function => #{},
        group_leader => group_leader(),
        ready => fun() -> ok end
    },
    _ = [lambda_runtime_poller:start_link(Settings) || _ <- lists:seq(1, 10)],
    [spawn_link(fun() -> Test ! {answer, N, json_of(lambda_runtime_test_api:invoke(Api, integer_to_binary(N)))} end) || N <- lists:seq(1, 10)],
    Pids = [receive {started, N, Pid} -> Pid after 60_000 -> error({not_started, N}) end || N <- lists:seq(1, 10)],
    [Pid ! go || Pid <- lists:reverse(Pids)],
    [receive {answer, N, Answer} -> ?assertEqual(N, Answer) after 60_000 -> error({no_answer, N}) end || N <- lists:seq(1, 10)].
