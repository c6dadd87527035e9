-module(lambda_runtime_error).
-moduledoc """
Error reports, as Lambda takes them: JSON with `errorMessage`, `errorType` and `stackTrace`, and the
header `Lambda-Runtime-Function-Error-Type`.

Whatever a handler fails with, its report is valid UTF-8 and of a bounded size.
""".

-export([new/3, json/1, category/1, text/1]).

-export_type([report/0]).

-type report() :: #{type := binary(), message := binary(), stacktrace := [binary()]}.

%% Bytes, bytes and entries. Lambda takes up to 6 MB; nobody reads that much.
-define(MAX_TYPE, 256).
-define(MAX_MESSAGE, 262_144).
-define(MAX_STACK_LINE, 4_096).
-define(MAX_STACK_LINES, 64).

-doc "A report whose parts may come from anywhere.".
-spec new(Type :: term(), Message :: term(), Stacktrace :: [term()]) -> report().
new(Type, Message, Stacktrace) ->
    #{
        type => lambda_runtime_text:utf8(Type, ?MAX_TYPE),
        message => lambda_runtime_text:utf8(Message, ?MAX_MESSAGE),
        stacktrace => [
            lambda_runtime_text:utf8(Line, ?MAX_STACK_LINE)
         || Line <- lists:sublist(Stacktrace, ?MAX_STACK_LINES)
        ]
    }.

-spec json(report()) -> binary().
json(#{type := Type, message := Message, stacktrace := Stacktrace}) ->
    iolist_to_binary(
        json:encode(#{errorMessage => Message, errorType => Type, stackTrace => Stacktrace})
    ).

-doc """
The value of the header: Lambda keeps only what matches `(Runtime|Function)\\.[A-Z][a-zA-Z]+`.

`RuntimeError` becomes `Function.RuntimeError`, `error:bad_thing` becomes `Function.BadThing`.
""".
-spec category(report()) -> binary().
category(#{type := <<"Runtime.", Reason/binary>>}) ->
    <<"Runtime.", (camelize(Reason))/binary>>;
category(#{type := Type}) ->
    <<"Function.", (camelize(lists:last(binary:split(Type, [~".", ~":"], [global]))))/binary>>.

camelize(Text) ->
    case camelize(Text, capital, <<>>) of
        Name when byte_size(Name) > 1 -> Name;
        _TooShort -> ~"Error"
    end.

camelize(<<C, Rest/binary>>, capital, Acc) when C >= $a, C =< $z ->
    camelize(Rest, as_is, <<Acc/binary, (C - 32)>>);
camelize(<<C, Rest/binary>>, _, Acc) when C >= $a, C =< $z; C >= $A, C =< $Z ->
    camelize(Rest, as_is, <<Acc/binary, C>>);
camelize(<<_, Rest/binary>>, _, Acc) ->
    camelize(Rest, capital, Acc);
camelize(<<>>, _, Acc) ->
    Acc.

-doc "The report as it stands in the log.".
-spec text(report()) -> binary().
text(#{type := Type, message := Message, stacktrace := Stacktrace}) ->
    iolist_to_binary([Type, ": ", Message | [["\n    ", Line] || Line <- Stacktrace]]).
