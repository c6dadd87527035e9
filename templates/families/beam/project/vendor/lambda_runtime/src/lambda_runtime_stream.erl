-module(lambda_runtime_stream).
-moduledoc """
The handler's side of a streamed response; the poller's is in `lambda_runtime_poller`.

The parts go to the poller one by one, each waiting until the one before is sent: a handler cannot
run ahead of a slow caller and fill the memory.
""".

-export([produce/5]).

-doc """
Runs the source and hands its parts to the poller. What is returned is the last word: `done`, or the
error that ended it.
""".
-spec produce(
    lambda_runtime:source(),
    Reply :: {pid(), reference()},
    ContentType :: binary(),
    lambda_runtime:prelude() | none,
    Language :: module()
) -> lambda_runtime_invocation:outcome().
produce(Source, Reply, ContentType, Prelude, Language) ->
    Opened = make_ref(),
    Owner = self(),
    Write = fun(Data) ->
        self() =:= Owner orelse error(write_from_another_process),
        %% Encoded first: what is no iodata must fail in the handler that wrote it.
        Binary = iolist_to_binary(Data),
        case put(Opened, true) of
            true ->
                send(Reply, {chunk, Binary});
            undefined ->
                First = iolist_to_binary([prelude(Prelude), Binary]),
                send(Reply, {stream, ContentType, First})
        end
    end,
    try
        run(Source, Write),
        %% Nothing written is an empty response, not none.
        get(Opened) =:= true orelse Write(~""),
        done
    catch
        Class:Reason:Stacktrace ->
            {error, lambda_runtime_language:describe(Language, Class, Reason, Stacktrace)}
    end.

run(Source, Write) when is_function(Source) -> Source(Write);
run(Parts, Write) -> lists:foreach(Write, Parts).

send({Poller, Tag}, Part) ->
    Poller ! {Tag, Part},
    receive
        {Tag, continue} -> ok
    end.

%% JSON, then eight zero bytes, then the body:
%% https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
prelude(none) ->
    ~"";
prelude(#{} = Prelude) ->
    Http = #{
        statusCode => maps:get(status, Prelude, 200),
        headers => maps:get(headers, Prelude, #{}),
        cookies => maps:get(cookies, Prelude, [])
    },
    [json:encode(Http), <<0:64>>].
