-module(runtime_case).
-moduledoc "A poller with a handler of the test, and the Runtime API that it polls.".

-export([with/2, with/3, invoke/2, invoke/3, error_of/1, json_of/1, wait_until/1]).

%% Runs the test with a Runtime API that is polled, and leaves neither behind.
with(Call, Test) ->
    with(Call, #{}, Test).

with(Call, Settings, Test) ->
    {ok, Api} = lambda_runtime_test_api:start_link(),
    Defaults = #{
        api => lambda_runtime_http:address(lambda_runtime_test_api:address(Api)),
        handler => #{call => Call, language => lambda_runtime_language},
        concurrent => false,
        function => #{function_name => ~"probe"},
        group_leader => group_leader(),
        ready => fun() -> ok end
    },
    Poller = start_poller(maps:merge(Defaults, Settings)),
    try
        Test(Api, Poller)
    after
        exit(Poller, kill),
        lambda_runtime_test_api:stop(Api)
    end.

%% As the supervisor does, but not linked: how it ends comes to the test as a 'DOWN' message.
start_poller(Settings) ->
    {ok, Poller} = lambda_runtime_poller:start_link(Settings),
    _ = monitor(process, Poller),
    unlink(Poller),
    Poller.

%% One invocation with a runtime of its own.
invoke(Call, Event) ->
    invoke(Call, Event, #{}).

invoke(Call, Event, Options) ->
    with(Call, fun(Api, _Poller) -> lambda_runtime_test_api:invoke(Api, Event, Options) end).

error_of(#{error := Json}) ->
    json:decode(Json).

json_of(#{body := Json} = Answered) ->
    false = is_map_key(error, Answered),
    json:decode(Json).

%% For as long as the test may take: a busy machine is no failure.
wait_until(Condition) ->
    Condition() orelse
        begin
            timer:sleep(10),
            wait_until(Condition)
        end.
