-module(answer).
-export([answer/0]).
-on_load(load/0).

load() ->
    erlang:load_nif(filename:join(code:priv_dir(answer), "answer"), 0).

answer() ->
    erlang:nif_error(not_loaded).
