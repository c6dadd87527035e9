-module(lambda_runtime_handler).
-moduledoc """
What a handler takes and returns, and how it is found.

```erlang
-module(hello).
-behaviour(lambda_runtime_handler).
-export([handler/2]).

handler(#{~"name" := Name}, _Context) ->
    #{message => <<"Hello, ", Name/binary, "!">>}.
```

The event is decoded from JSON by `json:decode/1`: objects are maps with binary keys, null is
`null`. An invocation without a payload has an empty map as its event.

The result is encoded by `json:encode/1`. Text is a binary, such as `~"text"`: the list `"text"` is
an array of numbers. `undefined` is the text "undefined"; use `null`. `lambda_runtime:raw/2`,
`lambda_runtime:stream/2` and `lambda_runtime:http_stream/2` make other responses. A result that
cannot be encoded, such as `{ok, Map}` or a pid, is reported as `Runtime.MarshalError`, with where
it was found and what to return instead.

An error, exit or throw is reported to the caller with its type, message and stack trace. It does
not affect the next invocation: each invocation runs in a process of its own. Processes that the
handler starts live on after the invocation, unless they are linked to a handler that fails.

The function takes the event and the context, or only the event. The image's CMD names it:

| CMD | calls |
|---|---|
| `hello:handler` | `hello:handler` |
| `hello` | `hello:handler` |
| `Elixir.Hello:handler`, `Hello:handler` or `Hello.handler` | `Hello.handler` |
| `Hello` | `Hello.handler` |
""".

-export([find/1]).

-export_type([t/0]).

-doc "A handler: the function to call, and the language whose values it takes and returns.".
-type t() :: #{call := fun((Event :: term(), Context :: term()) -> term()), language := module()}.

-callback handler(Event :: json:decode_value(), lambda_runtime:context()) ->
    json:encode_value() | lambda_runtime:response().
-callback handler(Event :: json:decode_value()) ->
    json:encode_value() | lambda_runtime:response().
-optional_callbacks([handler/2, handler/1]).

-define(DEFAULT_FUNCTION, ~"handler").
%% The maximum length of an atom.
-define(MAX_ATOM, 255).

-doc """
Finds the handler of that name and loads its module. Two arguments are preferred to one. The error
says what was looked for.
""".
-spec find(Name :: binary()) ->
    {ok, t()} | {error, lambda_runtime_error:report()}.
find(Name) ->
    case parse(Name) of
        {ok, Module, Function} -> load(Name, Module, Function);
        error -> {error, malformed(Name)}
    end.

%% The implementation of lambda_runtime_language for the language that `Module` is written in.
language(Module) ->
    case atom_to_binary(Module) of
        <<"Elixir.", _/binary>> -> 'Elixir.LambdaRuntime.Language';
        _ -> lambda_runtime_language
    end.

%% The name comes from the image, never from an event, so making atoms of it is safe.
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
        {module, Module} -> find_function(Name, Module, Function);
        {error, nofile} -> {error, no_module(Name, Module)};
        {error, Reason} -> {error, not_loadable(Name, Module, Reason)}
    end.

find_function(Name, Module, Function) ->
    case [Arity || Arity <- [2, 1], erlang:function_exported(Module, Function, Arity)] of
        [2 | _] -> {ok, found(Module, fun Module:Function/2)};
        [1] -> {ok, found(Module, fun(Event, _Context) -> Module:Function(Event) end)};
        [] -> {error, no_function(Name, Module, Function)}
    end.

found(Module, Call) ->
    #{call => Call, language => language(Module)}.

%% The error types are those of AWS's own runtimes.

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

%% The name as written in its language.
shown(Module) ->
    case atom_to_binary(Module) of
        <<"Elixir.", Alias/binary>> -> Alias;
        Name -> Name
    end.

report(Type, Message) ->
    lambda_runtime_error:new(Type, Message, []).
