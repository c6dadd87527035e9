-module(lambda_runtime_child).
-moduledoc """
The process that the user's supervisor starts, stops and restarts, see
`lambda_runtime:child_spec/0`. It finds the handler. The pollers run while it exists, see
`lambda_runtime_guard`.
""".

-behaviour(gen_server).

-export([start_link/1]).
-export([init/1, handle_call/3, handle_cast/2, terminate/2]).

-doc "Ends the VM if the handler is not found.".
-spec start_link(lambda_runtime_app:settings()) -> gen_server:start_ret().
start_link(Settings) ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, Settings, []).

-doc false.
-spec init(lambda_runtime_app:settings()) -> {ok, none}.
init(#{handler := Name, api := Api} = Settings) ->
    _ = process_flag(trap_exit, true),
    case lambda_runtime_handler:find(Name) of
        {ok, Handler} ->
            ok = lambda_runtime_invocation:preload(Handler),
            ok = lambda_runtime_guard:attach(Settings#{
                handler := Handler,
                group_leader => group_leader(),
                ready => fun lambda_runtime_guard:await_child/0
            }),
            {ok, none};
        {error, Report} ->
            lambda_runtime_log:failure(Report),
            ok = lambda_runtime_api:init_error(Api, Report),
            erlang:halt(1, [{flush, true}])
    end.

-doc false.
-spec handle_call(term(), gen_server:from(), none) -> {noreply, none}.
handle_call(_Request, _From, State) ->
    {noreply, State}.

-doc false.
-spec handle_cast(term(), none) -> {noreply, none}.
handle_cast(_Message, State) ->
    {noreply, State}.

%% When the VM is stopped by init:stop/1, an invocation in progress may finish first, for as long as
%% the supervisor waits (`shutdown` in the child specification). The processes that the handler
%% needs stop after this one. In a restart the handler must not be waited for: it continues, and may
%% be waiting for a process that is restarted before this one.
-doc false.
-spec terminate(term(), none) -> ok.
terminate(_Reason, _State) ->
    true = unregister(?MODULE),
    case init:get_status() of
        {stopping, _} -> await_invocations();
        {_, _} -> ok
    end.

await_invocations() ->
    Pollers = [Pid || {_, Pid, _, _} <- supervisor:which_children(lambda_runtime_pollers)],
    Busy = lists:any(fun lambda_runtime_poller:is_busy/1, Pollers),
    case Busy andalso not lambda_runtime_guard:is_stopping() of
        true ->
            receive
            after 5 -> await_invocations()
            end;
        false ->
            ok
    end.
