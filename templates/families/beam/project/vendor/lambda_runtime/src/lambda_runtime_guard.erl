-module(lambda_runtime_guard).
-moduledoc """
Starts and pauses the pollers, and ends the VM where nothing else would.

Lambda hands an event to a poller, and only that poller can send the response. So the pollers do not
live in the user's supervision tree, where `rest_for_one` or `one_for_all` would kill them together
with the invocation in progress, but in that of `lambda_runtime`. What the user supervises is
`lambda_runtime_child`, and the pollers follow it:

- They start when the child starts for the first time.
- While there is no child, as during a restart, they are paused: a running handler continues, and an
  event that arrives waits until the child is back.

The VM ends when it cannot serve events any more, because Lambda replaces a runtime that exits, and
an idle one would only time out:

- On SIGTERM, with status 0. This replaces OTP's signal handler, see `stop/1`.
- When a poller has given up, with status 1.
- When the user's application has ended but the VM has not, with status 1. OTP itself ends the VM
  when an application ends that was started as `permanent`, as those of a release are.
""".

-behaviour(gen_server).

-export([start_link/0, attach/1, await_child/0, stop/1, is_stopping/0]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).
%% Callbacks of gen_event, besides init/1: the handler in erl_signal_server.
-export([handle_event/2, handle_call/2]).

-doc """
- `child`: the monitor of `lambda_runtime_child`; `none` while there is none
- `tree`: the monitor of the process that all supervisors above the child descend from, and the
  application that they belong to
- `waiting`: pollers that wait for the child
""".
-type state() :: #{
    child := reference() | none,
    tree := {reference(), Application :: atom()} | none,
    waiting := [gen_server:from()]
}.

%% Lambda kills the runtime 300 ms after SIGTERM. The applications get this many of them, in ms; the
%% rest is for halting the VM, which may have a small share of one CPU.
-define(CLEAN_UP, 200).

-spec start_link() -> gen_server:start_ret().
start_link() ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, guard, []).

-doc "Called by `lambda_runtime_child` when it starts: the pollers start, or continue.".
-spec attach(lambda_runtime_poller:settings()) -> ok.
attach(Settings) ->
    Tree = {lists:last([self() | get('$ancestors')]), own_application()},
    gen_server:call(?MODULE, {attach, Tree, Settings}, infinity).

own_application() ->
    case application:get_application() of
        {ok, Application} -> Application;
        undefined -> none
    end.

-doc "Returns when there is a `lambda_runtime_child`.".
-spec await_child() -> ok.
await_child() ->
    case whereis(lambda_runtime_child) of
        undefined -> gen_server:call(?MODULE, await_child, infinity);
        _Child -> ok
    end.

-doc """
Stops all applications in order, as `init:stop/1` does, and ends the VM within the time that Lambda
allows.

`init:stop/1` alone has no limit of time, and in OTP 27 takes more than a second, because `user`,
which is stopped last, waits for pending output. So the VM is halted when kernel begins to stop,
since all other applications have then stopped, or when the time is over.
""".
-spec stop(Status :: 0 | 1) -> ok.
stop(Status) ->
    _ = spawn(fun() ->
        %% As a process of no application, so that none takes it along when it stops.
        true = group_leader(whereis(init), self()),
        is_stopping() orelse halt_in_time(Status)
    end),
    ok.

-spec halt_in_time(0 | 1) -> no_return().
halt_in_time(Status) ->
    true = register(lambda_runtime_stop, self()),
    %% kernel stops this supervisor first.
    Kernel = monitor(process, kernel_safe_sup),
    ok = init:stop(Status),
    receive
        {'DOWN', Kernel, process, _, _} -> ok
    after ?CLEAN_UP -> ok
    end,
    erlang:halt(Status, [{flush, true}]).

-doc "Whether `stop/1` was called.".
-spec is_stopping() -> boolean().
is_stopping() ->
    whereis(lambda_runtime_stop) =/= undefined.

-doc false.
-spec init(guard | {signal_handler, term()}) -> {ok, state() | none}.
init(guard) ->
    ok = gen_event:swap_handler(
        erl_signal_server, {erl_signal_handler, []}, {?MODULE, signal_handler}
    ),
    {ok, #{child => none, tree => none, waiting => []}};
init({signal_handler, _OfTheOldHandler}) ->
    {ok, none}.

-doc false.
-spec handle_call(term(), gen_server:from(), state()) ->
    {reply, ok, state()} | {noreply, state()}.
handle_call({attach, {Root, Application}, Settings}, {Child, _}, State) ->
    ok = forget(State),
    ok = start_pollers(State, Settings),
    ok = lists:foreach(fun reply/1, maps:get(waiting, State)),
    Tree = {monitor(process, Root), Application},
    {reply, ok, State#{child := monitor(process, Child), tree := Tree, waiting := []}};
handle_call(await_child, Poller, #{waiting := Waiting} = State) ->
    case whereis(lambda_runtime_child) of
        undefined -> {noreply, State#{waiting := [Poller | Waiting]}};
        _Child -> {reply, ok, State}
    end.

forget(#{child := Child, tree := Tree}) ->
    _ = Child =:= none orelse demonitor(Child, [flush]),
    _ = Tree =:= none orelse demonitor(element(1, Tree), [flush]),
    ok.

%% When the child starts for the first time.
start_pollers(#{tree := none}, #{pollers := Count} = Settings) ->
    lists:foreach(
        fun(_) ->
            {ok, Poller} = supervisor:start_child(lambda_runtime_pollers, [Settings]),
            monitor(process, Poller)
        end,
        lists:seq(1, Count)
    );
start_pollers(_Attached, _Settings) ->
    ok.

reply(Poller) ->
    gen_server:reply(Poller, ok).

-doc false.
-spec handle_cast(term(), state()) -> {noreply, state()}.
handle_cast(_, State) ->
    {noreply, State}.

-doc false.
-spec handle_info(term(), state()) -> {noreply, state()}.
handle_info({'DOWN', Child, process, _, _}, #{child := Child} = State) ->
    {noreply, State#{child := none}};
handle_info({'DOWN', Tree, process, _, _}, #{tree := {Tree, Application}} = State) ->
    ok = await_end(Application),
    ok = stop(1),
    {noreply, State};
handle_info({'DOWN', _Poller, process, _, _}, State) ->
    ok = stop(1),
    {noreply, State};
handle_info(_, State) ->
    {noreply, State}.

%% If all applications stop, or if OTP ends the VM because this one has ended, the call does not
%% return: this process is stopped meanwhile.
await_end(Application) ->
    case lists:keymember(Application, 1, application:which_applications(infinity)) of
        true ->
            receive
            after 10 -> await_end(Application)
            end;
        false ->
            ok
    end.

-doc false.
-spec handle_event(Signal :: atom(), none) -> {ok, none}.
handle_event(sigterm, State) ->
    ok = stop(0),
    {ok, State};
handle_event(Signal, State) ->
    _ = erl_signal_handler:handle_event(Signal, State),
    {ok, State}.

-doc false.
-spec handle_call(term(), none) -> {ok, ok, none}.
handle_call(_Request, State) ->
    {ok, ok, State}.
