-module(lambda_boot_kernel).
-moduledoc """
Starts the application `kernel` with the children that OTP gives its supervisor, but for three:

- `user` and `standard_error` only write (`lambda_boot_output`). OTP's are made for terminals:
  110 kB of code, for reading and editing lines as well. (13 ms)
- `inet_db`, the tables of name resolution, has the settings that OTP makes, but does not look up
  the name of this machine, as `inet_config:init/0` does. The answer is for distribution alone, and
  where DNS is silent and `/etc/hosts` does not know the name, it takes 8 seconds to come.

The list of children was taken from a standard boot in the build (`lambda_boot_found`), and these
three were replaced in it (`lambda_boot_script`): it is that of this OTP, with the settings of this
project. The rest of `start/2` is that of `kernel`, whose insides may differ between releases of
OTP: the build proves for each that it works.
""".

-behaviour(application).
-behaviour(supervisor).

-export([start/2, stop/1, config_change/3]).
-export([init/1]).
%% Started by the supervisor.
-export([start_inet_db/0]).

-doc false.
-spec start(application:start_type(), {supervisor:sup_flags(), [supervisor:child_spec()]}) ->
    {ok, pid(), []} | {error, term()}.
start(_Type, FlagsAndChildren) ->
    ok = logger:internal_init_logger(),
    ok = os:internal_init_cmd_shell(),
    case supervisor:start_link({local, kernel_sup}, ?MODULE, FlagsAndChildren) of
        {ok, Supervisor} ->
            ok = erl_signal_handler:start(),
            ok = logger:add_handlers(kernel),
            {ok, Supervisor, []};
        {error, _} = Error ->
            Error
    end.

-doc false.
-spec stop([]) -> ok.
stop(State) ->
    kernel:stop(State).

-doc false.
-spec config_change([{atom(), term()}], [{atom(), term()}], [atom()]) -> ok.
config_change(Changed, New, Removed) ->
    kernel:config_change(Changed, New, Removed).

-doc false.
-spec init(Init) -> {ok, Init} when Init :: {supervisor:sup_flags(), [supervisor:child_spec()]}.
init(FlagsAndChildren) ->
    {ok, FlagsAndChildren}.

-doc false.
-spec start_inet_db() -> {ok, pid()}.
start_inet_db() ->
    {ok, _} = Started = gen_server:start_link({local, inet_db}, inet_db, [], []),
    %% Whoever makes one of these settings wants OTP to do all that it does.
    case {os:getenv("ERL_INETRC"), application:get_env(kernel, inetrc)} of
        {false, undefined} -> configure();
        _ -> inet_config:init()
    end,
    Started.

configure() ->
    ok = set_host_name(prim_net:gethostname()),
    ok = inet_db:set_lookup([native]),
    Etc = os:getenv("ERL_INET_ETC_DIR", "/etc"),
    %% For inet_res. They are read when they are first needed.
    ok = inet_db:res_option(resolv_conf_name, Etc ++ "/resolv.conf"),
    ok = inet_db:res_option(hosts_file_name, Etc ++ "/hosts").

%% For inet:gethostname/0, and for names without a domain. inet_db:set_hostname/1 does the same, and
%% checks the characters of the name with a parser of 14 kB. (1 ms)
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
