-module(lambda_runtime_unencodable).
-moduledoc """
Explains why the result of a handler is not JSON, and what to return instead. It is loaded when that
happens for the first time.

`LambdaRuntime.Unencodable` does the same for Elixir.
""".

-export([explain/1]).
%% For LambdaRuntime.Unencodable.
-export([at/3, found/2]).

%% The depth to which a term is shown.
-define(DEPTH, 8).

-doc "One sentence, or `unknown` if every part of the result is JSON.".
-spec explain(term()) -> unicode:chardata() | unknown.
explain({ok, _} = Result) ->
    ["the handler returned ", shown(Result), ", which is not JSON: return the value itself"];
explain({error, _} = Result) ->
    [
        ["the handler returned ", shown(Result), ", which is not JSON: to report an error, call"],
        " error/1, exit/1 or throw/1"
    ];
explain(Result) ->
    value(Result, []).

-doc "The sentence, given what was found, where, and what to do. The path is from the inside out.".
-spec at(unicode:chardata(), [unicode:chardata() | Index :: integer()], unicode:chardata()) ->
    unicode:chardata().
at(What, Path, Remedy) ->
    [found(What, Path), ", which is not JSON: ", Remedy].

-doc "The start of the sentence.".
-spec found(unicode:chardata(), [unicode:chardata() | integer()]) -> unicode:chardata().
found(What, []) -> ["the handler returned ", What];
found(What, Path) -> ["the result has ", What, " at ", path(lists:reverse(Path))].

path([First | Rest]) ->
    [step(First) | [[dot(Step), step(Step)] || Step <- Rest]].

dot(Index) when is_integer(Index) -> "";
dot(_Key) -> ".".

step(Index) when is_integer(Index) -> ["[", integer_to_binary(Index), "]"];
step(Key) -> Key.

value(Value, _Path) when is_atom(Value); is_number(Value) ->
    unknown;
value(Value, Path) when is_binary(Value) ->
    case unicode:characters_to_binary(Value) of
        Value -> unknown;
        _ -> at("a binary that is not UTF-8", Path, of_bytes(Path))
    end;
value(Value, Path) when is_list(Value) ->
    list(Value, Path);
value(Value, Path) when is_map(Value) ->
    pairs(maps:next(maps:iterator(Value, ordered)), Path);
value(Value, Path) when is_tuple(Value) ->
    at(["the tuple ", shown(Value)], Path, "use a map or a list");
value(Value, Path) when is_function(Value) ->
    at("a function", Path, of_function(Path));
value(Value, Path) ->
    at(shown(Value), Path, "leave it out, or format it as a binary").

of_bytes([]) -> "return it with lambda_runtime:raw/2, or encode it with base64:encode/1";
of_bytes(_Path) -> "encode it with base64:encode/1".

of_function([]) -> "call it, or stream its parts with lambda_runtime:stream/2";
of_function(_Path) -> "call it, or leave it out".

list(List, Path) ->
    try length(List) of
        0 -> unknown;
        _ -> proper(List, Path)
    catch
        error:badarg -> at(["the improper list ", shown(List)], Path, "use a proper list")
    end.

proper(List, Path) ->
    case lists:all(fun is_pair/1, List) of
        true -> at(["the list of pairs ", shown(List)], Path, "make a map, with maps:from_list/1");
        false -> elements(List, 0, Path)
    end.

is_pair({Key, _}) -> is_atom(Key) orelse is_binary(Key);
is_pair(_) -> false.

elements([], _Index, _Path) ->
    unknown;
elements([Element | Rest], Index, Path) ->
    case value(Element, [Index | Path]) of
        unknown -> elements(Rest, Index + 1, Path);
        Explained -> Explained
    end.

pairs(none, _Path) ->
    unknown;
pairs({Key, Value, Rest}, Path) ->
    case key(Key) of
        error ->
            Remedy = "keys are binaries, atoms or numbers",
            at(["a map with the key ", shown(Key)], Path, Remedy);
        Name ->
            case value(Value, [Name | Path]) of
                unknown -> pairs(maps:next(Rest), Path);
                Explained -> Explained
            end
    end.

key(Key) when is_atom(Key) -> atom_to_binary(Key);
key(Key) when is_number(Key) -> io_lib:format("~tp", [Key]);
key(Key) when is_binary(Key) ->
    case unicode:characters_to_binary(Key) of
        Key -> Key;
        _ -> error
    end;
key(_) -> error.

shown(Term) ->
    io_lib:format("~0tP", [Term, ?DEPTH]).
