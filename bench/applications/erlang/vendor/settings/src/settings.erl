-module(settings).
-moduledoc "Checks the configuration of an application against a list of typed settings.".

-export([validate/2]).

-doc "Returns the settings with their defaults. Fails if one is unknown or of another type.".
validate(Application, Schema) ->
    Given = application:get_all_env(Application),
    [error({Application, Key, unknown}) || {Key, _} <- Given, not lists:keymember(Key, 1, Schema)],
    maps:from_list([
        {Key, value(Application, Key, Type, proplists:get_value(Key, Given, Default))}
     || {Key, Type, Default} <- Schema
    ]).

value(Application, Key, Type, Given) ->
    case settings_type:cast(Type, Given) of
        {ok, Value} -> Value;
        {error, Reason} -> error({Application, Key, Reason})
    end.
