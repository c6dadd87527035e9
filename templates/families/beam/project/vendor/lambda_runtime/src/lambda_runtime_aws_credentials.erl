-module(lambda_runtime_aws_credentials).
-moduledoc """
The credentials of the function: those of its execution role.

They are taken from the environment variables that Lambda sets, `AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`. Otherwise they are fetched from the endpoint that
`AWS_CONTAINER_CREDENTIALS_FULL_URI` or `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` names, and kept
until shortly before they expire:
<https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html>.
""".

-export([get/0]).

-type credentials() :: lambda_runtime_sigv4:credentials().
-type failure() :: {no_credentials, Message :: unicode:chardata()}.

%% Credentials are fetched again when they are valid for less than this, in seconds.
-define(REFRESH, 300).
%% For connecting, and for the response, in ms.
-define(TIMEOUT, 2_000).
-define(ATTEMPTS, 3).

-doc "The credentials for the next request.".
-spec get() -> {ok, credentials()} | {error, failure()}.
get() ->
    case {variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY")} of
        {none, _} -> from_endpoint();
        {_, none} -> from_endpoint();
        {Id, Secret} -> {ok, credentials(Id, Secret, variable("AWS_SESSION_TOKEN"), infinity)}
    end.

credentials(Id, Secret, Token, Expiry) ->
    #{access_key_id => Id, secret_access_key => Secret, session_token => Token, expiry => Expiry}.

variable(Name) ->
    case os:getenv(Name, "") of
        "" -> none;
        Value -> unicode:characters_to_binary(Value)
    end.

from_endpoint() ->
    case uri() of
        none ->
            failure(
                "no credentials: expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
                "AWS_CONTAINER_CREDENTIALS_FULL_URI. Lambda sets them; elsewhere set them yourself"
            );
        Uri ->
            cached(Uri, persistent_term:get({?MODULE, Uri}, none))
    end.

uri() ->
    case variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") of
        none -> variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        Path -> <<"http://169.254.170.2", Path/binary>>
    end.

cached(Uri, Cached) ->
    case remaining(Cached) > ?REFRESH of
        true -> {ok, Cached};
        false -> fetched(Uri, Cached, fetch(Uri, ?ATTEMPTS))
    end.

fetched(Uri, _Cached, {ok, Credentials}) ->
    ok = persistent_term:put({?MODULE, Uri}, Credentials),
    {ok, Credentials};
fetched(_Uri, Cached, {error, _} = Error) ->
    case remaining(Cached) > 0 of
        true -> {ok, Cached};
        false -> Error
    end.

remaining(none) -> 0;
remaining(#{expiry := infinity}) -> infinity;
remaining(#{expiry := Expiry}) -> Expiry - os:system_time(second).

fetch(Uri, Attempts) ->
    case fetch(Uri) of
        {error, _} when Attempts > 1 -> fetch(Uri, Attempts - 1);
        Result -> Result
    end.

fetch(Uri) ->
    maybe
        {ok, Endpoint} ?= lambda_runtime_aws_endpoint:parse(Uri),
        ok ?= check_host(Endpoint),
        {ok, Authorization} ?= authorization(),
        {ok, Body} ?= body(Endpoint, Authorization),
        {ok, _} ?= parse(Body)
    else
        {error, {_, Message}} -> failure([Uri, ": ", Message]);
        {error, Message} -> failure([Uri, ": ", Message])
    end.

%% Credentials must not go to other hosts unencrypted.
check_host(#{address := #{scheme := https}}) ->
    ok;
check_host(#{address := #{host := Host}}) ->
    case Host of
        {127, _, _, _} -> ok;
        {0, 0, 0, 0, 0, 0, 0, 1} -> ok;
        "localhost" -> ok;
        %% The agents of ECS and EKS.
        {169, 254, 170, 2} -> ok;
        {169, 254, 170, 23} -> ok;
        {16#FD00, 16#EC2, 0, 0, 0, 0, 0, 16#23} -> ok;
        _ -> {error, "expected https, or http on the loopback address"}
    end.

%% The file is read each time: its contents change.
authorization() ->
    case variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") of
        none ->
            authorization(variable("AWS_CONTAINER_AUTHORIZATION_TOKEN"));
        File ->
            case file:read_file(File) of
                {ok, Token} -> authorization(string:trim(Token));
                {error, Reason} -> {error, [File, ": ", file:format_error(Reason)]}
            end
    end.

authorization(none) ->
    {ok, []};
authorization(Token) ->
    try
        {ok, [{~"Authorization", lambda_runtime_text:header_value(Token)}]}
    catch
        error:badarg -> {error, "the authorization token is not valid in a header"}
    end.

body(#{address := Address, authority := Authority, path := Path, query := Query}, Authorization) ->
    Target = [Path, [[$?, Query] || Query =/= ~""]],
    Headers = [{~"Host", Authority}, {~"Accept", ~"application/json"} | Authorization],
    maybe
        {ok, Opened} ?= lambda_runtime_aws_connection:open(Address, ?TIMEOUT),
        Connection = lambda_runtime_aws_connection:with_timeout(Opened, ?TIMEOUT),
        Result = lambda_runtime_http:request(Connection, ~"GET", Target, Headers, ~""),
        ok = lambda_runtime_aws_connection:close(Connection),
        {ok, #{status := 200, body := Body}} ?= Result,
        {ok, Body}
    else
        {ok, #{status := Status}} ->
            {error, ["expected status 200, found ", integer_to_binary(Status)]};
        {error, Reason} ->
            {error, lambda_runtime_text:utf8(Reason)}
    end.

parse(Body) ->
    try json:decode(Body) of
        #{~"AccessKeyId" := Id, ~"SecretAccessKey" := Secret} = Found ->
            Token = maps:get(~"Token", Found, none),
            {ok, credentials(Id, Secret, Token, expiry(Found))};
        _ ->
            {error, "expected AccessKeyId and SecretAccessKey in the response, found other keys"}
    catch
        error:_ -> {error, "expected JSON with AccessKeyId, SecretAccessKey and Expiration"}
    end.

expiry(#{~"Expiration" := Text}) -> calendar:rfc3339_to_system_time(binary_to_list(Text));
expiry(#{}) -> infinity.

failure(Message) ->
    {error, {no_credentials, Message}}.
