-module(discount).
-export([apply/1]).

apply(Cents) -> Cents - 1.
