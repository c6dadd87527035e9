-module(probe_unloadable).
-export([handler/2]).
-on_load(load/0).

load() -> {error, on_purpose}.

handler(_Event, _Context) -> null.
