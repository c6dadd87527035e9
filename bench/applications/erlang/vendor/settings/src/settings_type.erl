-module(settings_type).
-moduledoc "The types of settings and of the fields of schemas.".

-export([cast/2]).

cast(integer, Value) when is_integer(Value) -> {ok, Value};
cast(integer, Value) when is_binary(Value) -> parsed(string:to_integer(Value), Value);
cast(float, Value) when is_number(Value) -> {ok, Value / 1};
cast(float, Value) when is_binary(Value) -> parsed(string:to_float(Value), Value);
cast(boolean, Value) when is_boolean(Value) -> {ok, Value};
cast(string, Value) when is_binary(Value) -> {ok, string:trim(Value)};
cast(atom, Value) when is_atom(Value) -> {ok, Value};
cast(url, Value) when is_binary(Value) -> url(uri_string:parse(Value));
cast(date, <<Year:4/binary, $-, Month:2/binary, $-, Day:2/binary>>) ->
    date(binary_to_integer(Year), binary_to_integer(Month), binary_to_integer(Day));
cast({list, Type}, Values) when is_list(Values) -> each(Type, Values, []);
cast({one_of, Values}, Value) -> member(lists:member(Value, Values), Value, Values);
cast({matching, Pattern}, Value) -> matching(re:run(Value, Pattern), Value, Pattern);
cast(Type, Value) -> {error, {expected, Type, found, Value}}.

parsed({Number, <<>>}, _Text) -> {ok, Number};
parsed(_, Text) -> {error, {expected, number, found, Text}}.

url(#{host := Host} = Url) when Host =/= <<>> -> {ok, Url};
url(Other) -> {error, {expected, url, found, Other}}.

date(Year, Month, Day) ->
    case calendar:valid_date(Year, Month, Day) of
        true -> {ok, {Year, Month, Day}};
        false -> {error, {expected, date, found, {Year, Month, Day}}}
    end.

member(true, Value, _Values) -> {ok, Value};
member(false, Value, Values) -> {error, {expected, Values, found, Value}}.

matching({match, _}, Value, _Pattern) -> {ok, Value};
matching(nomatch, Value, Pattern) -> {error, {expected, Pattern, found, Value}}.

each(_Type, [], Done) ->
    {ok, lists:reverse(Done)};
each(Type, [Value | Rest], Done) ->
    case cast(Type, Value) of
        {ok, Cast} -> each(Type, Rest, [Cast | Done]);
        {error, _} = Error -> Error
    end.
