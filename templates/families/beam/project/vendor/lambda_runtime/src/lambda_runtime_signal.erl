-module(lambda_runtime_signal).
-moduledoc """
SIGTERM ends the VM through `lambda_runtime_guard`, instead of through `init:stop/0`.

Lambda gives a runtime 300 ms after SIGTERM; `init:stop/0` takes more than a second, since OTP's
`user_sup` waits that long for pending output.
""".

-behaviour(gen_event).

-export([install/0]).
-export([init/1, handle_event/2, handle_call/2]).

-doc "Takes the place of OTP's handler for signals.".
-spec install() -> ok.
install() ->
    ok = gen_event:swap_handler(
        erl_signal_server, {erl_signal_handler, []}, {?MODULE, []}
    ).

-doc false.
-spec init(term()) -> {ok, []}.
init(_) ->
    {ok, []}.

-doc false.
-spec handle_event(Signal :: atom(), []) -> {ok, []}.
handle_event(sigterm, State) ->
    ok = lambda_runtime_guard:terminated(),
    {ok, State};
handle_event(Signal, State) ->
    _ = erl_signal_handler:handle_event(Signal, State),
    {ok, State}.

-doc false.
-spec handle_call(term(), []) -> {ok, ok, []}.
handle_call(_Request, State) ->
    {ok, ok, State}.
