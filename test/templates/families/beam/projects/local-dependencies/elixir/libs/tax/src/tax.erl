-module(tax).
-export([name/0]).
-include("tax.hrl").

name() -> ?NAME.
