-module(lambda_runtime_aws_connection).
-moduledoc """
A connection to AWS: the transport that `lambda_runtime_http` sends and receives on, with TLS and
time-outs.

The certificate of the server is verified with the certificate authorities of the system, or with
those in the file that `AWS_CA_BUNDLE` names.
""".

-export([open/2, with_timeout/2, close/1, give_away/2]).
-export([send/2, recv/2, setopts/2]).

-export_type([address/0, connection/0]).

-type address() :: #{
    scheme := http | https,
    host := inet:ip_address() | inet:hostname(),
    port := inet:port_number()
}.

-type transport() :: #{
    module := gen_tcp | ssl,
    socket := gen_tcp:socket() | ssl:sslsocket(),
    deadline := integer()
}.

-doc "A socket for `m:lambda_runtime_http`.".
-type connection() :: {?MODULE, transport()}.

%% The maximum length of a header line, in bytes.
-define(MAX_LINE, 65_536).

-doc "Opens a connection; `Timeout` in ms.".
-spec open(address(), Timeout :: timeout()) -> {ok, connection()} | {error, term()}.
open(#{scheme := Scheme, host := Host, port := Port}, Timeout) ->
    Module = module(Scheme),
    case Module:connect(Host, Port, options(Scheme, Host), Timeout) of
        {ok, Socket} ->
            {ok, {?MODULE, #{module => Module, socket => Socket, deadline => now_ms()}}};
        {error, Reason} ->
            {error, Reason}
    end.

module(http) -> gen_tcp;
module(https) -> ssl.

options(http, Host) ->
    [
        binary,
        family(Host),
        {active, false},
        {nodelay, true},
        {packet_size, ?MAX_LINE},
        {send_timeout, 30_000},
        {send_timeout_close, true}
    ];
options(https, Host) ->
    [
        {verify, verify_peer},
        certificate_authorities(),
        %% As browsers do: `*.s3.amazonaws.com` is for every bucket.
        {customize_hostname_check, [{match_fun, public_key:pkix_verify_hostname_match_fun(https)}]}
        | options(http, Host)
    ].

family(Host) when tuple_size(Host) =:= 8 -> inet6;
family(_) -> inet.

certificate_authorities() ->
    case os:getenv("AWS_CA_BUNDLE", "") of
        "" -> {cacerts, public_key:cacerts_get()};
        File -> {cacertfile, File}
    end.

-doc "The connection with a time-out in ms for all that is received until the next one is set.".
-spec with_timeout(connection(), Timeout :: non_neg_integer()) -> connection().
with_timeout({?MODULE, Transport}, Timeout) ->
    {?MODULE, Transport#{deadline := now_ms() + Timeout}}.

-spec close(connection()) -> ok.
close({?MODULE, #{module := Module, socket := Socket}}) ->
    _ = Module:close(Socket),
    ok.

-doc "Makes another process the owner: a connection is closed when its owner ends.".
-spec give_away(connection(), pid()) -> ok | {error, term()}.
give_away({?MODULE, #{module := Module, socket := Socket}}, Pid) ->
    Module:controlling_process(Socket, Pid).

-doc false.
-spec send(transport(), iodata()) -> ok | {error, term()}.
send(#{module := Module, socket := Socket}, Data) ->
    Module:send(Socket, Data).

-doc false.
-spec recv(transport(), non_neg_integer()) -> {ok, term()} | {error, term()}.
recv(#{module := Module, socket := Socket, deadline := Deadline}, Count) ->
    Module:recv(Socket, Count, max(0, Deadline - now_ms())).

-doc false.
-spec setopts(transport(), [{packet, atom()}]) -> ok | {error, term()}.
setopts(#{module := gen_tcp, socket := Socket}, Options) -> inet:setopts(Socket, Options);
setopts(#{module := ssl, socket := Socket}, Options) -> ssl:setopts(Socket, Options).

now_ms() ->
    erlang:monotonic_time(millisecond).
