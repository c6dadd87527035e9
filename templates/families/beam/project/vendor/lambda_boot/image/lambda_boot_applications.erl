-module(lambda_boot_applications).
-moduledoc """
The application callbacks of `kernel`, `elixir` and `logger` in the lean boot.

Each starts its application from state that the build captured from a standard boot, instead of
computing that state at each start. They call internal functions of OTP and Elixir, which may change
between versions: the build proves that they work with the versions in the image.

- `kernel`: its supervisor starts OTP's own children, except for four. `user` and
  `standard_error` are `lambda_boot_output`: OTP's are 110 kB of code for terminals (13 ms).
  `inet_db` gets OTP's settings without looking up the name of the host, which only distribution
  needs, and which takes 8 seconds if DNS is silent and `/etc/hosts` does not have the name.
  `code_server` starts without four modules that it does not call (3 ms).
- `elixir`: its `start/2` loads `Kernel`, `Macro.Env`, `System` and the tokenizer to have them ready
  for compilation (19 ms). Here they are loaded when they are first called. The settings that
  `start/2` creates are restored: URI, System.argv, System.at_exit and Code fail without them.
- `logger` (Elixir's): its `start/2` computes level, filters and handler with 140 kB of code (12
  ms). Here the level and filters are restored; without the filters, reports of OTP are not
  translated and `Logger.put_process_level/2` has no effect. `lambda_boot_release` configures the
  handler. If `start/2` would start children, the build leaves it in place, and it is called if
  configuration at boot has changed the settings.

There is no `config_change/3`: only upgrades of a running release call it.
""".

-behaviour(application).
-behaviour(supervisor).

-export([start/2, stop/1]).
-export([init/1]).
%% Started by the supervisor of kernel.
-export([start_code_server/0, start_inet_db/0]).

-doc "The application to start, and the state to start it with.".
-type args() ::
    {kernel, supervisor_spec()}
    | {elixir, {Static :: map(), Table :: [tuple()]}}
    | {logger, {Env :: [{atom(), term()}], logger:primary_config()}}.

-type supervisor_spec() :: {supervisor:sup_flags(), [supervisor:child_spec()]}.

-doc false.
-spec start(application:start_type(), args()) ->
    {ok, pid(), State :: {module(), term()}} | {error, term()}.
start(_Type, {kernel, Spec}) ->
    ok = logger:internal_init_logger(),
    ok = os:internal_init_cmd_shell(),
    case supervisor:start_link({local, kernel_sup}, ?MODULE, Spec) of
        {ok, Supervisor} ->
            ok = erl_signal_handler:start(),
            ok = logger:add_handlers(kernel),
            {ok, Supervisor, {kernel, []}};
        {error, _} = Error ->
            Error
    end;
start(_Type, {elixir, {Static, Table}}) ->
    ok = elixir_config:static(Static),
    Tab = elixir_config:new(Table),
    case elixir_sup:start_link() of
        {ok, Supervisor} ->
            {ok, Supervisor, {elixir, Tab}};
        {error, _} = Error ->
            elixir_config:delete(Tab),
            Error
    end;
start(Type, {logger, {Env, PrimaryConfig}}) ->
    case lists:sort(application:get_all_env(logger)) of
        Env -> start_logger(PrimaryConfig);
        _Other -> start_logger_itself(Type)
    end.

start_logger(PrimaryConfig) ->
    ok = logger:set_primary_config(PrimaryConfig),
    Spec = {#{strategy => one_for_one}, []},
    case supervisor:start_link({local, 'Elixir.Logger.Supervisor'}, ?MODULE, Spec) of
        %% The state of Logger.App: the handlers to restore.
        {ok, Supervisor} -> {ok, Supervisor, {'Elixir.Logger.App', []}};
        {error, _} = Error -> Error
    end.

start_logger_itself(Type) ->
    case 'Elixir.Logger.App':start(Type, []) of
        {ok, Supervisor, State} -> {ok, Supervisor, {'Elixir.Logger.App', State}};
        {error, _} = Error -> Error
    end.

-doc false.
-spec stop({module(), term()}) -> term().
stop({Module, State}) ->
    Module:stop(State).

-doc false.
-spec init(supervisor_spec()) -> {ok, supervisor_spec()}.
init(Spec) ->
    {ok, Spec}.

%% code_server calls these to load a module, so it cannot load them itself. OTP's code:start_link/0
%% also has beam_lib, erl_features, gb_sets and gb_trees, which were needed by earlier versions.
-define(NEEDED_FOR_LOADING, [binary, ets, filename, lists, maps, os, unicode]).

-doc false.
-spec start_code_server() -> {ok, pid()} | {error, term()}.
start_code_server() ->
    _ = [Module = Module:module_info(module) || Module <- ?NEEDED_FOR_LOADING],
    {ok, [[Root]]} = init:get_argument(root),
    code_server:start_link([filename:join([Root]), interactive]).

-doc false.
-spec start_inet_db() -> {ok, pid()}.
start_inet_db() ->
    {ok, _} = Started = gen_server:start_link({local, inet_db}, inet_db, [], []),
    %% With either of these settings OTP's own configuration runs.
    case {os:getenv("ERL_INETRC"), application:get_env(kernel, inetrc)} of
        {false, undefined} -> configure();
        _ -> inet_config:init()
    end,
    Started.

configure() ->
    ok = set_host_name(prim_net:gethostname()),
    ok = inet_db:set_lookup([native]),
    Etc = os:getenv("ERL_INET_ETC_DIR", "/etc"),
    %% For inet_res, which reads the files when it is first used.
    ok = inet_db:res_option(resolv_conf_name, Etc ++ "/resolv.conf"),
    ok = inet_db:res_option(hosts_file_name, Etc ++ "/hosts").

%% For inet:gethostname/0, and for names without a domain. inet_db:set_hostname/1 does the same, but
%% also checks the characters of the name with 14 kB of code (1 ms).
set_host_name({ok, Name}) ->
    {Host, Rest} = lists:splitwith(fun(C) -> C =/= $. end, Name),
    true = ets:insert(inet_db, {hostname, Host}),
    case Rest of
        [$. | Domain] ->
            ok = inet_db:set_domain(Domain),
            ok = inet_db:ins_search(Domain);
        [] ->
            ok
    end;
set_host_name({error, _}) ->
    inet_db:set_hostname("nohost").
