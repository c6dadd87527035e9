-module('Elixir.Probe.Nested').
-export([handler/2]).

handler(Event, Context) -> {nested, Event, Context}.
