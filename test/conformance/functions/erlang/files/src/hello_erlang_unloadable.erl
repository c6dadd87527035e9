-module(hello_erlang_unloadable).
-moduledoc "A module that fails when it is loaded.".

-on_load(fail/0).

-export([handler/2]).

fail() -> failed.

handler(Event, _Context) -> Event.
