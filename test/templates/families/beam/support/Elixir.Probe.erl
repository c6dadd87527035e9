-module('Elixir.Probe').
-export([handler/2]).

handler(Event, Context) -> {elixir, Event, Context}.
