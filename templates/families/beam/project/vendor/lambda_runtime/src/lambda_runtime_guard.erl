-module(lambda_runtime_guard).
-moduledoc """
Ends the VM on SIGTERM and when the runtime has ended.

- On SIGTERM it stops the user's application, so that its children can clean up, and halts the VM
  with status 0. It replaces OTP's signal handler, which calls `init:stop/0`: that takes more than a
  second, because `user_sup` waits for pending output, and Lambda allows 300 ms.
- When the runtime has ended (a poller gave up, or the user's children failed more often than their
  supervisor allows), it does the same with status 1. Lambda then starts a new execution
  environment; an idle VM would only time out.
""".

-behaviour(gen_server).

-export([start_link/0, watch/1, end_vm/1]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).
%% Callbacks of gen_event, besides init/1: the handler in erl_signal_server.
-export([handle_event/2, handle_call/2]).

%% The monitor of the supervisor of the pollers, and the user's application that it belongs to.
-type state() :: none | {reference(), Application :: atom()}.

%% Lambda kills the runtime 300 ms after SIGTERM. The user's children get this many of them, in ms;
%% the rest is for halting the VM, which may have a small share of one CPU.
-define(CLEAN_UP, 200).

-spec start_link() -> gen_server:start_ret().
start_link() ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, guard, []).

-doc "Sets the supervisor of the pollers: the VM ends when it ends.".
-spec watch(pid()) -> ok.
watch(Supervisor) ->
    gen_server:call(?MODULE, {watch, Supervisor}, infinity).

-doc "Ends the VM now, after standard output is flushed.".
-spec end_vm(0 | 1) -> no_return().
end_vm(Status) ->
    erlang:halt(Status, [{flush, true}]).

-doc false.
-spec init(guard | {signal_handler, term()}) -> {ok, none}.
init(guard) ->
    ok = gen_event:swap_handler(
        erl_signal_server, {erl_signal_handler, []}, {?MODULE, signal_handler}
    ),
    {ok, none};
init({signal_handler, _OfTheOldHandler}) ->
    {ok, none}.

-doc false.
-spec handle_call({watch, pid()}, gen_server:from(), state()) -> {reply, ok, state()}.
handle_call({watch, Supervisor}, _From, _Watched) ->
    {reply, ok, {monitor(process, Supervisor), application_of(Supervisor)}}.

-doc false.
-spec handle_cast(terminated, state()) -> no_return().
handle_cast(terminated, none) ->
    end_vm(0);
handle_cast(terminated, {_Monitor, Application}) ->
    stop(Application, 0).

-doc false.
-spec handle_info(term(), state()) -> {noreply, state()}.
handle_info({'DOWN', Monitor, process, _Supervisor, _Reason}, {Monitor, Application}) ->
    stop(Application, 1);
handle_info(_, State) ->
    {noreply, State}.

application_of(Process) ->
    case application:get_application(Process) of
        {ok, Application} -> Application;
        undefined -> none
    end.

-spec stop(atom(), 0 | 1) -> no_return().
stop(none, Status) ->
    end_vm(Status);
stop(Application, Status) ->
    {_Pid, Monitor} = spawn_monitor(fun() -> application:stop(Application) end),
    receive
        {'DOWN', Monitor, process, _, _} -> ok
    after ?CLEAN_UP -> ok
    end,
    end_vm(Status).

-doc false.
-spec handle_event(Signal :: atom(), none) -> {ok, none}.
handle_event(sigterm, State) ->
    ok = gen_server:cast(?MODULE, terminated),
    {ok, State};
handle_event(Signal, State) ->
    _ = erl_signal_handler:handle_event(Signal, State),
    {ok, State}.

-doc false.
-spec handle_call(term(), none) -> {ok, ok, none}.
handle_call(_Request, State) ->
    {ok, ok, State}.
