-module(lambda_runtime_aws).
-moduledoc """
Sends requests to AWS, signed with the credentials of the function.

Needs the application ssl: add it to `applications` in `src/*.app.src`. What this module does is not
loaded before the first call.

```erlang
{ok, #{status := 200, body := Csv}} =
    lambda_runtime_aws:request(~"s3", #{path => [~"my-bucket", ~"2026", ~"a b.csv"]}).
```

It knows no operations: path, headers and body are those in the API reference of the service. For
more, use a client of AWS such as aws-erlang.

- Region and credentials are those that Lambda sets. Credentials of the container endpoint are
  fetched again before they expire.
- Connections are kept between invocations, see `m:lambda_runtime_aws_pool`.
- Failed connections, time-outs, throttling and statuses 500, 502, 503 and 504 are tried again, three
  times in all, after at most 100 and 200 ms. A request whose response was lost is sent again as
  well, as by all SDKs: make it idempotent where that matters, with a condition or a client token.
""".

-export([request/2]).

-export_type([options/0, response/0, failure/0]).

-doc """
- `method`: `get` by default
- `path`: not encoded. In a list, each element is one segment, in which a slash is encoded as well
- `query`: names and values, not encoded, in any order
- `headers`: further headers
- `body`: empty by default
- `region`: that of the function by default
- `endpoint`: URL; by default `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, or
  `https://<service>.<region>.amazonaws.com`
- `connect_timeout`: in ms; 2000 by default
- `timeout`: of one attempt after it has connected, in ms; 10000 by default
- `attempts`: 3 by default
""".
-type options() :: #{
    method => get | head | post | put | patch | delete,
    path => unicode:chardata() | [unicode:chardata()],
    query => [{unicode:chardata(), unicode:chardata()}],
    headers => [{unicode:chardata(), unicode:chardata()}],
    body => iodata(),
    region => unicode:chardata(),
    endpoint => unicode:chardata(),
    connect_timeout => timeout(),
    timeout => non_neg_integer(),
    attempts => pos_integer()
}.

-doc "Any status. The names of headers are in lower case.".
-type response() :: #{status := 100..599, headers := #{binary() => binary()}, body := binary()}.

-doc """
Why there is no response, and what to do:

- `not_started`: the application ssl cannot be started
- `region`, `endpoint`, `no_credentials`: these are not configured, or not valid
- `connection`: connecting failed, or the connection was lost
- `timeout`: there was no response in time
""".
-type failure() :: #{
    reason := not_started | region | endpoint | no_credentials | connection | timeout,
    message := binary()
}.

-doc """
Sends a request and returns the response, whatever its status is.

`Service` is its name in signatures, such as `s3`, `dynamodb`, `sqs`, `events`, `execute-api`. Fails
with `badarg` if the name or value of a header is not valid.

```erlang
{ok, #{status := 200}} = lambda_runtime_aws:request(~"dynamodb", #{
    method => post,
    headers => [
        {~"content-type", ~"application/x-amz-json-1.0"},
        {~"x-amz-target", ~"DynamoDB_20120810.PutItem"}
    ],
    body => json:encode(#{~"TableName" => ~"orders", ~"Item" => #{~"id" => #{~"S" => ~"A-1001"}}})
}).
```
""".
-spec request(Service :: unicode:chardata(), options()) -> {ok, response()} | {error, failure()}.
request(Service, Options) ->
    maybe
        {ok, _} ?= started(application:ensure_all_started(ssl)),
        {ok, Scope} ?= scope(text(Service), Options),
        {ok, Endpoint} ?= endpoint(Scope, Options),
        Request = prepared(Endpoint, Options),
        {ok, _} ?= attempt(Request, Scope, Endpoint, Options, 1)
    else
        {error, {Reason, Message}} ->
            {error, #{reason => Reason, message => lambda_runtime_text:utf8(Message)}}
    end.

started({ok, _} = Ok) ->
    Ok;
started({error, {Application, _}}) ->
    {error,
        {not_started, [
            ["the application ", atom_to_binary(Application), " cannot be started: add ssl to "],
            "applications in src/*.app.src, or :ssl to extra_applications in mix.exs"
        ]}}.

scope(Service, Options) ->
    case {Options, os:getenv("AWS_REGION", os:getenv("AWS_DEFAULT_REGION", ""))} of
        {#{region := Region}, _} -> {ok, #{service => Service, region => text(Region)}};
        {_, ""} -> {error, {region, "no region: expected the option region, or AWS_REGION"}};
        {_, Region} -> {ok, #{service => Service, region => text(Region)}}
    end.

endpoint(_Scope, #{endpoint := Url}) ->
    lambda_runtime_aws_endpoint:parse(Url);
endpoint(#{service := Service, region := Region}, _Options) ->
    lambda_runtime_aws_endpoint:find(Service, Region).

prepared(#{authority := Authority, path := Prefix}, Options) ->
    Given = [{header_name(N), header_value(V)} || {N, V} <- maps:get(headers, Options, [])],
    #{
        method => method(maps:get(method, Options, get)),
        path => <<Prefix/binary, (path(maps:get(path, Options, ~"/")))/binary>>,
        query => [{text(N), text(V)} || {N, V} <- maps:get(query, Options, [])],
        headers => [{~"host", Authority} | Given],
        body => maps:get(body, Options, ~"")
    }.

method(get) -> ~"GET";
method(head) -> ~"HEAD";
method(post) -> ~"POST";
method(put) -> ~"PUT";
method(patch) -> ~"PATCH";
method(delete) -> ~"DELETE".

path([Segment | _] = Segments) when is_binary(Segment); is_list(Segment) ->
    iolist_to_binary([[$/, lambda_runtime_sigv4:encode(text(S))] || S <- Segments]);
path(Path) ->
    case text(Path) of
        <<"/", _/binary>> = Absolute -> lambda_runtime_sigv4:encode_path(Absolute);
        Relative -> lambda_runtime_sigv4:encode_path(<<"/", Relative/binary>>)
    end.

header_name(Name) ->
    Text = lambda_runtime_text:lowercase(text(Name)),
    case re:run(Text, ~"^[-!#$%&'*+.^_`|~0-9a-z]+$", [{capture, none}, dollar_endonly]) of
        match -> Text;
        nomatch -> error(badarg, [Name])
    end.

%% Metadata of S3 may have other characters than ASCII.
header_value(Value) ->
    Text = text(Value),
    case binary:match(Text, [~"\r", ~"\n", <<0>>]) of
        nomatch -> Text;
        _ -> error(badarg, [Value])
    end.

text(Text) ->
    <<_/binary>> = unicode:characters_to_binary(Text).

%% Each attempt is signed anew, with the time and the credentials of then.
attempt(Request, Scope, Endpoint, Options, Number) ->
    Result =
        case lambda_runtime_aws_credentials:get() of
            {ok, Credentials} ->
                Time = calendar:universal_time(),
                Headers = lambda_runtime_sigv4:sign(Request, Credentials, Scope#{time => Time}),
                send(Request#{headers := Headers}, Endpoint, Options);
            {error, _} = Error ->
                Error
        end,
    case Number < maps:get(attempts, Options, 3) andalso is_transient(Result) of
        true ->
            timer:sleep(rand:uniform(50 bsl Number)),
            attempt(Request, Scope, Endpoint, Options, Number + 1);
        false ->
            Result
    end.

is_transient({error, {Reason, _}}) -> Reason =:= connection orelse Reason =:= timeout;
is_transient({ok, #{status := Status}}) when Status =:= 429; Status =:= 500 -> true;
is_transient({ok, #{status := Status}}) when Status >= 502, Status =< 504 -> true;
is_transient({ok, #{status := 400, body := Body}}) -> is_throttled(Body);
is_transient({ok, _}) -> false.

%% Most services throttle with status 400 and a code:
%% https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
is_throttled(Body) ->
    Codes = [
        ~"Throttling", ~"ThrottledException", ~"ProvisionedThroughputExceededException",
        ~"RequestThrottled", ~"RequestLimitExceeded", ~"TooManyRequestsException",
        ~"TransactionInProgressException", ~"SlowDown", ~"PriorRequestNotComplete"
    ],
    binary:match(Body, Codes) =/= nomatch.

send(Request, #{address := Address} = Endpoint, Options) ->
    case lambda_runtime_aws_pool:take(Address) of
        {ok, Kept} ->
            case exchange(Kept, Request, Endpoint, Options) of
                %% The server has closed it in the meantime.
                {error, {connection, _}} -> send_anew(Request, Endpoint, Options);
                Result -> Result
            end;
        none ->
            send_anew(Request, Endpoint, Options)
    end.

send_anew(Request, #{address := Address, authority := Authority} = Endpoint, Options) ->
    case lambda_runtime_aws_connection:open(Address, maps:get(connect_timeout, Options, 2_000)) of
        {ok, Connection} -> exchange(Connection, Request, Endpoint, Options);
        {error, Reason} -> {error, failure(["cannot connect to ", Authority], Reason)}
    end.

exchange(Opened, Request, #{address := Address, authority := Authority}, Options) ->
    #{method := Method, path := Path, query := Query, headers := Headers, body := Body} = Request,
    Timeout = maps:get(timeout, Options, 10_000),
    Connection = lambda_runtime_aws_connection:with_timeout(Opened, Timeout),
    Target = [Path, [[$?, lambda_runtime_sigv4:encode_query(Query)] || Query =/= []]],
    case lambda_runtime_http:request(Connection, Method, Target, Headers, Body) of
        {ok, #{reusable := true} = Response} ->
            ok = lambda_runtime_aws_pool:give(Address, Connection),
            {ok, maps:remove(reusable, Response)};
        {ok, Response} ->
            ok = lambda_runtime_aws_connection:close(Connection),
            {ok, maps:remove(reusable, Response)};
        {error, {no_response, Reason}} ->
            ok = lambda_runtime_aws_connection:close(Connection),
            {error, failure(["no response from ", Authority], Reason)};
        {error, {cut_off, Status, _Headers, Reason}} ->
            ok = lambda_runtime_aws_connection:close(Connection),
            Text = ["a response from ", Authority, " with status ", integer_to_binary(Status)],
            {error, failure([Text, " ended early"], Reason)}
    end.

failure(What, timeout) -> {timeout, [What, " in time"]};
failure(What, {tls_alert, {_Alert, Text}}) -> failure(What, Text);
failure(What, Reason) -> {connection, [What, ": ", lambda_runtime_text:utf8(Reason)]}.
