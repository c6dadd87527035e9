-module(hello).
-moduledoc "The handler of the function `hello`.".

-behaviour(lambda_runtime_handler).

-export([handler/2]).

-doc "Greets a customer, quotes a cart, or looks up a row of a table.".
handler(#{~"key" := Key}, _Context) ->
    [Name | _] = binary:split(Key, ~"/"),
    Tables = #{~"zones" => zones_tables, ~"phrases" => phrases_tables, ~"reports" => reports_tables},
    {ok, Row} = (map_get(Name, Tables)):fetch(Key),
    Row;
handler(#{~"cart" := Cart}, _Context) ->
    State = bus:span([hello, quote], #{cart => Cart}, fun() -> store_commands:run(Cart) end),
    {ok, Order} = store_order:cast(Cart),
    #{order => store_order:dump(Order), state => map_size(State), text => encoder_format:text(Cart)};
handler(#{~"name" := Name} = Event, _Context) ->
    bus:span([hello, greet], #{name => Name}, fun() ->
        _ = web_commands:run(Event),
        {ok, _} = shared_cache_cache:fetch(~"shared_cache:1"),
        #{message => <<"Hello, ", Name/binary, "!">>}
    end).
