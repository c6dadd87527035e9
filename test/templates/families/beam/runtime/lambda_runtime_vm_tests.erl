-module(lambda_runtime_vm_tests).
-moduledoc "What only shows in a VM of its own: how it starts, ends, freezes, and what it writes.".
-include_lib("eunit/include/eunit.hrl").

-import(runtime_case, [error_of/1, json_of/1, wait_until/1]).

%% Each test has a Runtime API and a VM; they run side by side.
all_test_() ->
    {inparallel, 8, [{Name, {timeout, 30, fun() -> run(Options, Test) end}} || {Name, Options, Test} <- tests()]}.

run(Options, Test) ->
    {ok, Api} = lambda_runtime_test_api:start_link(),
    Vm = vm:start(Api, Options),
    try
        Test(Api, Vm)
    after
        vm:stop(Vm),
        is_process_alive(Api) andalso lambda_runtime_test_api:stop(Api)
    end.

%% What the VM has written by the time it answers. It is frozen there, so that nothing is added.
written(Api, Vm, Event, Options) ->
    _ = invoke(Api, Event, Options#{posted => fun() -> vm:signal("STOP", Vm) end}),
    Output = vm:output(Vm),
    vm:signal("CONT", Vm),
    vm:lines(Output).

invoke(Api, Event) ->
    invoke(Api, Event, #{}).

invoke(Api, Event, Options) ->
    lambda_runtime_test_api:invoke(Api, iolist_to_binary(json:encode(Event)), Options).

tests() ->
    init_tests() ++ state_tests() ++ supervision_tests() ++ log_tests() ++ freeze_tests() ++ end_tests().

%% Init

init_tests() ->
    [
        {"children start before the first next", #{env => #{"PROBE_START_MS" => "200"}}, fun(Api, Vm) ->
            ?assertEqual(
                [~"worker started", ~"invoked"], written(Api, Vm, #{do => print, text => ~"invoked"}, #{})
            )
        end},
        {"a handler from the first argument, as without an entry script",
            #{handler => "", extra => ["probe:handler"]}, fun(Api, _) ->
                ?assertEqual(1, json_of(invoke(Api, 1)))
            end}
        | [
            {"init error: " ++ Name, #{handler => Name}, fun(Api, Vm) ->
                Answer = #{headers := Headers} = lambda_runtime_test_api:init_error(Api, 60_000),
                ?assertMatch(#{~"errorType" := Type, ~"errorMessage" := _, ~"stackTrace" := []}, error_of(Answer)),
                ?assertMatch(#{~"lambda-runtime-function-error-type" := Type}, Headers),
                {1, Output} = vm:status(Vm),
                ?assertNotEqual({Output, nomatch}, {Output, binary:match(Output, Type)})
            end}
         || {Name, Type} <- [
                {"nobody:handler", ~"Runtime.ImportModuleError"},
                {"probe_unloadable:handler", ~"Runtime.ImportModuleError"},
                {"probe:nothing", ~"Runtime.HandlerNotFound"},
                {"", ~"Runtime.MalformedHandlerName"}
            ]
        ]
    ].

state_tests() ->
    [
        {"state lives on, also after a handler that fails", #{}, fun(Api, _) ->
            ?assertEqual(1, json_of(invoke(Api, #{do => count}))),
            ?assertEqual(2, json_of(invoke(Api, #{do => count}))),
            ?assertMatch(#{~"errorType" := ~"error:crashed"}, error_of(invoke(Api, #{do => crash}))),
            ?assertEqual(3, json_of(invoke(Api, #{do => count})))
        end},
        {"text of every script in the message of an error", #{}, fun(Api, _) ->
            #{~"errorMessage" := Message} = error_of(invoke(Api, #{do => fail, with => ~"é 漢 🦩"})),
            ?assertEqual(~B({failed,<<"é 漢 🦩"/utf8>>}), Message)
        end},
        {"the environment in the context",
            #{
                env => #{
                    "AWS_LAMBDA_FUNCTION_NAME" => "probe",
                    "AWS_LAMBDA_FUNCTION_VERSION" => "$LATEST",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => "512",
                    "AWS_LAMBDA_LOG_GROUP_NAME" => "/aws/lambda/probe",
                    "AWS_LAMBDA_LOG_STREAM_NAME" => ""
                }
            },
            fun(Api, _) ->
                Context = json_of(invoke(Api, #{do => context})),
                ?assertMatch(
                    #{
                        ~"function_name" := ~"probe",
                        ~"function_version" := ~"$LATEST",
                        ~"memory_limit_mb" := 512,
                        ~"log_group_name" := ~"/aws/lambda/probe",
                        ~"request_id" := _
                    },
                    Context
                ),
                ?assertNot(is_map_key(~"log_stream_name", Context))
            end},
        {"ten at once with AWS_LAMBDA_MAX_CONCURRENCY", #{env => #{"AWS_LAMBDA_MAX_CONCURRENCY" => "10"}}, fun(Api, _) ->
            Test = self(),
            Meet = fun() -> Test ! {met, json_of(invoke(Api, #{do => meet, all => 10}))} end,
            [spawn_link(Meet) || _ <- lists:seq(1, 10)],
            [receive {met, 10} -> ok end || _ <- lists:seq(1, 10)]
        end}
    ].

%% The runtime is a child as any other.
supervision_tests() ->
    Restarting = [
        {"the invocation in progress survives a restart by " ++ Strategy,
            #{env => #{"PROBE_STRATEGY" => Strategy, "PROBE_INTENSITY" => "100"}}, fun(Api, _) ->
                [
                    begin
                        ?assertEqual(~"survived", json_of(invoke(Api, #{do => ~"crash child and wait"}))),
                        ?assertEqual(N, json_of(invoke(Api, #{do => count})))
                    end
                 || N <- lists:seq(1, 10)
                ]
            end}
     || Strategy <- ["one_for_one", "rest_for_one", "one_for_all"]
    ],
    Concurrent = [
        {"concurrent invocations survive a restart", #{
            env => #{
                "PROBE_STRATEGY" => "rest_for_one",
                "PROBE_INTENSITY" => "100",
                "AWS_LAMBDA_MAX_CONCURRENCY" => "4"
            }
        }, fun(Api, _) ->
            Test = self(),
            Sleep = #{do => ~"print and sleep", text => ~"", ms => 1000},
            [spawn_link(fun() -> Test ! {slept, json_of(invoke(Api, Sleep))} end) || _ <- lists:seq(1, 3)],
            ?assertEqual(~"survived", json_of(invoke(Api, #{do => ~"crash child and wait"}))),
            [receive {slept, 1000} -> ok end || _ <- lists:seq(1, 3)]
        end}
    ],
    Restarting ++ Concurrent ++ [
        {"events wait while the child is terminated", #{}, fun(Api, Vm) ->
            ?assertEqual(~"restarted", json_of(invoke(Api, #{do => ~"restart runtime"}))),
            ?assertEqual(
                [~"worker started", ~"restarts", ~"invoked"],
                written(Api, Vm, #{do => print, text => ~"invoked"}, #{})
            )
        end},
        {"a handler belongs to the application of the user", #{}, fun(Api, _) ->
            ?assertEqual(~"probe", json_of(invoke(Api, #{do => application})))
        end}
    ].

log_tests() ->
    Text = <<"á\n\"quoted\""/utf8>>,
    [
        {"logs and output are out before the answer, in order", #{}, fun(Api, Vm) ->
            Headers = #{headers => #{~"Lambda-Runtime-Aws-Request-Id" => ~"request-1"}},
            _ = invoke(Api, #{do => print, text => <<"před"/utf8>>}),
            _ = invoke(Api, #{do => log, text => Text}, Headers),
            ?assertEqual(
                [
                    ~"worker started",
                    <<"před"/utf8>>,
                    <<"ERROR request-1 á, \"quoted\""/utf8>>,
                    ~"after"
                ],
                written(Api, Vm, #{do => print, text => ~"after"}, #{})
            )
        end},
        {"written when the call returns", #{file => "log_and_look"}, fun(Api, _) ->
            [?assertEqual([true, true], json_of(invoke(Api, #{do => ~"log and look", file => ~"log_and_look"})))]
        end},
        {"as JSON", #{env => #{"AWS_LAMBDA_LOG_FORMAT" => "JSON"}}, fun(Api, Vm) ->
            Headers = #{headers => #{~"Lambda-Runtime-Aws-Request-Id" => ~"request-1"}},
            [~"worker started", Line] = written(Api, Vm, #{do => log, text => Text}, Headers),
            ?assertMatch(
                #{~"level" := ~"ERROR", ~"message" := Text, ~"requestId" := ~"request-1", ~"timestamp" := _},
                json:decode(Line)
            )
        end},
        {"a formatter that is configured", #{args => formatter("logger_formatter", "#{template=>[level,\"|\",msg,\"\n\"]}")}, fun(Api, Vm) ->
            ?assertEqual(
                [~"worker started", ~"error|hello"], written(Api, Vm, #{do => log, text => ~"hello"}, #{})
            )
        end},
        {"JSON instead of a configured line", #{
            args => formatter("logger_formatter", "#{template=>[msg]}"), env => #{"AWS_LAMBDA_LOG_FORMAT" => "JSON"}
        }, fun(Api, Vm) ->
            [~"worker started", Line] = written(Api, Vm, #{do => log, text => ~"hello"}, #{}),
            ?assertMatch(#{~"message" := ~"hello"}, json:decode(Line))
        end},
        {"a formatter of the function instead of JSON", #{
            args => formatter("probe", "#{}"), env => #{"AWS_LAMBDA_LOG_FORMAT" => "JSON"}
        }, fun(Api, Vm) ->
            ?assertEqual(
                [~"worker started", ~"formatted by probe"], written(Api, Vm, #{do => log, text => ~"hello"}, #{})
            )
        end},
        {"a formatter that fails", #{args => formatter("probe", "fail")}, fun(Api, Vm) ->
            [_, Line] = written(Api, Vm, #{do => log, text => ~"hello"}, #{}),
            ?assertMatch({match, _}, re:run(Line, ~"^ERROR [-0-9a-f]+ \\{unformattable,"))
        end},
        {"a formatter that is set later", #{}, fun(Api, Vm) ->
            _ = invoke(Api, #{do => ~"set formatter"}),
            ?assertEqual(
                [~"worker started", ~"formatted by probe"], written(Api, Vm, #{do => log, text => ~"hello"}, #{})
            )
        end},
        {"a default handler of the function", #{
            args => ["-kernel", "logger", "[{handler,default,logger_std_h,#{config=>#{type=>standard_error}}}]"]
        }, fun(Api, Vm) ->
            _ = invoke(Api, #{do => log, text => ~"hello"}),
            ?assertEqual(nomatch, binary:match(wait_for(Vm, ~"hello\n"), ~"\nERROR "))
        end},
        {"none is lost when there are thousands", #{}, fun(Api, Vm) ->
            Written = written(Api, Vm, #{do => ~"log many", times => 3_000}, #{}),
            Lines = [Line || <<"ERROR ", _/binary>> = Line <- Written],
            ?assertEqual(3_000, length(Lines)),
            ?assertMatch({match, _}, re:run(lists:last(Lines), "line 3000$"))
        end},
        {"what cannot be formatted is written all the same", #{}, fun(Api, Vm) ->
            [_, First, Second, Third] = written(Api, Vm, #{do => ~"log badly"}, #{}),
            ?assertMatch({match, _}, re:run(First, ~"^ERROR [-0-9a-f]+ \\{unformattable,")),
            ?assertMatch({match, _}, re:run(Second, ~"^ERROR [-0-9a-f]+ \\{unformattable,")),
            ?assertMatch({match, _}, re:run(Third, "still there$"))
        end},
        {"a lowest level", #{env => #{"AWS_LAMBDA_LOG_LEVEL" => "FATAL"}}, fun(Api, Vm) ->
            ?assertEqual([~"worker started"], written(Api, Vm, #{do => log, text => ~"hidden"}, #{}))
        end},
        {"a failure is in the log, on one line", #{}, fun(Api, Vm) ->
            [_, Line] = written(Api, Vm, #{do => crash}, #{}),
            ?assertMatch({match, _}, re:run(Line, ~"^ERROR [-0-9a-f]+ error:crashed: \\{crashed,\"on demand\"\\}, probe:do/3"))
        end}
    ].

formatter(Module, Config) ->
    Handler = "[{handler,default,logger_std_h,#{formatter=>{" ++ Module ++ "," ++ Config ++ "}}}]",
    ["-kernel", "logger", Handler].

freeze_tests() ->
    [
        {"frozen while it waits", #{}, fun(Api, Vm) ->
            ?assertEqual(1, json_of(invoke(Api, #{do => count}))),
            vm:signal("STOP", Vm),
            timer:sleep(1_500),
            vm:signal("CONT", Vm),
            ?assertEqual(2, json_of(invoke(Api, #{do => count})))
        end},
        {"frozen, and the API closes the connection meanwhile", #{}, fun(Api, Vm) ->
            ?assertEqual(1, json_of(invoke(Api, #{do => count}))),
            freeze_while_it_waits(Api, Vm),
            timer:sleep(500),
            vm:signal("CONT", Vm),
            ?assertEqual(2, json_of(invoke(Api, #{do => count})))
        end},
        {"the deadline counts while it is frozen", #{}, fun(Api, Vm) ->
            _ = invoke(Api, 1),
            vm:signal("STOP", Vm),
            Deadline = integer_to_binary(os:system_time(millisecond) + 60_000),
            spawn_link(fun() ->
                timer:sleep(1_000),
                vm:signal("CONT", Vm)
            end),
            Left = json_of(invoke(Api, #{do => remaining}, #{headers => #{~"Lambda-Runtime-Deadline-Ms" => Deadline}})),
            ?assert(Left =< 59_000 andalso Left > 0)
        end},
        {"a child at work is frozen and goes on", #{}, fun(Api, Vm) ->
            Start = erlang:monotonic_time(millisecond),
            Before = json_of(invoke(Api, #{do => ticks})),
            vm:signal("STOP", Vm),
            timer:sleep(2_000),
            vm:signal("CONT", Vm),
            After = json_of(invoke(Api, #{do => ticks})),
            Awake = erlang:monotonic_time(millisecond) - Start - 2_000,
            %% A tick takes 5 ms or longer.
            ?assert(After - Before =< Awake div 5 + 1),
            wait_until(fun() -> json_of(invoke(Api, #{do => ticks})) > After end)
        end}
    ].

end_tests() ->
    [
        {"SIGTERM stops the children, then the VM, with 0", #{}, fun(Api, Vm) ->
            _ = invoke(Api, 1),
            vm:signal("TERM", Vm),
            {0, Output} = vm:status(Vm),
            ?assertMatch([~"worker started", ~"worker stops", ~"worker stopped" | _], vm:lines(Output))
        end},
        {"SIGTERM stops all applications in order", with_other_application(permanent), fun(Api, Vm) ->
            _ = invoke(Api, 1),
            vm:signal("TERM", Vm),
            ?assertEqual({0, in_order()}, ended(Vm))
        end},
        {"init:stop/1 in a handler stops all applications in order, after the response",
            with_other_application(permanent), fun(Api, Vm) ->
                ?assertEqual(~"stopped", json_of(invoke(Api, #{do => stop, status => 7}))),
                ?assertEqual({7, in_order()}, ended(Vm))
            end},
        {"init:stop/1 lets the invocation in progress finish", with_other_application(permanent), fun(Api, Vm) ->
            ?assertEqual(1, json_of(invoke(Api, #{do => ~"stop and work", status => 7, ms => 1000}))),
            {7, [Started, ~"works" | Rest]} = ended(Vm),
            ?assertEqual(in_order(), [Started | Rest])
        end},
        {"init:stop/1 does not wait for ever", with_other_application(permanent), fun(Api, Vm) ->
            spawn(fun() -> invoke(Api, #{do => ~"stop and work", status => 7, ms => 600_000}) end),
            %% Its supervisor reports that it has killed the child.
            {7, [Started, ~"works", <<"ERROR supervisor", _/binary>> | Rest]} = ended(Vm),
            ?assertEqual(in_order(), [Started | Rest])
        end},
        {"SIGTERM ends the wait of init:stop/1", with_other_application(permanent), fun(Api, Vm) ->
            spawn(fun() -> invoke(Api, #{do => ~"stop and work", status => 7, ms => 600_000}) end),
            Output = wait_for(Vm, ~"works\n"),
            vm:signal("TERM", Vm),
            {0, Rest} = ended(Vm),
            ?assertEqual(in_order(), [~"worker started" | vm:lines(Output) -- [~"worker started", ~"works"]] ++ Rest)
        end},
        {"halt/1 in a handler", with_other_application(permanent), fun(Api, Vm) ->
            spawn(fun() -> invoke(Api, #{do => halt, status => 3}) end),
            ?assertEqual({3, [~"worker started"]}, ended(Vm))
        end},
        {"an API that is gone stops all applications in order", with_other_application(permanent), fun(Api, Vm) ->
            _ = invoke(Api, 1),
            ok = lambda_runtime_test_api:stop(Api),
            {1, [~"worker started", <<"FATAL the Runtime API", _/binary>> | Rest]} = ended(Vm),
            ?assertEqual({1, in_order()}, {1, [~"worker started" | Rest]})
        end},
        {"a supervisor that gives up ends the VM as OTP does, all applications in order",
            with_other_application(permanent), fun(Api, Vm) ->
                spawn(fun F() -> invoke(Api, #{do => ~"crash child"}), F() end),
                {1, Lines} = ended(Vm),
                ?assertEqual([~"other worker: shutdown", ~"other application stopped"], [L || <<"other", _/binary>> = L <- Lines])
            end},
        {"an application whose end does not end the VM", with_other_application(temporary), fun(Api, Vm) ->
            spawn(fun() -> invoke(Api, #{do => ~"stop application"}) end),
            {1, Lines} = ended(Vm),
            Logged = [Line || <<Level:5/binary, _/binary>> = Line <- Lines, lists:member(Level, [~"INFO ", ~"ERROR"])],
            ?assertEqual(in_order(), Lines -- Logged)
        end},
        {"SIGTERM does not wait for a child that takes its time", #{env => #{"PROBE_STOP_MS" => "60000"}}, fun(Api, Vm) ->
            _ = invoke(Api, 1),
            vm:signal("TERM", Vm),
            {0, Output} = vm:status(Vm),
            ?assertEqual([~"worker started", ~"worker stops"], vm:lines(Output))
        end},
        {"SIGTERM in the middle of an invocation", #{}, fun(Api, Vm) ->
            spawn(fun() -> invoke(Api, #{do => ~"print and sleep", text => ~"asleep", ms => 60_000}) end),
            _ = wait_for(Vm, ~"asleep\n"),
            vm:signal("TERM", Vm),
            ?assertMatch({0, _}, vm:status(Vm))
        end},
        {"SIGTERM during init", #{env => #{"PROBE_START_MS" => "60000"}, args => ["-eval", "spawn(fun() -> timer:sleep(300), io:put_chars(\"init\n\") end)"]}, fun(_Api, Vm) ->
            _ = wait_for(Vm, ~"init\n"),
            vm:signal("TERM", Vm),
            ?assertMatch({0, _}, vm:status(Vm))
        end},
        {"500 ends the VM with 1", #{}, fun(Api, Vm) ->
            _ = invoke(Api, 1),
            wait_until(fun() -> lambda_runtime_test_api:refuse(Api, 500) =:= 1 end),
            {1, Output} = vm:status(Vm),
            ?assertMatch([~"worker started", <<"FATAL the Runtime API", _/binary>>, ~"worker stops" | _], vm:lines(Output))
        end},
        {"an API that is gone ends the VM with 1", #{}, fun(Api, Vm) ->
            _ = invoke(Api, 1),
            ok = lambda_runtime_test_api:stop(Api),
            ?assertMatch({1, _}, vm:status(Vm))
        end},
        {"children that fail too often end the VM with 1", #{}, fun(Api, Vm) ->
            ?assertEqual(1, json_of(invoke(Api, #{do => count}))),
            %% More than one, for the child may not be back yet.
            spawn(fun F() -> invoke(Api, #{do => ~"crash child"}), F() end),
            {Status, _} = vm:status(Vm),
            ?assertEqual(1, Status)
        end},
        {"a runtime that is killed ends the VM with 1", #{}, fun(Api, Vm) ->
            ?assertEqual(1, json_of(invoke(Api, 1))),
            _ = lambda_runtime_test_api:invoke(Api, ~"{\"do\":\"kill poller\"}", #{}, 500),
            ?assertMatch({1, _}, vm:status(Vm))
        end},
        {"away from Lambda nothing runs", #{env => #{"AWS_LAMBDA_RUNTIME_API" => false},
            eval => "{ok,_}=application:ensure_all_started(probe),[{lambda_runtime,undefined,_,_},_]=supervisor:which_children(probe_sup),[]=supervisor:which_children(element(2,application:get_supervisor(lambda_runtime))),halt(7)"}, fun(_Api, Vm) ->
            ?assertMatch({7, _}, vm:status(Vm))
        end}
    ].

%% The function, and an application that was started before it.
with_other_application(Type) ->
    Start = "[{ok,_}=application:ensure_all_started(A,~tp)||A<-[probe_other,probe]]",
    #{eval => lists:flatten(io_lib:format(Start, [Type]))}.

in_order() ->
    [
        ~"worker started",
        ~"worker stops",
        ~"worker stopped",
        ~"other worker: shutdown",
        ~"other application stopped"
    ].

ended(Vm) ->
    {Status, Output} = vm:status(Vm),
    {Status, vm:lines(Output)}.

wait_for(Vm, Text) ->
    wait_for(Vm, Text, ~"").

wait_for(#{port := Port} = Vm, Text, Output) ->
    case binary:match(Output, Text) of
        nomatch ->
            receive
                {Port, {data, Data}} -> wait_for(Vm, Text, <<Output/binary, Data/binary>>)
            after 60_000 -> error({waited_in_vain_for, Text, Output})
            end;
        _ ->
            Output
    end.

%% The connection in which it waits for an event is closed while it cannot notice.
freeze_while_it_waits(Api, Vm) ->
    vm:signal("STOP", Vm),
    case lambda_runtime_test_api:disconnect(Api) of
        1 ->
            ok;
        0 ->
            vm:signal("CONT", Vm),
            freeze_while_it_waits(Api, Vm)
    end.
