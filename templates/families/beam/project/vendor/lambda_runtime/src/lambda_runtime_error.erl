-module(lambda_runtime_error).
-moduledoc """
Error reports for the Runtime API: JSON with `errorMessage`, `errorType` and `stackTrace`, and the
header `Lambda-Runtime-Function-Error-Type`.

Whatever a handler fails with, the report is valid UTF-8 and of bounded size.
""".

-export([describe/4, new/3, json/1, category/1, text/1]).

-export_type([report/0]).

-type report() :: #{type := binary(), message := binary(), stacktrace := [binary()]}.

%% In bytes; the last in lines. Lambda accepts up to 6 MB, which is more than anyone reads.
-define(MAX_TYPE, 256).
-define(MAX_MESSAGE, 262_144).
-define(MAX_STACK_LINE, 4_096).
-define(MAX_STACK_LINES, 64).

%% Prefixes of modules that only compilation uses, of OTP and of Elixir.
-define(COMPILER, [
    "v3_",
    "sys_core_",
    "core_",
    "beam_",
    "Elixir.Module.Types",
    "Elixir.Kernel.ParallelCompiler",
    "Elixir.Kernel.Typespec"
]).
-define(NO_COMPILER,
    "code is compiled at run time, but the image has no compiler: add compiler to the applications"
    " of your project (extra_applications in mix.exs, applications in the .app.src file). "
).

-doc """
Describes a failure of a handler in the terms of its language. That may call the user's code, such
as `message/1` of an Elixir exception; if that fails too, the failure is described as Erlang's.
""".
-spec describe(module(), error | exit | throw, term(), erlang:stacktrace()) ->
    report().
describe(Language, exit, {Reason, [{_, _, _, Location} | _] = Stacktrace}, _) when
    is_list(Location)
->
    %% The exit reason of a process that failed with an error and was linked to the handler.
    describe(Language, error, Reason, Stacktrace);
describe(Language, Class, Reason, Stacktrace0) ->
    Stacktrace = [without_arguments(Entry) || Entry <- Stacktrace0, not is_runtime(Entry)],
    Report =
        try
            Language:describe(Class, Reason, Stacktrace)
        catch
            _:_ -> lambda_runtime_language:describe(Class, Reason, Stacktrace)
        end,
    case {Reason, Stacktrace0} of
        {undef, [{Module, _, _, _} | _]} -> without_compiler(Module, Report);
        _ -> Report
    end.

%% Images have no compiler, unless the project asks for it.
without_compiler(Module, #{message := Message} = Report) ->
    case is_of_compiler(atom_to_list(Module)) andalso code:ensure_loaded(Module) of
        {error, nofile} -> Report#{message := iolist_to_binary([?NO_COMPILER, Message])};
        _ -> Report
    end.

is_of_compiler(Name) ->
    lists:member(Name, ["compile", "cerl", "qlc_pt"]) orelse
        lists:any(fun(Prefix) -> lists:prefix(Prefix, Name) end, ?COMPILER).

%% Below the handler there is only the runtime, which tells users nothing.
is_runtime({lambda_runtime_invocation, _, _, _}) -> true;
is_runtime(_) -> false.

%% Arguments may be large, or secret. They are kept only where OTP uses them to tell which argument
%% is wrong (error_info), which does not show their values.
without_arguments({Module, Function, Args, Location} = Entry) when is_list(Args) ->
    case lists:keymember(error_info, 1, Location) of
        true -> Entry;
        false -> {Module, Function, length(Args), Location}
    end;
without_arguments(Entry) ->
    Entry.

-doc "Makes a report of terms of any type and size.".
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
The value of the header. Lambda keeps only values that match `(Runtime|Function)\\.[A-Z][a-zA-Z]+`.

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

-doc "The report as text for the log.".
-spec text(report()) -> binary().
text(#{type := Type, message := Message, stacktrace := Stacktrace}) ->
    iolist_to_binary([Type, ": ", Message | [["\n    ", Line] || Line <- Stacktrace]]).
