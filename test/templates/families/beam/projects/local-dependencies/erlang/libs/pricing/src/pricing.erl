-module(pricing).
-export([gross/1]).
-include("pricing.hrl").

gross(Cents) -> Cents + Cents * ?RATE div 100.
