-module(lambda_runtime_language).
-moduledoc """
What differs between the languages that handlers are written in: the values they take and return,
and how their failures read.

This module defines the behaviour and implements it for Erlang. `LambdaRuntime.Language` implements
it for Elixir.

`decode/1` and `encode/1` may fail: the failure is reported as `Runtime.UnmarshalError` or
`Runtime.MarshalError`.
""".

-export([decode/1, encode/1, explain/1, context/1, describe/3]).

-callback decode(JSON :: binary()) -> Event :: term().
-callback encode(Result :: term()) -> JSON :: iodata().
-doc "Explains why a result cannot be encoded, in a sentence.".
-callback explain(Result :: term()) -> unicode:chardata() | unknown.
-callback context(lambda_runtime:context()) -> Context :: term().
-callback describe(Class :: error | exit | throw, Reason :: term(), erlang:stacktrace()) ->
    lambda_runtime_error:report().

%% The maximum length of a formatted term, in characters. Longer ones are cut.
-define(CHARS_LIMIT, 131_072).

-doc false.
-spec decode(binary()) -> json:decode_value().
decode(Json) ->
    json:decode(Json).

-doc false.
-spec encode(term()) -> iodata().
encode(Result) ->
    json:encode(Result).

-doc false.
-spec explain(term()) -> unicode:chardata() | unknown.
explain(Result) ->
    lambda_runtime_unencodable:explain(Result).

-doc false.
-spec context(lambda_runtime:context()) -> lambda_runtime:context().
context(Context) ->
    Context.

-doc false.
-spec describe(error | exit | throw, term(), erlang:stacktrace()) -> lambda_runtime_error:report().
describe(Class, Reason, Stacktrace) ->
    lambda_runtime_error:new(
        type(Class, Reason),
        message(Class, Reason, Stacktrace),
        [stack_line(Entry) || Entry <- Stacktrace]
    ).

%% The class and the name in the reason: `error:badarg`, `exit:timeout`, `throw:not_found`.
type(Class, Reason) ->
    case name(Reason) of
        none -> atom_to_binary(Class);
        Name -> [atom_to_binary(Class), ":", Name]
    end.

name(Reason) when is_atom(Reason) -> atom_to_binary(Reason);
name(Reason) when is_atom(element(1, Reason)) -> atom_to_binary(element(1, Reason));
name(_) -> none.

message(exit, killed, []) ->
    "the process of the handler was killed";
message(error, function_clause, [{Module, Function, Arity, _} | _]) when is_integer(Arity) ->
    Text = "no function clause of ~tp:~tp/~b matches the arguments",
    io_lib:format(Text, [Module, Function, Arity]);
message(error, undef, [{Module, Function, Arity, _} | _]) when is_integer(Arity) ->
    io_lib:format("there is no function ~tp:~tp/~b", [Module, Function, Arity]);
message(Class, Reason, Stacktrace) ->
    [shell_message(Class, Reason) | [[", ", Problem] || Problem <- problems(Reason, Stacktrace)]].

%% The message of the shell, without the stack trace, which is a field of its own.
shell_message(Class, Reason) ->
    Format = fun(Term, _Indent) -> lambda_runtime_text:term(Term, ?CHARS_LIMIT) end,
    Text = erl_error:format_exception(Class, Reason, [], #{format_fun => Format}),
    without_label(lambda_runtime_text:utf8(Text)).

%% Extended error information (EEP 54), such as "argument 1: not an atom".
problems(Reason, [{Module, _, _, Location} | _] = Stacktrace) ->
    try
        Info = #{} = proplists:get_value(error_info, Location),
        Explain = maps:get(module, Info, Module),
        Function = maps:get(function, Info, format_error),
        Problems = maps:without([reason], Explain:Function(Reason, Stacktrace)),
        [problem(Where, What) || Where := What <- maps:iterator(Problems, ordered)]
    catch
        %% Most functions have none, and some refer to information that does not exist.
        _:_ -> []
    end;
problems(_Reason, []) ->
    [].

problem(general, What) -> What;
problem(Argument, What) -> ["argument ", integer_to_binary(Argument), ": ", What].

without_label(<<"exception error: ", Text/binary>>) -> Text;
without_label(<<"exception exit: ", Text/binary>>) -> Text;
without_label(<<"exception throw: ", Text/binary>>) -> Text;
without_label(Text) -> Text.

stack_line({Module, Function, ArityOrArgs, Location}) ->
    Name = [atom_to_binary(Module), ":", atom_to_binary(Function)],
    [Name, "/", arity(ArityOrArgs), location(Location)];
stack_line({Fun, ArityOrArgs, Location}) ->
    [io_lib:format("~0tp", [Fun]), "/", arity(ArityOrArgs), location(Location)].

arity(Args) when is_list(Args) -> integer_to_binary(length(Args));
arity(Arity) -> integer_to_binary(Arity).

location(Location) ->
    case {proplists:get_value(file, Location), proplists:get_value(line, Location)} of
        {undefined, _} -> "";
        {File, undefined} -> [" (", File, ")"];
        {File, Line} -> [" (", File, ", line ", integer_to_binary(Line), ")"]
    end.
