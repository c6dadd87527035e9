-module(bus).
-moduledoc "Sends events of applications to the handlers that are attached to them.".

-export([attach/4, count/1, detach/1, execute/3, span/3]).

-include_lib("kernel/include/logger.hrl").

-doc "Calls the function at each event whose name starts with `Prefix`.".
attach(Id, Prefix, Function, Config) when is_function(Function, 4) ->
    case ets:insert_new(bus_handlers, {Id, Prefix, Function, Config}) of
        true -> ok;
        false -> {error, already_exists}
    end.

detach(Id) ->
    ets:delete(bus_handlers, Id).

-doc "Calls the handlers of the event. One that fails is detached.".
execute(Event, Measurements, Metadata) ->
    lists:foreach(
        fun({Id, Prefix, Function, Config}) ->
            case lists:prefix(Prefix, Event) of
                true -> handle(Id, Function, [Event, Measurements, Metadata, Config]);
                false -> ok
            end
        end,
        ets:tab2list(bus_handlers)
    ).

handle(Id, Function, Args) ->
    try
        apply(Function, Args)
    catch
        Class:Reason ->
            detach(Id),
            ?LOG_ERROR("Handler ~tp has failed: ~tp", [Id, {Class, Reason}])
    end.

-doc "Counts how often this was called for a key.".
count(Key) ->
    ets:update_counter(bus_counts, Key, 1, {Key, 0}).

-doc "Sends an event before and after a function with its duration.".
span(Event, Metadata, Function) ->
    Started = erlang:monotonic_time(),
    execute(Event ++ [start], #{system_time => erlang:system_time()}, Metadata),
    Result = Function(),
    execute(Event ++ [stop], #{duration => erlang:monotonic_time() - Started}, Metadata),
    Result.
