-module(lambda_runtime_erlang).
-moduledoc "Erlang's values and errors; see `m:lambda_runtime_language`.".

-behaviour(lambda_runtime_language).

-export([decode/1, encode/1, context/1, describe/3]).

-define(CHARS_LIMIT, 65_536).

-doc false.
decode(Json) ->
    json:decode(Json).

-doc false.
encode(Result) ->
    json:encode(Result).

-doc false.
context(Context) ->
    Context.

-doc false.
describe(Class, Reason, Stacktrace) ->
    lambda_runtime_error:new(
        type(Class, Reason),
        message(Class, Reason, Stacktrace),
        [stack_line(Entry) || Entry <- Stacktrace]
    ).

%% `error:badarg`, `error:badmatch`, `exit:timeout`, `throw:not_found`: the class, and the name in the reason.
type(Class, Reason) ->
    case name(Reason) of
        none -> atom_to_binary(Class);
        Name -> [atom_to_binary(Class), ":", Name]
    end.

name(Reason) when is_atom(Reason) -> atom_to_binary(Reason);
name(Reason) when is_tuple(Reason), is_atom(element(1, Reason)) -> atom_to_binary(element(1, Reason));
name(_) -> none.

message(error, function_clause, [{Module, Function, Arity, _} | _]) when is_integer(Arity) ->
    io_lib:format("no function clause of ~tp:~tp/~b matches the arguments", [Module, Function, Arity]);
%% The wording of the shell, with what OTP knows of a wrong argument; the stack goes elsewhere.
message(Class, Reason, Stacktrace) ->
    Options = #{
        stack_trim_fun => fun(_Module, _Function, _Arity) -> true end,
        format_fun => fun(Term, _Indent) -> io_lib:format("~0tp", [Term], [{chars_limit, ?CHARS_LIMIT}]) end
    },
    Text = lambda_runtime_text:utf8(
        erl_error:format_exception(Class, Reason, Stacktrace, Options)
    ),
    without_label(Text).

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
