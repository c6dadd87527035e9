-module(hello_erlang_sup).
-moduledoc false.

-behaviour(supervisor).

-export([start_link/0, init/1]).

start_link() ->
    supervisor:start_link({local, ?MODULE}, ?MODULE, []).

init([]) ->
    Worker = #{id => worker, start => {hello_erlang_worker, start_link, []}},
    {ok, {#{strategy => one_for_one}, [Worker, lambda_runtime:child_spec()]}}.
