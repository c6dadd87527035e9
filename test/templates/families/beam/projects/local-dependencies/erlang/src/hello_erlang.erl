-module(hello_erlang).
-export([handler/1]).

handler(#{~"name" := Name}) ->
    {ok, Version} = application:get_key(hello_erlang, vsn),
    {ok, Stamp} = file:read_file(filename:join(code:priv_dir(hello_erlang), "stamp")),
    #{
        version => list_to_binary(Version),
        name => slug:slug(Name),
        price => audit:log(discount:apply(pricing:gross(1000))),
        stamp => Stamp
    }.
