-module(lambda_runtime_handler_tests).
-include_lib("eunit/include/eunit.hrl").

finds_test_() ->
    [
        {binary_to_list(Name), fun() ->
            {ok, #{call := Call, language := Language}} = lambda_runtime_handler:find(Name),
            ?assertEqual({Result, Language}, {Call(event, context), Language})
        end}
     || {Name, Result} <- [
            {~"probe:handler", {handler, event, context}},
            {~"probe.handler", {handler, event, context}},
            {~"probe", {handler, event, context}},
            {~"probe:of_event", {of_event, event}},
            {~"probe:both", {both, 2}},
            {~"Elixir.Probe:handler", {elixir, event, context}},
            {~"Elixir.Probe.handler", {elixir, event, context}},
            {~"Elixir.Probe", {elixir, event, context}},
            {~"Probe:handler", {elixir, event, context}},
            {~"Probe.handler", {elixir, event, context}},
            {~"Probe", {elixir, event, context}},
            {~"Probe.Nested", {nested, event, context}},
            {~"Probe.Nested.handler", {nested, event, context}}
        ]
    ].

language_follows_the_module_test() ->
    {ok, #{language := lambda_runtime_language}} = lambda_runtime_handler:find(~"probe:handler"),
    {ok, #{language := 'Elixir.LambdaRuntime.Language'}} = lambda_runtime_handler:find(~"Probe.handler").

says_what_was_looked_for_test_() ->
    [
        {binary_to_list(Name), fun() ->
            {error, #{type := Found, message := Message}} = lambda_runtime_handler:find(Name),
            ?assertEqual(Type, Found),
            [?assertNotEqual({Part, nomatch}, {Part, binary:match(Message, Part)}) || Part <- Parts]
        end}
     || {Name, Type, Parts} <- [
            {~"", ~"Runtime.MalformedHandlerName", [~"''", ~"hello:handler"]},
            {~":", ~"Runtime.MalformedHandlerName", []},
            {~"a:b:c", ~"Runtime.MalformedHandlerName", [~"a:b:c"]},
            {binary:copy(~"a", 300), ~"Runtime.MalformedHandlerName", []},
            {binary:copy(<<"é"/utf8>>, 256), ~"Runtime.MalformedHandlerName", []},
            {~"prober:handler", ~"Runtime.ImportModuleError", [~"prober:handler", ~"no module prober"]},
            {~"Elixir.Prober:handler", ~"Runtime.ImportModuleError", [~"no module Prober"]},
            {~"probe:handle", ~"Runtime.HandlerNotFound", [
                ~"module probe", ~"handle/2", ~"handle/1", ~"handler/2"
            ]},
            {~"Probe.handle", ~"Runtime.HandlerNotFound", [~"module Probe ", ~"handle/2", ~"handler/2"]},
            {~"probe_unloadable:handler", ~"Runtime.ImportModuleError", [
                ~"probe_unloadable", ~"on_load"
            ]}
        ]
    ].
