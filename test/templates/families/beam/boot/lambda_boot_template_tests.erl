-module(lambda_boot_template_tests).
-include_lib("eunit/include/eunit.hrl").

%% What a release of rebar3 boots with: the text after its variables are replaced.
-define(VALUES, #{
    "PORT" => "8080",
    "HOST" => "example.com",
    "FLAG" => "true",
    "LIST" => "[a, \"b\"]"
}).

read(Text) ->
    lambda_boot_template:read(unicode:characters_to_list(Text)).

%% The settings that are set before kernel starts.
set(Template) ->
    set(Template, ?VALUES).

set(Template, Values) ->
    lists:foreach(fun({Name, Value}) -> true = os:putenv(Name, Value) end, maps:to_list(Values)),
    persistent_term:erase(lambda_boot_variables),
    ok =
        case Template of
            {terms, _, Varying, Required} -> lambda_boot_variables:set(Varying, Required);
            {text, Parts} -> lambda_boot_variables:set_text(Parts)
        end,
    lists:foreach(fun(Name) -> true = os:unsetenv(Name) end, maps:keys(Values)),
    case persistent_term:get(lambda_boot_variables, ok) of
        ok -> application:get_env(template_test, key);
        {_Type, Failure} -> {failed, unicode:characters_to_list(Failure)}
    end.

setting(Value) ->
    ["[{template_test, [{key, ", Value, "}]}]. % ${COMMENT}\n"].

values_test_() ->
    [
        {Text, ?_assertEqual({ok, Expected}, set(read(setting(Text))))}
     || {Text, Expected} <- [
            {"${PORT}", 8080},
            {"${FLAG}", true},
            {"${LIST}", [a, "b"]},
            {"${NONE:-5}", 5},
            {"${NONE:-five}", five},
            {"${NONE:--5}", -5},
            {"${NONE:-\"a b\"}", "a b"},
            {"[${NONE:-a, b}]", [a, b]},
            {"[${PORT}, c]", [8080, c]},
            {"[${NONE}]", []},
            {"\"${HOST}\"", "example.com"},
            {"\"http://${HOST}:${PORT}/\"", "http://example.com:8080/"},
            {"\"${NONE}\"", ""},
            {"<<\"${HOST}\">>", ~"example.com"},
            {"~\"é ${HOST}\"", <<"é example.com"/utf8>>},
            {"'${HOST}'", 'example.com'},
            {"'x ${PORT}'", 'x 8080'},
            {"'${PORT}'", '8080'},
            {"#{list => [{a, ${PORT}} | ${FLAG}], ${FLAG} => \"${HOST}\"}",
                #{list => [{a, 8080} | true], true => "example.com"}}
        ]
    ].

only_after_replacing_test_() ->
    [
        {Text, fun() ->
            Template = {text, _} = read(setting(Text)),
            ?assertEqual({ok, Expected}, set(Template))
        end}
     || {Text, Expected} <- [{"<<${PORT}:16>>", <<8080:16>>}, {"1${PORT}", 18080}]
    ].

constant_settings_test() ->
    Text = "[{a, [{x, 1}, {y, ${Y}}]}, {b, [{z, \"z\"}]}, \"other\", {c, [{w, ${W:-1}}]}].",
    {terms, Constant, [{a, [{y, _}]}, {c, [{w, _}]}], Required} = read(Text),
    ?assertEqual([{a, [{x, 1}]}, {b, [{z, "z"}]}, "other"], Constant),
    ?assertEqual(["Y"], Required).

text_is_not_escaped_test() ->
    Value = "a\"b\\n${HOST}",
    ?assertEqual({ok, Value}, set(read(setting("\"${SECRET}\"")), #{"SECRET" => Value})).

failures_test_() ->
    [
        {Text, ?_assertEqual({failed, Expected}, set(read(setting(Text)), #{"SECRET" => "a b"}))}
     || {Text, Expected} <- [
            {"{${ONE}, ${TWO}}",
                "sys.config.src needs the environment variables ONE, TWO, which are not set"},
            {"${ONE}", "sys.config.src needs the environment variable ONE, which is not set"},
            {"${SECRET}",
                "the environment variable SECRET is not an Erlang term: "
                "if it is text, write \"${SECRET}\" in sys.config.src"},
            {"<<${SECRET}>>",
                "sys.config.src has no valid Erlang term after its variables are replaced"}
        ]
    ].
