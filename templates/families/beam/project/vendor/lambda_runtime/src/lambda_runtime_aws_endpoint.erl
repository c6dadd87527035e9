-module(lambda_runtime_aws_endpoint).
-moduledoc """
Where the requests to a service of AWS go.

`AWS_ENDPOINT_URL_DYNAMODB`, or `AWS_ENDPOINT_URL` for all services, replaces the address in AWS:
<https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>.
""".

-export([find/2, parse/1]).

-export_type([endpoint/0]).

-doc "`authority` is the value of the Host header; `path` has no slash at the end.".
-type endpoint() :: #{
    address := lambda_runtime_aws_connection:address(),
    authority := binary(),
    path := binary(),
    query := binary()
}.

-doc "The endpoint of a service in a region, given its name in signatures.".
-spec find(Service :: binary(), Region :: binary()) ->
    {ok, endpoint()} | {error, {endpoint, iodata()}}.
find(Service, Region) ->
    case configured(Service) of
        "" -> parse([~"https://", Service, $., Region, domain(Region)]);
        Url -> parse(Url)
    end.

configured(Service) ->
    case os:getenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "") of
        "true" -> "";
        _ -> os:getenv("AWS_ENDPOINT_URL_" ++ id(Service), os:getenv("AWS_ENDPOINT_URL", ""))
    end.

%% Some services have another name in signatures than in the names of variables.
id(~"events") -> "EVENTBRIDGE";
id(~"execute-api") -> "APIGATEWAYMANAGEMENTAPI";
id(~"logs") -> "CLOUDWATCH_LOGS";
id(~"monitoring") -> "CLOUDWATCH";
id(~"secretsmanager") -> "SECRETS_MANAGER";
id(~"states") -> "SFN";
id(Service) -> string:replace(string:uppercase(binary_to_list(Service)), "-", "_", all).

domain(<<"cn-", _/binary>>) -> ~".amazonaws.com.cn";
domain(_Region) -> ~".amazonaws.com".

-doc "Parses the URL of an endpoint.".
-spec parse(unicode:chardata()) -> {ok, endpoint()} | {error, {endpoint, iodata()}}.
parse(Url) ->
    Text = unicode:characters_to_binary(Url),
    case uri_string:parse(Text) of
        #{scheme := Scheme, host := Host, path := Path} = Uri when
            Host =/= ~"", Scheme =:= ~"http" orelse Scheme =:= ~"https"
        ->
            Address = #{scheme => scheme(Scheme), host => host(Host), port => port(Uri)},
            {ok, #{
                address => Address,
                authority => iolist_to_binary([bracketed(Host), given_port(Uri)]),
                path => string:trim(Path, trailing, "/"),
                query => maps:get(query, Uri, ~"")
            }};
        _ ->
            Message = ["expected a URL that starts with http:// or https://, found ", Text],
            {error, {endpoint, Message}}
    end.

scheme(~"http") -> http;
scheme(~"https") -> https.

port(#{port := Port}) when is_integer(Port) -> Port;
port(#{scheme := ~"http"}) -> 80;
port(#{scheme := ~"https"}) -> 443.

given_port(#{port := Port}) when is_integer(Port) -> [$:, integer_to_binary(Port)];
given_port(_) -> [].

host(Host) ->
    Text = binary_to_list(Host),
    case inet:parse_address(Text) of
        {ok, Address} -> Address;
        {error, einval} -> Text
    end.

bracketed(Host) ->
    case binary:match(Host, ~":") of
        nomatch -> Host;
        _ -> [$[, Host, $]]
    end.
