-module(lambda_runtime_aws_pool).
-moduledoc """
Keeps idle connections to AWS between invocations.

A handler runs in a process of its own, with which its connections would end. This process owns them
until they are needed again. It is started by the first connection that is given to it.

The age of a connection is measured by the wall clock, which runs on while the VM is frozen: after a
long freeze no connection is reused. After a short one, a connection may have been closed by the
server without notice; `m:lambda_runtime_aws` repeats the request on a new one then.
""".

-behaviour(gen_server).

-export([take/1, give/2]).
-export([start_link/0, init/1, handle_call/3, handle_cast/2]).

%% Servers of AWS close connections that are idle for longer, in ms.
-define(MAX_IDLE, 20_000).
-define(MAX_CONNECTIONS, 16).

-type address() :: lambda_runtime_aws_connection:address().
-type connection() :: lambda_runtime_aws_connection:connection().
-type state() :: [{address(), connection(), Since :: integer()}].

-doc "Takes an idle connection to this address, if there is one.".
-spec take(address()) -> {ok, connection()} | none.
take(Address) ->
    case whereis(?MODULE) of
        undefined -> none;
        Pool -> gen_server:call(Pool, {take, Address})
    end.

-doc "Keeps a connection that is not needed now. Closes it if the runtime is not started.".
-spec give(address(), connection()) -> ok.
give(Address, Connection) ->
    maybe
        {ok, Pool} ?= pool(),
        ok ?= lambda_runtime_aws_connection:give_away(Connection, Pool),
        gen_server:cast(Pool, {give, Address, Connection})
    else
        _ -> lambda_runtime_aws_connection:close(Connection)
    end.

pool() ->
    case whereis(?MODULE) of
        undefined -> start();
        Pool -> {ok, Pool}
    end.

%% Temporary: if it ends, the next connection starts it again.
start() ->
    Child = #{id => ?MODULE, start => {?MODULE, start_link, []}, restart => temporary},
    maybe
        {ok, Supervisor} ?= application:get_supervisor(lambda_runtime),
        {error, {already_started, Pool}} ?= supervisor:start_child(Supervisor, Child),
        {ok, Pool}
    end.

-doc false.
-spec start_link() -> gen_server:start_ret().
start_link() ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

-doc false.
-spec init([]) -> {ok, state()}.
init([]) ->
    {ok, []}.

-doc false.
-spec handle_call({take, address()}, gen_server:from(), state()) ->
    {reply, {ok, connection()} | none, state()}.
handle_call({take, Address}, {Taker, _Tag}, State) ->
    {Reply, Rest} = taken(Address, Taker, without_old(State)),
    {reply, Reply, Rest}.

-doc false.
-spec handle_cast({give, address(), connection()}, state()) -> {noreply, state()}.
handle_cast({give, Address, Connection}, State) ->
    Entries = [{Address, Connection, now_ms()} | without_old(State)],
    {Kept, Surplus} = lists:split(min(length(Entries), ?MAX_CONNECTIONS), Entries),
    ok = close(Surplus),
    {noreply, Kept}.

taken(Address, Taker, State) ->
    case lists:keytake(Address, 1, State) of
        {value, {_, Connection, _}, Rest} ->
            case lambda_runtime_aws_connection:give_away(Connection, Taker) of
                ok ->
                    {{ok, Connection}, Rest};
                {error, _} ->
                    ok = lambda_runtime_aws_connection:close(Connection),
                    taken(Address, Taker, Rest)
            end;
        false ->
            {none, State}
    end.

without_old(State) ->
    Now = now_ms(),
    {Fresh, Old} = lists:partition(fun({_, _, Since}) -> abs(Now - Since) < ?MAX_IDLE end, State),
    ok = close(Old),
    Fresh.

close(Entries) ->
    _ = [lambda_runtime_aws_connection:close(Connection) || {_, Connection, _} <- Entries],
    ok.

now_ms() ->
    os:system_time(millisecond).
