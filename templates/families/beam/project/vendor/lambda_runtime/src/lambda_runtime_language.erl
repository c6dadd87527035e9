-module(lambda_runtime_language).
-moduledoc """
What differs between the languages of a handler: the values it takes and returns, and how its
failures read. `lambda_runtime_erlang` and, in Elixir projects, `LambdaRuntime.Language` implement
it.

`decode/1` and `encode/1` may fail: that is reported as `Runtime.UnmarshalError` and
`Runtime.MarshalError`.
""".

-export([describe/4]).

-callback decode(JSON :: binary()) -> Event :: term().
-callback encode(Result :: term()) -> JSON :: iodata().
-callback context(lambda_runtime:context()) -> Context :: term().
-callback describe(Class :: error | exit | throw, Reason :: term(), erlang:stacktrace()) ->
    lambda_runtime_error:report().

-doc """
Describes a failure in the words of a language. That may call code of the user, such as
`message/1` of an Elixir exception; if it fails too, the failure is described as Erlang's.
""".
-spec describe(module(), error | exit | throw, term(), erlang:stacktrace()) ->
    lambda_runtime_error:report().
describe(Language, exit, {Reason, [{_, _, _, Location} | _] = Stacktrace}, _) when
    is_list(Location)
->
    %% What a process exits with that failed with an error: it was linked to the handler.
    describe(Language, error, Reason, Stacktrace);
describe(Language, Class, Reason, Stacktrace0) ->
    Stacktrace = [without_arguments(Entry) || Entry <- Stacktrace0, not is_runtime(Entry)],
    try
        Language:describe(Class, Reason, Stacktrace)
    catch
        _:_ -> lambda_runtime_erlang:describe(Class, Reason, Stacktrace)
    end.

%% Below the handler there is only the runtime, which says nothing to its user.
is_runtime({lambda_runtime_invocation, _, _, _}) -> true;
is_runtime({lambda_runtime_stream, _, _, _}) -> true;
is_runtime(_) -> false.

%% What a function was called with may be large, or secret. It stays where OTP tells by it which
%% argument was wrong (error_info), without showing the argument.
without_arguments({Module, Function, Args, Location} = Entry) when is_list(Args) ->
    case lists:keymember(error_info, 1, Location) of
        true -> Entry;
        false -> {Module, Function, length(Args), Location}
    end;
without_arguments(Entry) ->
    Entry.
