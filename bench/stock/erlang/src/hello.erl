-module(hello).
-export([handler/2]).

handler(#{~"name" := Name}, _Context) ->
    #{message => <<"Hello, ", Name/binary, "!">>}.
