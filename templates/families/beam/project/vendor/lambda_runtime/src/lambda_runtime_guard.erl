-module(lambda_runtime_guard).
-moduledoc """
Ends the VM when it should end, and only then.

- SIGTERM: the user's application is stopped, so that its children can clean up, then the VM halts
  with status 0.
- The runtime has ended: a poller gave up, or the user's children failed more often than their
  supervisor allows. The same, with status 1: Lambda starts a fresh environment, while an idle VM
  would only time out.
""".

-behaviour(gen_server).

-export([start_link/0, watch/1, terminated/0, end_vm/1]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

%% The monitor of the supervisor of the pollers, and the user's application that it belongs to.
-type state() :: none | {reference(), Application :: atom()}.

%% Lambda kills the runtime 300 ms after SIGTERM. This many of them, in ms, are for the children
%% of the user; the rest is for halting a VM whose CPU may be a small part of one.
-define(CLEAN_UP, 200).

-spec start_link() -> gen_server:start_ret().
start_link() ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

-doc "Tells which process is the supervisor of the pollers.".
-spec watch(pid()) -> ok.
watch(Supervisor) ->
    gen_server:call(?MODULE, {watch, Supervisor}, infinity).

-doc "SIGTERM has arrived.".
-spec terminated() -> ok.
terminated() ->
    gen_server:cast(?MODULE, terminated).

-doc "Ends the VM now; what has been written to standard output gets out.".
-spec end_vm(0 | 1) -> no_return().
end_vm(Status) ->
    erlang:halt(Status, [{flush, true}]).

-doc false.
-spec init([]) -> {ok, none}.
init([]) ->
    ok = lambda_runtime_signal:install(),
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
