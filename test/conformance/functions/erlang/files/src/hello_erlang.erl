-module(hello_erlang).
-moduledoc "The function under test: does what the event says, and answers any other event with it.".

-behaviour(lambda_runtime_handler).

-include_lib("kernel/include/logger.hrl").

-export([handler/2]).

handler(#{~"do" := What} = Event, Context) -> run(What, Event, Context);
handler(Event, _Context) -> Event.

run(~"length", #{~"of" := Text}, _) ->
    string:length(Text);
run(~"large", #{~"bytes" := Bytes}, _) ->
    binary:copy(~"x", Bytes);
run(~"raw", #{~"bytes" := Bytes}, _) ->
    lambda_runtime:raw(~"text/csv", Bytes);
run(~"state", _Event, _) ->
    hello_erlang_worker:state();
run(~"context", _Event, Context) ->
    Names = #{
        request_id => requestId,
        invoked_function_arn => functionArn,
        trace_id => traceId,
        client_context => clientContext,
        cognito_identity => identity,
        tenant_id => tenantId,
        function_name => functionName,
        function_version => functionVersion,
        memory_limit_mb => memoryMb,
        log_group_name => logGroupName,
        log_stream_name => logStreamName
    },
    Values = #{Name => present(maps:get(Key, Context)) || Key := Name <- Names},
    Values#{traceVariable => present(variable("_X_AMZN_TRACE_ID"))};
run(~"remaining", #{~"pauseMs" := Pause}, Context) ->
    Started = os:system_time(millisecond),
    io:put_chars("waiting\n"),
    timer:sleep(Pause),
    Before = os:system_time(millisecond),
    Remaining = lambda_runtime:remaining_time_ms(Context),
    After = os:system_time(millisecond),
    #{started => Started, before => Before, remaining => Remaining, 'after' => After};
run(~"raise", #{~"message" := Message}, _) ->
    error({failed, Message});
run(~"raise-custom", _Event, _) ->
    error(custom_error);
run(~"throw", #{~"value" := Value}, _) ->
    throw(Value);
run(~"exit", #{~"reason" := Reason}, _) ->
    exit(Reason);
run(~"kill", _Event, _) ->
    exit(self(), kill);
run(~"halt", #{~"status" := Status}, _) ->
    halt(Status);
run(~"unencodable", _Event, _) ->
    {'not', json};
run(~"write", #{~"path" := Path}, _) ->
    ok = file:write_file(Path, ~"written"),
    {ok, Written} = file:read_file(Path),
    Written;
run(~"print", #{~"lines" := Lines, ~"text" := Text}, _) ->
    [print(N, Text) || N <- lists:seq(1, Lines)],
    Lines;
run(~"log", #{~"level" := Level, ~"message" := Message}, _) ->
    logger:log(binary_to_atom(Level), Message);
run(~"resources", _Event, _) ->
    {ok, Status} = file:read_file("/proc/self/status"),
    {match, [Resident]} = re:run(Status, ~B"VmRSS:\s+(\d+)", [{capture, all_but_first, binary}]),
    {ok, Descriptors} = file:list_dir("/proc/self/fd"),
    #{
        residentKb => binary_to_integer(Resident),
        descriptors => length(Descriptors),
        processes => length(processes())
    };
%% What goes on in the background waits for "release". It logs as part of its own invocation.
run(~"background", Event, _) ->
    Metadata = logger:get_process_metadata(),
    spawn(fun() ->
        ok = logger:set_process_metadata(Metadata),
        await_files("release", 1),
        Fails = maps:get(~"fails", Event),
        Fails orelse ?LOG_WARNING("background"),
        ok = file:write_file("/tmp/released", ""),
        Fails andalso error(background)
    end),
    ~"started";
run(~"release", #{~"pauseMs" := Pause}, _) ->
    ok = file:write_file("/tmp/release", ""),
    await_files("released", 1),
    timer:sleep(Pause),
    ~"released";
%% Returns when as many invocations are here at once.
run(~"meet", #{~"count" := Count} = Event, #{request_id := Id}) ->
    Name = maps:get(~"as", Event, Id),
    ok = file:write_file(<<"/tmp/meet-", Name/binary>>, ""),
    await_files("meet-", Count),
    Name;
%% Returns when all parts are at work at once.
run(~"parallel", #{~"count" := Count}, _) ->
    Self = self(),
    Parts = [
        spawn_link(fun() ->
            ok = file:write_file("/tmp/part-" ++ integer_to_list(N), ""),
            await_files("part-", Count),
            Self ! {self(), N}
        end)
     || N <- lists:seq(1, Count)
    ],
    [
        receive
            {Part, N} -> N
        end
     || Part <- Parts
    ];
run(~"connect", #{~"port" := Port}, _) ->
    hello_erlang_worker:connect(Port);
run(~"echo", #{~"text" := Text}, _) ->
    hello_erlang_worker:echo(Text);
run(~"stream", Event, _) ->
    lambda_runtime:stream(~"text/plain", fun(Write) -> write_parts(Event, Write) end);
run(~"http-stream", Event, _) ->
    Prelude = #{status => 201, headers => #{~"x-part" => ~"head"}, cookies => [~"a=1", ~"b=2"]},
    lambda_runtime:http_stream(Prelude, fun(Write) -> write_parts(Event, Write) end).

print(N, Text) ->
    Line = [integer_to_binary(N), " ", Text, "\n"],
    io:put_chars(["out ", Line]),
    io:put_chars(standard_error, ["err ", Line]).

write_parts(#{~"parts" := Parts} = Event, Write) ->
    _ = [Write(Part) || _ <- lists:seq(1, maps:get(~"times", Event, 1)), Part <- Parts],
    maps:get(~"fails", Event, false) andalso error('half-way').

await_files(Prefix, Count) ->
    {ok, Files} = file:list_dir("/tmp"),
    case length([File || File <- Files, lists:prefix(Prefix, File)]) >= Count of
        true ->
            ok;
        false ->
            timer:sleep(5),
            await_files(Prefix, Count)
    end.

variable(Name) ->
    case os:getenv(Name) of
        false -> undefined;
        Value -> list_to_binary(Value)
    end.

present(undefined) -> null;
present(Value) -> Value.
