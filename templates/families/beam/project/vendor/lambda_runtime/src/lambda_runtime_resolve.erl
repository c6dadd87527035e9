-module(lambda_runtime_resolve).
-moduledoc """
From the name of a handler to the function.

| name | calls |
|---|---|
| `hello:handler` | `hello:handler` |
| `hello` | `hello:handler` |
| `Elixir.Hello:handler`, `Hello:handler` or `Hello.handler` | `Hello.handler` |
| `Hello` | `Hello.handler` |

with two arguments (event and context) if there is such a function, else with one (the event).
""".

-export([handler/1]).

-define(DEFAULT_FUNCTION, ~"handler").
%% The longest atom that the VM can hold, in characters.
-define(MAX_ATOM, 255).

-doc "Finds the handler and loads its module, or says in a report what was looked for.".
-spec handler(Name :: binary()) ->
    {ok, lambda_runtime_handler:t()} | {error, lambda_runtime_error:report()}.
handler(Name) ->
    case parse(Name) of
        {ok, Module, Function} -> load(Name, Module, Function);
        error -> {error, malformed(Name)}
    end.

%% The module that knows the values and errors of the language in which `Module` is written.
language(Module) ->
    case atom_to_binary(Module) of
        <<"Elixir.", _/binary>> -> 'Elixir.LambdaRuntime.Language';
        _ -> lambda_runtime_erlang
    end.

%% The name comes from the image, never from an event: making atoms of it is safe.
parse(Name) ->
    case split(Name) of
        {ModuleName, FunctionName} when
            ModuleName =/= ~"",
            FunctionName =/= ~"",
            byte_size(ModuleName) =< ?MAX_ATOM,
            byte_size(FunctionName) =< ?MAX_ATOM
        ->
            {ok, binary_to_atom(ModuleName), binary_to_atom(FunctionName)};
        _ ->
            error
    end.

split(Name) ->
    case binary:split(Name, ~":", [global]) of
        [Module, Function] -> {elixir_prefix(Module), Function};
        [Name] -> split_at_last_dot(Name, binary:matches(Name, ~"."));
        _MoreColons -> error
    end.

split_at_last_dot(Name, []) ->
    {elixir_prefix(Name), ?DEFAULT_FUNCTION};
split_at_last_dot(Name, Dots) ->
    {Position, 1} = lists:last(Dots),
    <<Module:Position/binary, ".", Last/binary>> = Name,
    case starts_with_capital(Last) of
        true -> {elixir_prefix(Name), ?DEFAULT_FUNCTION};
        false -> {elixir_prefix(Module), Last}
    end.

elixir_prefix(<<"Elixir.", _/binary>> = Module) ->
    Module;
elixir_prefix(Module) ->
    case starts_with_capital(Module) of
        true -> <<"Elixir.", Module/binary>>;
        false -> Module
    end.

starts_with_capital(<<C, _/binary>>) -> C >= $A andalso C =< $Z;
starts_with_capital(<<>>) -> false.

load(Name, Module, Function) ->
    case code:ensure_loaded(Module) of
        {module, Module} -> find(Name, Module, Function);
        {error, nofile} -> {error, no_module(Name, Module)};
        {error, Reason} -> {error, not_loadable(Name, Module, Reason)}
    end.

find(Name, Module, Function) ->
    case [Arity || Arity <- [2, 1], erlang:function_exported(Module, Function, Arity)] of
        [2 | _] -> {ok, found(Module, fun Module:Function/2)};
        [1] -> {ok, found(Module, fun(Event, _Context) -> Module:Function(Event) end)};
        [] -> {error, no_function(Name, Module, Function)}
    end.

found(Module, Call) ->
    #{call => Call, language => language(Module)}.

%% The types of these reports are those of AWS's own runtimes, which tools know.

malformed(Name) ->
    report(~"Runtime.MalformedHandlerName", [
        ["handler '", Name, "' is not the name of a function."],
        " Expected module:function, such as hello:handler or Elixir.Hello:handler,"
        " as CMD of the image or as _HANDLER."
    ]).

no_module(Name, Module) ->
    report(~"Runtime.ImportModuleError", [
        ["handler '", Name, "' not found: there is no module ", shown(Module), "."],
        " Check the spelling, and that the module is part of the release."
    ]).

not_loadable(Name, Module, Reason) ->
    report(~"Runtime.ImportModuleError", [
        ["handler '", Name, "' not found: module ", shown(Module), " does not load"],
        [" (", atom_to_binary(Reason), hint(Reason), ")."]
    ]).

hint(on_load_failure) -> ": its -on_load function did not return ok";
hint(badfile) -> ": damaged, or compiled by a newer OTP";
hint(_) -> "".

no_function(Name, Module, Function) ->
    report(~"Runtime.HandlerNotFound", [
        ["handler '", Name, "' not found: module ", shown(Module), " has neither "],
        [atom_to_binary(Function), "/2 nor ", atom_to_binary(Function), "/1."],
        [" It exports ", exports(Module), "."]
    ]).

exports(Module) ->
    Internal = [module_info, '__info__'],
    Names = [
        [atom_to_binary(F), "/", integer_to_binary(A)]
     || {F, A} <- lists:sort(Module:module_info(exports)), not lists:member(F, Internal)
    ],
    case Names of
        [] -> "nothing";
        _ -> lists:join(", ", Names)
    end.

%% As it is written in its language.
shown(Module) ->
    case atom_to_binary(Module) of
        <<"Elixir.", Alias/binary>> -> Alias;
        Name -> Name
    end.

report(Type, Message) ->
    lambda_runtime_error:new(Type, Message, []).
