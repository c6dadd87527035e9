-module(hello_erlang).
-behaviour(lambda_runtime_handler).
-export([handler/2]).
-include_lib("kernel/include/logger.hrl").

handler(_Event, _Context) ->
    ?LOG_DEBUG("at debug"),
    ?LOG_ERROR("at error"),
    #{
        env => text(lists:sort(application:get_all_env(hello_erlang))),
        not_an_application => text(application:get_all_env(not_an_application)),
        kernel => text(application:get_env(kernel, logger_level)),
        level => maps:get(level, logger:get_primary_config())
    }.

text(Term) ->
    unicode:characters_to_binary(io_lib:format("~0tp", [Term])).
